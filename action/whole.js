// node whole.js [FOLDER]: ends with 1 where the package in FOLDER, or this one, lacks something that it was released with.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingParts } from './tree.js';

const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
const missing = missingParts(root);
if (missing.length > 0) {
  process.stderr.write(
    `interform was not installed as it was released, so that nothing of it is run: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''} missing. A download failed, or something else came under its name.\n`,
  );
  process.exitCode = 1;
}
