import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { type Block, type Page, root } from './pages.ts';
import { Shell } from './shell.ts';

/** The ports that the pages name: that of the emulator, and of a second one where there are two workspaces. */
const WRITTEN_PORTS = ['4010', '4011'] as const;
const bin = join(root, 'bin', 'run.js');

/**
 * Does what a page says, from top to bottom, in an empty folder:
 *
 *     sh block           every line is run and exits 0, or N with `# exits N`; `interform emulator …` goes on in the background,
 *                        in the place of an earlier one at its port
 *     file=… block       is saved
 *     text block         is what the sh block before it prints; `…` stands for anything
 *
 * Other blocks are for reading. Returns how many lines were run. The signal ends it.
 */
export async function walkThrough(page: Page, signal: AbortSignal): Promise<number> {
  if (!existsSync(join(root, 'dist', 'commands', 'main.js')))
    throw new Error('the command line is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'interform-docs-'));
  const walk = new Walk(folder, [await freePort(), await freePort()]);
  signal.addEventListener('abort', () => walk.close());
  try {
    for (const block of page.blocks) await walk.take(block, `${page.path}:${block.line}`);
    return walk.lines;
  } finally {
    await walk.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Walk {
  lines = 0;
  readonly #folder: string;
  readonly #ports: ReadonlyMap<string, string>;
  readonly #shell: Shell;
  readonly #emulators = new Map<string, ChildProcess>();
  #printed = '';

  constructor(folder: string, ports: readonly number[]) {
    this.#folder = folder;
    this.#ports = new Map(WRITTEN_PORTS.map((written, index) => [written, String(ports[index])]));
    const tools = join(folder, '.tools');
    mkdirSync(tools);
    const script = `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`;
    writeFileSync(join(tools, 'interform'), script, { mode: 0o755 });
    symlinkSync(process.execPath, join(tools, 'node'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'interform'), 'dir');
    const path = `${tools}:${process.env['PATH'] ?? ''}`;
    this.#shell = new Shell(folder, { PATH: path, HOME: folder, NO_COLOR: '1', TERM: 'dumb' });
  }

  async take(block: Block, where: string): Promise<void> {
    if (block.file !== undefined) {
      const path = join(this.#folder, block.file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, block.text);
    } else if (block.language === 'sh') {
      this.#printed = '';
      for (const line of block.text.trim().split('\n')) await this.#run(line, where);
    } else if (block.language === 'text') {
      expect(plain(this.#printed), where).toMatch(pattern(this.#ported(block.text)));
    }
  }

  async #run(written: string, where: string): Promise<void> {
    this.lines++;
    const line = this.#ported(written);
    if (/^interform emulator\b/.test(line)) {
      this.#printed += await this.#startEmulator(line);
      return;
    }
    const { exit, output } = await this.#shell.run(line);
    this.#printed += output;
    const expected = Number(/# exits (\d+)/.exec(written)?.[1] ?? 0);
    expect(exit, `${where}: ${line}\n${output}`).toBe(expected);
  }

  /** In the background, until the next one at its port or the end; what it says when it is ready. */
  async #startEmulator(line: string): Promise<string> {
    const port = /--port (\d+)/.exec(line)?.[1] ?? '';
    await this.#stopEmulator(port);
    const child = spawn(process.execPath, [bin, ...line.split(/\s+/).slice(1)], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#emulators.set(port, child);
    return new Promise((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (text) => {
        said += text;
      });
      child.stdout.on('data', (text) => resolve(String(text)));
      child.on('exit', () => reject(new Error(`${line} ended: ${said}`)));
    });
  }

  async #stopEmulator(port: string): Promise<void> {
    const child = this.#emulators.get(port);
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }

  #ported(text: string): string {
    return WRITTEN_PORTS.reduce((all, port) => all.replaceAll(port, this.#ports.get(port) ?? port), text);
  }

  async close(): Promise<void> {
    this.#shell.close();
    for (const port of this.#emulators.keys()) await this.#stopEmulator(port);
  }
}

/** Without trailing spaces. */
function plain(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}

/** The lines of a text block, one after the other; `…` alone stands for any lines, within a line for any text. */
function pattern(text: string): RegExp {
  const lines = plain(text)
    .trim()
    .split('\n')
    .map((line) => (line === '…' ? '[\\s\\S]*?' : escaped(line).replaceAll('…', '.*')));
  return new RegExp(lines.join('\\n'));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
