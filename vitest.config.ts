import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

export default defineConfig({
  test: {
    // Without a seed there is nothing to replay, and a suite that skips is not whole.
    include: process.env['INTERFORM_FAULT_SEED'] ? ['test/faults/replay-seed.ts'] : ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    // Most tests wait for a process, a clock or a socket of their own: one worker leaves a small machine idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Ends what hangs; nothing may fail because a machine is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
  },
});
