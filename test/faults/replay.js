// One run of the fault suite, with everything that its processes did: node test/faults/replay.js --seed 12345
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { seed } = parseArgs({ options: { seed: { type: 'string' } } }).values;
if (!/^\d{1,9}$/.test(seed ?? '')) {
  console.error('usage: node test/faults/replay.js --seed N');
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/faults/replay-seed.ts', '--silent=false'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, INTERFORM_FAULT_SEED: seed } },
);
process.exitCode = status ?? 1;
