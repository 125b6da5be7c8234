import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project folder for one test, and the built command line run in it as a process of its own. */
export interface Scratch {
  readonly folder: string;
  write(path: string, text: string): void;
  run(args: readonly string[], env?: Readonly<Record<string, string>>, stdin?: string): Promise<Ran>;
  remove(): void;
}

export function scratch(files: Readonly<Record<string, string>>): Scratch {
  if (!existsSync(new URL('../../dist/cli/main.js', import.meta.url))) {
    throw new Error('the command line is not built: npm run build');
  }
  const folder = mkdtempSync(join(tmpdir(), 'interform-e2e-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    folder,
    write,
    run: (args, env = {}, stdin = '') => run(folder, args, env, stdin),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdin: string,
): Promise<Ran> {
  const options = {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, NO_COLOR: '1', ...env },
    maxBuffer: 64 << 20,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], options, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exit, stdout, stderr });
    });
    child.stdin?.end(stdin);
  });
}
