// Tests over code that holds every breakage, of which the runner puts one in force at a time. The files stay as they are.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { withSwitches } from './with-switches.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Written by mutate.js. */
const { breakages, tests } = JSON.parse(readFileSync(process.env.INTERFORM_MUTATION, 'utf8'));

export default defineConfig({
  root,
  plugins: [
    {
      name: 'breakages',
      enforce: 'pre',
      transform(code, id) {
        const here = breakages.filter(({ file }) => `${root}${file}` === id);
        return here.length === 0 ? undefined : withSwitches(code, here);
      },
    },
  ],
  test: {
    include: tests,
    runner: './test/mutation/runner.js',
    setupFiles: ['test/property-seed.ts'],
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: ['dot'],
  },
});
