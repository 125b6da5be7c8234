import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import type { Look } from '../render/terminal/look.ts';
import { type DescriptorContents, readDescriptor } from './read-descriptor.ts';
import { beforeDashes } from './usage.ts';

/** One of the two outputs. */
export interface Output {
  write(text: string): void;
  /** Resolves as soon as there is room for more; to false where nobody reads any more. Absent where there always is. */
  drained?(): Promise<boolean>;
  readonly isTTY: boolean;
  /** Terminal columns; a readable width where there is no terminal. */
  readonly columns: number;
}

/** The process as commands see it, so that they can be tested without one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The answer. */
  readonly stdout: Output;
  /** The talk. */
  readonly stderr: Output;
  /** What is piped in. */
  stdin(): AsyncIterable<Uint8Array>;
  /** What a file descriptor holds that the process was started with, up to so many bytes. */
  descriptor(fd: number, mostBytes: number): Promise<DescriptorContents>;
  /** True when somebody is there to answer a question. */
  readonly interactive: boolean;
  /** One line typed in answer to a question on stderr; undefined when the input ended or the signal came first. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Calls at each Ctrl-C, SIGTERM or SIGHUP until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  kill(exit: number): void;
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls again and again until the returned function is called; never keeps the process alive. */
  every(ms: number, tick: () => void): () => void;
}

/** Columns of an output that is no terminal: what a log viewer or a mail shows without wrapping. */
const PLAIN_COLUMNS = 100;

export function processTerminal(): Terminal {
  const { env } = process;
  return {
    env,
    cwd: process.cwd(),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: () => process.stdin,
    descriptor: readDescriptor,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true && !isSet(env['CI']),
    ask,
    onInterrupt,
    kill,
    now: () => Date.now(),
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    every: (ms, tick) => {
      const timer = setInterval(tick, ms).unref();
      return () => clearInterval(timer);
    },
  };
}

/** How text looks on an output: NO_COLOR, FORCE_COLOR (which wins, as in Node), TERM=dumb, and terminals only. */
export function lookOf(output: Output, env: Terminal['env']): Look {
  return { width: output.columns, color: hasColor(output, env), isTerminal: output.isTTY };
}

/** The terminal as `--color` and `--no-color` have it: they win over the environment, and the last one counts. */
export function coloured(terminal: Terminal, argv: readonly string[]): Terminal {
  const said = beforeDashes(argv).findLast(isColour);
  if (said === undefined) return terminal;
  return { ...terminal, env: { ...terminal.env, FORCE_COLOR: said === '--color' ? '1' : '0' } };
}

export function isColour(word: string): boolean {
  return word === '--color' || word === '--no-color';
}

/** True for a variable that is set to something else than nothing, 0 or false. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';
}

function hasColor(output: Output, env: Terminal['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '' || isSet(forced);
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return output.isTTY && env['TERM'] !== 'dumb';
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text);
    },
    drained: () => drained(stream),
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.isTTY === true && stream.columns > 0 ? stream.columns : PLAIN_COLUMNS;
    },
  };
}

/** An output that its reader has left fails, and never drains. */
function drained(stream: NodeJS.WriteStream): Promise<boolean> {
  if (!stream.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (isRead: boolean) => () => {
      stream.off('drain', onDrain).off('error', onEnd).off('close', onEnd);
      resolve(isRead);
    };
    const onDrain = settle(true);
    const onEnd = settle(false);
    stream.on('drain', onDrain).on('error', onEnd).on('close', onEnd);
  });
}

async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself while it reads; hand it on to the listeners of the process.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  const ended = new Promise<undefined>((resolve) => {
    lines.once('close', () => resolve(undefined));
  });
  try {
    const { columns, isTTY } = outputOf(process.stderr);
    const shown = fitTerminal(question, { width: columns, isTerminal: isTTY });
    return await Promise.race([lines.question(shown, { signal }), ended]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

/** Once what was printed has gone out, which takes a moment where stdout is a pipe, and none where nobody reads it any more. */
function kill(exit: number): void {
  setTimeout(() => process.exit(exit), LAST_WORDS_MS);
  process.stdout.write('', () => process.exit(exit));
}

/** How long the end waits for somebody who does not read. */
const LAST_WORDS_MS = 500;

function onInterrupt(listener: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
