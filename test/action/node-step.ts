import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const STEP = /^node "\$GITHUB_ACTION_PATH\/([\w./-]+)"((?: [\w-]+)*)$/;

export interface NodeStep {
  readonly script: string;
  readonly words: readonly string[];
}

/** What a step runs that is nothing but one script of the action; undefined for any other. */
export function nodeStep(run: string): NodeStep | undefined {
  const [, script, words = ''] = STEP.exec(run.trim()) ?? [];
  return script === undefined ? undefined : { script, words: words.split(' ').filter((word) => word !== '') };
}

/**
 * Runs a script of Node.js as a program of its own: its environment and arguments, its modules, its exit code. In a thread, which
 * takes a third of the time that bash and another Node.js would take, and a run of the action has a dozen. Only the current folder is
 * not its own.
 */
export function runNode(
  root: string,
  { script, words }: NodeStep,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exit: number; readonly log: string }> {
  return new Promise((resolve) => {
    const worker = new Worker(join(root, script), {
      argv: [...words],
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    let log = '';
    for (const stream of [worker.stdout, worker.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    worker.on('error', (error: Error) => {
      log += `${error.stack ?? error}\n`;
    });
    worker.on('exit', (exit) => resolve({ exit, log }));
  });
}
