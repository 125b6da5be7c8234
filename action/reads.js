// Whether a change of the repository is one of what a project reads. Pure: plan skips by it, and apply tells an old state and a
// pull request that concerns the project by it, so both must ask here. In doubt a path belongs.
import { posix } from 'node:path';

/**
 * What a project reads, as paths of the repository: `path`, and `below` where everything in that folder counts.
 * @param {string | undefined} list what `interform validate --list-files` prints: a path a line, from the project folder, with `/`
 *   at the end for everything below it. undefined where that failed: everything below the project folder counts then.
 * @param {string} project the folder of the project, from that of the repository.
 * @param {readonly string[]} others paths of the repository that count too, such as that of the workflow.
 */
export function projectReads(list, project, others = []) {
  const lines = (list ?? './').split(/\r?\n/).filter((line) => line !== '');
  return [...lines.map((line) => posix.join('.', project, line)), ...others]
    .map((path) => ({ path: keyOf(path), below: path.endsWith('/') || posix.normalize(path) === '.' }))
    .filter(({ path }) => path !== '..' && !path.startsWith('../'));
}

/**
 * The changed paths that belong to what is read.
 * @param {readonly { filename: string, previous_filename?: string }[] | undefined} files as GitHub lists them, of a pull request or
 *   a comparison; undefined where the list is not whole.
 * @returns {readonly string[]} at least one where anything is touched; `['…']` where that cannot be told.
 */
export function touchedPaths(reads, files) {
  if (files === undefined) return ['…'];
  return files
    .flatMap(({ filename, previous_filename: before }) => [
      filename,
      ...(before === undefined ? [] : [before]),
    ])
    .filter((path) => reads.some((read) => belongs(keyOf(path), read)));
}

function belongs(changed, { path, below }) {
  if (changed === path || (below && (path === '.' || changed.startsWith(`${path}/`)))) return true;
  // A link or a submodule on the way to what is read.
  return path.startsWith(`${changed}/`);
}

/** Machines differ in case and in how they compose letters; one that takes two names for one file must not hide a change. */
function keyOf(path) {
  const plain = posix.normalize(path).replace(/\/$/, '');
  return plain.normalize('NFC').toLowerCase();
}
