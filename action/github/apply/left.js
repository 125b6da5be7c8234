// Says whether an apply that did not end with 0 did all that was approved: what nobody reviewed is then only told of.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, setOutput } from '../api.js';
import { onlyUnreviewed } from './only-unreviewed.js';

const folder = env('FOLDER');

/** How many changes the receipts hold: a line each behind the first. */
function approved() {
  const list = join(folder, 'expected');
  const files = (existsSync(list) ? readFileSync(list, 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith('--expect=') && !line.startsWith('--expect=sha256:'))
    .map((line) => line.slice('--expect='.length));
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1));
  // Without a receipt nothing was approved in so many words, which is no reason to end well.
  return files.length === 0 ? Number.POSITIVE_INFINITY : lines.filter((line) => line !== '').length;
}

const { pulls = [] } = read(join(folder, 'approval.json')) ?? {};
const refused = pulls.filter(({ reason }) => reason !== null).length;
setOutput(
  'unreviewed',
  onlyUnreviewed(env('EXIT_CODE'), read(join(folder, 'apply.json')), approved(), refused),
);

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
