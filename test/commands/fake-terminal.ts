import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core';
import type { BaseCommand } from '../../src/commands/base-command.ts';
import type { Output, Terminal } from '../../src/commands/terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface FakeTerminal extends Terminal {
  /** What was written so far. */
  out(): string;
  err(): string;
  /** Presses Ctrl-C. */
  interrupt(): void;
  readonly questions: readonly string[];
  readonly killed: readonly number[];
  /** Lets time pass for everything that is called periodically. */
  tick(ms: number): void;
}

export interface FakeTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTTY?: boolean;
  /** Typed in answer to questions; makes the terminal interactive. */
  readonly answers?: readonly string[];
  /** The contents of inherited file descriptors, or why they cannot be read; all others are closed. */
  readonly descriptors?: Readonly<Record<number, string | Uint8Array | { readonly problem: string }>>;
  /** Called at each question, before it is answered. */
  readonly onAsk?: (terminal: FakeTerminal) => void;
}

/** A terminal in memory with a clock that stands still. */
export function fakeTerminal(options: FakeTerminalOptions = {}): FakeTerminal {
  const written = { stdout: '', stderr: '' };
  const answers = [...(options.answers ?? [])];
  const questions: string[] = [];
  const killed: number[] = [];
  const listeners = new Set<() => void>();
  const ticks = new Set<() => void>();
  let now = 1_700_000_000_000;
  const output = (name: keyof typeof written): Output => ({
    write: (text) => {
      written[name] += text;
    },
    isTTY: options.isTTY ?? false,
    columns: 100,
  });
  const terminal: FakeTerminal = {
    env: options.env ?? {},
    cwd: options.cwd ?? root,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: async function* () {},
    descriptor: async (fd, mostBytes) => {
      const held = options.descriptors?.[fd] ?? { problem: 'it is closed' };
      if (typeof held !== 'string' && !(held instanceof Uint8Array)) return held;
      return { bytes: Buffer.from(held).subarray(0, mostBytes) };
    },
    interactive: options.answers !== undefined,
    ask: async (question, signal) => {
      questions.push(question);
      options.onAsk?.(terminal);
      return signal.aborted ? undefined : answers.shift();
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kill: (exit) => {
      killed.push(exit);
    },
    now: () => now,
    sleep: async () => undefined,
    every: (_ms, tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    out: () => written.stdout,
    err: () => written.stderr,
    interrupt: () => {
      for (const listener of [...listeners]) listener();
    },
    questions,
    killed,
    tick: (ms) => {
      now += ms;
      for (const tick of ticks) tick();
    },
  };
  return terminal;
}

type CommandClass = new (argv: string[], config: Config, terminal: Terminal) => BaseCommand;

/** oclif's configuration, which is the same for every command line. */
let config: Promise<Config> | undefined;

/** Runs a command of src/ as the command line would. */
export async function runCommand(
  command: CommandClass & { id: string },
  argv: readonly string[],
  terminal: FakeTerminal,
): Promise<{ exit: number; out: string; err: string }> {
  config ??= Config.load(root);
  command.id ??= command.name.toLowerCase();
  const exit = await new command([...argv], await config, terminal).execute();
  return { exit, out: terminal.out(), err: terminal.err() };
}
