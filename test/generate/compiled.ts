import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the TypeScript compiler, in its strictest mode, has against these files: one line an error, without paths. */
export function compilerErrors(folder: string, files: readonly string[]): readonly string[] {
  const flags = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--isolatedModules',
    '--module',
    'nodenext',
  ];
  const tsc = `${root}/node_modules/typescript/bin/tsc`;
  const run = spawnSync(process.execPath, [tsc, ...flags, '--ignoreConfig', ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (run.status === null || run.stderr !== '') throw new Error(`tsc did not run: ${run.stderr}`);
  return run.stdout.split('\n').filter((line) => line.includes('error TS'));
}
