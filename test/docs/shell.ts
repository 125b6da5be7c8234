import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export interface Answered {
  readonly exit: number;
  /** What went to stdout and stderr. */
  readonly output: string;
}

/** Lines come on a pipe of their own: what is run finds an empty stdin. */
const LOOP = `exec 2>&1; while IFS= read -r line <&3; do eval "$line"; printf '\\n::exit %s::\\n' $?; done`;

/** One bash that keeps its folder, variables and functions from line to line. */
export class Shell {
  readonly #bash: ChildProcess;
  readonly #lines: Writable;
  #output = '';
  #listener: (() => void) | undefined;

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#bash = spawn('bash', ['--noprofile', '--norc', '-c', LOOP], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const [, stdout, stderr, lines] = this.#bash.stdio;
    this.#lines = lines as Writable; // a pipe that this side writes to
    for (const stream of [stdout, stderr] as Readable[]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#listener?.();
      });
    }
    this.#bash.on('exit', () => this.#listener?.());
    lines?.on('error', () => this.#listener?.());
  }

  /** Runs one line and waits until it is done. */
  run(line: string): Promise<Answered> {
    this.#output = '';
    return new Promise((resolve, reject) => {
      this.#listener = () => {
        const done = /\n::exit (\d+)::\n/.exec(this.#output);
        if (done !== null) resolve({ exit: Number(done[1]), output: this.#output.slice(0, done.index) });
        else if (this.#bash.exitCode !== null || this.#bash.signalCode !== null)
          reject(new Error(`bash ended: ${this.#output}`));
      };
      this.#lines.write(`${line}\n`);
    });
  }

  close(): void {
    this.#bash.kill();
  }
}
