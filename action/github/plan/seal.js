// Lays out what a plan keeps for apply: its receipt, where it can be approved, and always a seal. A plan that failed keeps a seal too,
// so that the receipt of an earlier one is not taken for the newest.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, readEvent } from '../api.js';
import { subject } from '../names.js';
import { sealOf } from '../seal.js';
import { ownWorkflow } from '../workflow.js';

const kept = join(env('FOLDER'), 'sealed');
const receipt = bytesOf('plan.receipt');
const { pull_request: pull } = readEvent();
const seal = sealOf({
  run: {
    repository: env('GITHUB_REPOSITORY'),
    workflow: ownWorkflow(),
    event: env('GITHUB_EVENT_NAME'),
    run: Number(env('GITHUB_RUN_ID')),
    attempt: Number(env('GITHUB_RUN_ATTEMPT')),
  },
  subject: subject(encodeURIComponent),
  pull,
  head: pull?.head.sha ?? env('GITHUB_SHA'),
  // A script that broke off has told no code.
  exit: Number(env('EXIT_CODE') || 1),
  receipt,
  allowed: JSON.parse(bytesOf('allowed.json')?.toString('utf8') ?? '[]'),
});

mkdirSync(kept, { recursive: true });
writeFileSync(join(kept, 'seal.json'), `${JSON.stringify(seal)}\n`);
if (seal.receipt !== null) writeFileSync(join(kept, 'plan.receipt'), receipt);

function bytesOf(name) {
  const file = join(env('FOLDER'), name);
  return existsSync(file) ? readFileSync(file) : undefined;
}
