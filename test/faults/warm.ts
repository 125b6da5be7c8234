import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Loads what the commands load when they need it: modules come over timers and files of the test runner, which the virtual clock
 * would not see. Returns what oclif knows of the package.
 */
export async function warmUp(): Promise<Config> {
  warm ??= Promise.all([
    Config.load(root),
    import('ajv/dist/2020.js'),
    import('../../src/app/plan.ts'),
    import('../../src/app/apply.ts'),
    import('../../src/app/select.ts'),
    import('../../src/app/plan-file.ts'),
    import('../../src/app/connect.ts'),
    import('../../src/app/unapplied-result.ts'),
    import('../../src/app/runs/seat.ts'),
    import('../../src/app/masking.ts'),
  ]).then(([config]) => config);
  return warm;
}

let warm: Promise<Config> | undefined;
