// node mark.js began|applied: what later runs know this one by, as an artifact of its run. What counts of it is which run made it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../api.js';

const [, , what = ''] = process.argv;
const pulls = env('PULLS')
  .split(' ')
  .filter((one) => one !== '')
  .map(Number);
const facts = {
  commit: env('GITHUB_SHA'),
  run: Number(env('GITHUB_RUN_ID')),
  attempt: Number(env('GITHUB_RUN_ATTEMPT')),
  pulls,
  exit: env('EXIT_CODE') === '' ? null : Number(env('EXIT_CODE')),
};
writeFileSync(join(env('FOLDER'), `${what}.json`), `${JSON.stringify(facts)}\n`);
