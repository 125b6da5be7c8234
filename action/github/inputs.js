// Checks the inputs, and gives the names that plan and apply must agree on.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { env, fail, isFork, readEvent, setOutput } from './api.js';
import { artifactName } from './names.js';

const command = env('INPUT_COMMAND');
if (!['plan', 'apply', 'drift'].includes(command))
  fail(`command must be plan, apply or drift, not ${JSON.stringify(command)}.`);
if (!/^[0-9A-Za-z.+-]*$/.test(env('INPUT_VERSION')))
  fail('version must be a version of interform, such as 0.1.0.');
const expect = env('INPUT_EXPECT');
if (!['pull-request', 'this-run', 'none'].includes(expect) && !/^sha256:[0-9a-f]{64}$/.test(expect))
  fail('expect must be pull-request, this-run, none or a whole digest.');
const base = join(env('RUNNER_TEMP'), 'interform');
mkdirSync(base, { recursive: true });
setOutput('folder', mkdtempSync(join(base, 'run-')));
setOutput('artifact', artifactName());
setOutput('store', artifactName('store'));
setOutput('report', `${artifactName('plan')}~${env('GITHUB_RUN_ATTEMPT') || '1'}`);
setOutput('fork', String(isFork(readEvent())));
