// Whether a package has the tree that it was released with. npm leaves out of such a tree what was lost on the way or has another
// hash, and ends as if all were well.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is not there, as `name@version`; none in a checkout of interform itself, which brings no tree. `root` is its folder. */
export function missingParts(root) {
  const lock = join(root, 'npm-shrinkwrap.json');
  if (!existsSync(lock)) return [];
  const { packages } = JSON.parse(readFileSync(lock, 'utf8'));
  return Object.entries(packages)
    .filter(([path, { optional }]) => path !== '' && optional !== true)
    .filter(([path, { version }]) => versionAt(join(root, path)) !== version)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
}

function versionAt(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
