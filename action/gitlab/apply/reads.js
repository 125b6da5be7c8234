// What of the repository the project reads, and whether a change of GitLab's is one of it.
import { projectReads, touchedPaths } from '../../reads.js';
import { flagValue, folderOf, interform } from '../interform.js';

/** GitLab shows no more files of a change: https://docs.gitlab.com/administration/diff_limits. */
const mostFiles = 1_000;

/** All below the project where interform cannot tell. */
export function readsOf(flags) {
  const folder = folderOf(flags);
  const environment = flagValue(flags, '--env');
  const { exit, stdout } = interform(
    [
      'validate',
      ...(folder === '' ? [] : [`--project=${folder}`]),
      ...(environment === '' ? [] : [`--env=${environment}`]),
      '--list-files',
    ],
    { stderr: 'ignore' },
  );
  return projectReads(exit === 0 ? stdout : undefined, folder);
}

/** Whether a change, `{ old_path, new_path }` as GitLab lists its files, is one of the project; one that is not shown whole is. */
export function touches(diffs, reads) {
  const files = diffs.map(({ old_path, new_path }) => ({ filename: new_path, previous_filename: old_path }));
  return touchedPaths(reads, diffs.length < mostFiles ? files : undefined).length > 0;
}
