import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import type { Look } from '../render/terminal/look.ts';
import { type DescriptorContents, readDescriptor } from './read-descriptor.ts';
import { beforeDashes } from './usage.ts';

/** stdout or stderr. */
export interface Output {
  write(text: string): void;
  /** Resolves to true when there is room for more, and to false when nobody reads any more. Absent where there is always room. */
  drained?(): Promise<boolean>;
  readonly isTTY: boolean;
  /** Width in columns; without a terminal, a width that is easy to read. */
  readonly columns: number;
}

/** The process as commands see it, so that tests can replace it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** For the answer. */
  readonly stdout: Output;
  /** For everything else. */
  readonly stderr: Output;
  /** Input from a pipe. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Reads a file descriptor that the process was started with, up to `mostBytes`. */
  descriptor(fd: number, mostBytes: number): Promise<DescriptorContents>;
  /** True when somebody can answer a question. */
  readonly interactive: boolean;
  /** Asks a question on stderr and reads one line. Undefined when input ends or the signal is aborted. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Calls the listener at each Ctrl-C, SIGTERM or SIGHUP, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  kill(exit: number): void;
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `tick` repeatedly until the returned function is called. It does not keep the process alive. */
  every(ms: number, tick: () => void): () => void;
}

/** Width of an output that is no terminal: log viewers and mails show it without wrapping. */
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

/**
 * How text is shown on an output. Colours only on terminals, and depending on NO_COLOR, FORCE_COLOR (which wins, as in Node.js)
 * and TERM=dumb.
 */
export function lookOf(output: Output, env: Terminal['env']): Look {
  return { width: output.columns, color: hasColor(output, env), isTerminal: output.isTTY };
}

/** Applies `--color` and `--no-color`, which win over the environment. The last one counts. */
export function coloured(terminal: Terminal, argv: readonly string[]): Terminal {
  const said = beforeDashes(argv).findLast(isColour);
  if (said === undefined) return terminal;
  return { ...terminal, env: { ...terminal.env, FORCE_COLOR: said === '--color' ? '1' : '0' } };
}

export function isColour(word: string): boolean {
  return word === '--color' || word === '--no-color';
}

/** True for a variable with a value other than '', 0 and false. */
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

/** An output whose reader has gone fails, and never drains. */
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
  // readline handles Ctrl-C itself while it reads, so pass it on to the listeners of the process.
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

/**
 * Ends the process after the output has been written. That takes a moment where stdout is a pipe; but it does not wait for a
 * reader that has gone.
 */
function kill(exit: number): void {
  setTimeout(() => process.exit(exit), LAST_WORDS_MS);
  process.stdout.write('', () => process.exit(exit));
}

/** The longest time to wait for a reader. */
const LAST_WORDS_MS = 500;

function onInterrupt(listener: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
