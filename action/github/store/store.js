// node store.js open: takes over the store that the apply before left, and makes the word that this one has begun.
// node store.js close: seals the store for the next apply, however this one ended.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal, takeOver, weakKey } from '../../store/sealed-store.js';
import { env, fail, say, warn } from '../api.js';
import { artifactName } from '../names.js';

const secret = env('INPUT_STORE_KEY');
const folder = env('STORE_FOLDER');
const sealed = join(env('FOLDER'), 'interform.store');
const of = (run) => `github ${env('GITHUB_REPOSITORY')} ${artifactName('store')} ${run}`;

const weak = weakKey(secret);
if (weak !== undefined) fail(`${weak}. Nothing was applied. Take what openssl rand -hex 32 prints.`);

if (process.argv[2] === 'close') {
  writeFileSync(sealed, seal(folder, { secret, of: of(env('GITHUB_RUN_ID')) }));
  say('sealed the store for the next run');
} else {
  const before = join(env('FOLDER'), 'before', 'interform.store');
  if (existsSync(before)) {
    const { said, warning } = takeOver(readFileSync(before), folder, { secret, of: of(env('RUN_BEFORE')) });
    (warning ? warn : say)(said);
  }
  writeFileSync(sealed, seal(undefined, { secret, of: of(env('GITHUB_RUN_ID')) }));
}
