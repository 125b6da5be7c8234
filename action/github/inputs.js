// Checks the inputs, and gives the names that plan and apply must agree on.
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { env, fail, isFork, readEvent, setOutput } from './api.js';
import { isInside, slashes, wrongInput } from './input-words.js';
import { artifactName, attemptName } from './names.js';

const wrong = wrongInput(env);
if (wrong !== undefined) fail(`${wrong} Nothing was done.`);

/** A folder as it is, without links, so that a link in the checkout leads nowhere else. */
function folder(path, what) {
  try {
    return realpathSync(path);
  } catch {
    return fail(`${what} names ${JSON.stringify(env(what))}, which is not there. Check it out before.`);
  }
}

const workspace = realpathSync(env('GITHUB_WORKSPACE') || process.cwd());
const checkout = folder(join(workspace, slashes(env('INPUT_CHECKOUT') || '.')), 'INPUT_CHECKOUT');
const project = folder(join(checkout, slashes(env('INPUT_PROJECT'))), 'INPUT_PROJECT');
if (!isInside(checkout, workspace)) fail('checkout must be a folder of the workspace. Nothing was done.');
if (!isInside(project, checkout)) fail('project must be a folder of the repository. Nothing was done.');

const base = join(env('RUNNER_TEMP'), 'interform');
mkdirSync(base, { recursive: true });
// bash takes the separators of Windows for escapes.
setOutput('folder', slashes(mkdtempSync(join(base, 'run-'))));
setOutput('checkout', slashes(checkout));
for (const what of ['store', 'began', 'applied']) setOutput(what, artifactName(what));
for (const [output, what] of [
  ['receipt', 'receipt'],
  ['report', 'plan'],
  ['result', 'result'],
])
  setOutput(output, attemptName(what, env('GITHUB_RUN_ATTEMPT')));
setOutput('fork', String(isFork(readEvent())));
