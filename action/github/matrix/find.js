// Prints the projects and environments of the checkout as the output `matrix`, for strategy.matrix, and how many there are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, setOutput } from '../api.js';
import { matrixOf } from './matrix.js';

const FILE = 'interform.yaml';

/** Every project file below a folder; links are not followed, and what is hidden or installed is no part of the repository. */
function* projectFiles(folder, project) {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && entry.name === FILE))
    yield { project, text: readFileSync(join(folder, FILE), 'utf8') };
  for (const entry of entries)
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      yield* projectFiles(
        join(folder, entry.name),
        project === '.' ? entry.name : `${project}/${entry.name}`,
      );
}

const matrix = matrixOf([...projectFiles(process.cwd(), '.')]);
setOutput('matrix', JSON.stringify(matrix));
setOutput('count', matrix.include.length);
for (const { project, environment } of matrix.include)
  say(`${project}${environment === '' ? '' : `: ${environment}`}`);
if (matrix.include.length === 0) say(`there is no ${FILE}`);
