import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

/**
 * Folders whose tests replace nothing of the process and leave nothing behind in modules: their files share one registry of modules
 * a worker. Loading src/ again for each of two hundred files took two minutes of a processor. What puts something made up on a list of
 * src/ (`made-up-*.test.ts`) replaces a module, and runs apart.
 */
const SHARED = [
  'app',
  'apply',
  'emulator',
  'importing',
  'init',
  'intercom',
  'kinds',
  'manifest',
  'new',
  'plan',
  'render',
  'sources',
  'types',
].map((folder) => `test/${folder}/**/!(made-up-*).test.ts`);

const seed = process.env['INTERFORM_FAULT_SEED'];

export default defineConfig({
  test: {
    setupFiles: ['test/property-seed.ts'],
    // Most tests wait for a process, a clock or a socket of their own: one worker leaves a small machine idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Ends what hangs; nothing may fail because a machine is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
    // Without a seed there is nothing to replay, and a suite that skips is not whole.
    projects:
      seed === undefined || seed === ''
        ? [
            {
              extends: true,
              test: {
                name: 'apart',
                include: ['test/**/*.test.ts'],
                exclude: [...configDefaults.exclude, ...SHARED],
              },
            },
            { extends: true, test: { name: 'shared', include: SHARED, isolate: false } },
          ]
        : [{ extends: true, test: { name: 'replay', include: ['test/faults/replay-seed.ts'] } }],
  },
});
