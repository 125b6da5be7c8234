import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTerminal } from '../../src/commands/terminal.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { listen } from '../../src/emulator/server.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ErrorDocument, ResultDocument } from '../../src/types/result.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { isWrite } from '../properties/opened-world.ts';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** How a process ended; no document where it was killed. */
export interface ProcessEnd {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly document: ResultDocument | PlanDocument | ErrorDocument | undefined;
  readonly stderr: string;
}

export interface Spawned {
  readonly ended: Promise<ProcessEnd>;
  kill(): void;
  /** Sends what Ctrl-C sends. */
  interrupt(): void;
}

/** A project folder with a real store, and an emulator on a socket behind it. */
export interface Workbench {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Where the emulator listens. */
  readonly url: string;
  start(...argv: string[]): Spawned;
  run(...argv: string[]): Promise<ProcessEnd>;
  /** Runs a command in this process, for commands that only read: starting a process takes a second. */
  here(command: Parameters<typeof runCommand>[0], ...argv: string[]): Promise<ProcessEnd>;
  /** Calls `work` once, when the n-th write from now arrives: before it is done, or right after. */
  atWrite(n: number, when: 'before' | 'after', work: () => void): void;
  /** Calls `work` once, when the n-th search from now arrives; the search is still answered. */
  atSearch(n: number, work: () => void): void;
}

export interface WorkbenchOptions {
  readonly files: Readonly<Record<string, string>>;
  readonly indexLagMs: number;
  readonly latencyMs: number;
  /** More variables for the processes, read when a process is started. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function atWorkbench<T>(
  { files, indexLagMs, latencyMs, env = {} }: WorkbenchOptions,
  work: (workbench: Workbench) => Promise<T>,
): Promise<T> {
  if (!existsSync(new URL('../../dist/cli/main.js', import.meta.url)))
    throw new Error('the command line is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'interform-processes-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const emulator = createEmulator({ indexLagMs, latencyMs });
  let watched: { left: number; readonly when: 'before' | 'after'; readonly work: () => void } | undefined;
  let searched: { left: number; readonly work: () => void } | undefined;
  const { url, close } = await listen((request) => {
    if (searched !== undefined && request.url.includes('/contacts/search')) {
      searched.left -= 1;
      if (searched.left === 0) searched.work();
    }
    const counts = isWrite({ method: request.method, url: new URL(request.url, 'http://emulator').href });
    if (watched !== undefined && counts) watched.left -= 1;
    const due = watched?.left === 0 ? watched : undefined;
    if (due === undefined) return emulator.handle(request);
    watched = undefined;
    if (due.when === 'before') {
      due.work();
      return { status: 500, headers: {}, body: '', delayMs: 0, dropped: 'reset' };
    }
    const answer = emulator.handle(request);
    due.work();
    return { ...answer, delayMs: 200 };
  });
  const variables = (): Readonly<Record<string, string>> => ({
    HOME: folder,
    INTERCOM_BASE_URL: url,
    INTERCOM_ACCESS_TOKEN: 'of-ada',
    ...env,
  });
  const here: Workbench['here'] = async (command, ...argv) => {
    const { now, sleep, every } = processTerminal();
    const terminal = { ...fakeTerminal({ cwd: folder, env: variables() }), now, sleep, every };
    const { exit, out, err } = await runCommand(command, [...argv, '--json'], terminal);
    return { exit, signal: null, document: JSON.parse(out), stderr: err };
  };
  const children = new Set<ChildProcess>();
  const start = (...argv: string[]): Spawned => {
    const child = spawn(process.execPath, [bin, ...argv, '--json'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...variables() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const ended = new Promise<ProcessEnd>((resolve, reject) => {
      const out = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk) => {
        out.stdout += String(chunk);
      });
      child.stderr.on('data', (chunk) => {
        out.stderr += String(chunk);
      });
      child.on('error', reject);
      child.on('close', (exit, signal) => {
        children.delete(child);
        if (signal !== null) resolve({ exit, signal, document: undefined, stderr: out.stderr });
        else if (out.stdout === '') reject(new Error(`${argv.join(' ')} says nothing: ${out.stderr}`));
        else resolve({ exit, signal, document: JSON.parse(out.stdout), stderr: out.stderr });
      });
    });
    return { ended, kill: () => void child.kill('SIGKILL'), interrupt: () => void child.kill('SIGINT') };
  };
  try {
    return await work({
      emulator,
      folder,
      url,
      start,
      run: (...argv) => start(...argv).ended,
      here,
      atWrite: (n, when, then) => {
        watched = { left: n, when, work: then };
      },
      atSearch: (n, then) => {
        searched = { left: n, work: then };
      },
    });
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
