// What of the repository the project reads.
import { posix } from 'node:path';
import { folderOf, interform } from '../interform.js';

/** Paths from the root of the repository, folders with `/`. All below the project where interform cannot tell. */
export function readsOf(flags) {
  const folder = folderOf(flags);
  const whole = folder === '' ? '' : `${folder}/`;
  const { exit, stdout } = interform(['validate', ...flags, '--list-files'], { stderr: 'ignore' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (exit !== 0 || lines.length === 0) return [whole];
  const paths = lines.map((line) => posix.join(folder, line).replace(/^\.\/?$/, ''));
  return paths.filter((path) => !path.startsWith('../'));
}
