// Checks the inputs, and gives the names that plan and apply must agree on.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { env, fail, isFork, readEvent, setOutput } from './github.js';

/** Names an environment of a project: `production`, or `production@crm` where the project is not the repository's root. */
export function subject(encode) {
  const environment = encode(env('INPUT_ENVIRONMENT'));
  const project = env('INPUT_PROJECT')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map(encode)
    .join('/');
  return project === '' ? environment : `${environment}@${project}`;
}

/** What a comment begins with, so that the next plan finds it again. It cannot end the HTML comment that it stands in. */
export function marker() {
  return `<!-- interform plan: ${subject(encodeURIComponent).replaceAll('-', '%2D')} -->`;
}

export function checkName() {
  const name = subject(encodeURIComponent);
  return name === '' ? 'interform plan' : `interform plan (${name})`;
}

/** Of a receipt or store. Without what artifacts must not be called; two names never become one. */
export function artifactName(what = 'receipt') {
  const encode = (text) =>
    [...Buffer.from(text)]
      .map((byte) => String.fromCharCode(byte))
      .map((char) =>
        /[A-Za-z0-9_-]/.test(char) ? char : `.${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
      )
      .join('');
  const name = subject(encode).replaceAll('/', '@');
  return name === '' ? `interform-${what}` : `interform-${what}-${name}`;
}

function main() {
  const command = env('INPUT_COMMAND');
  if (command !== 'plan' && command !== 'apply')
    fail(`command must be plan or apply, not ${JSON.stringify(command)}.`);
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
  setOutput('fork', String(isFork(readEvent())));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
