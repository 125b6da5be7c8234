import { jsonText } from '../render/words/json-text.ts';
import { ERROR_FORMAT, type ErrorDocument } from '../types/result.ts';
import { KILLED_EXIT } from './interrupt.ts';
import type { Output, Terminal } from './terminal.ts';

/** A terminal on which stdout gets one document, however often Ctrl-C is pressed. */
export interface OneDocument {
  readonly terminal: Terminal;
  /** The exit code where Ctrl-C ended the command, whatever it would have answered. */
  killedWith(): number | undefined;
  /** Hands Ctrl-C back. */
  release(): void;
}

/**
 * What a program reads with `--json` ends in a document, however the command ends:
 *
 *   Ctrl-C                        what stops in order is asked to: it prints its document
 *   Ctrl-C, nothing to be asked   an error document, and the end
 *   Ctrl-C again                  an error document where none was printed yet, and the end
 *
 * In between, while the last document is made, nobody listens, and the system would end the process without a word.
 */
export function oneDocument(terminal: Terminal): OneDocument {
  const listeners = new Set<() => void>();
  let presses = 0;
  let hasAnswered = false;
  let killed: number | undefined;

  const stdout: Output = {
    write(text) {
      if (killed !== undefined) return;
      hasAnswered = true;
      terminal.stdout.write(text);
    },
    async drained() {
      const isRead = await (terminal.stdout.drained?.() ?? true);
      return isRead && killed === undefined;
    },
    get isTTY() {
      return terminal.stdout.isTTY;
    },
    get columns() {
      return terminal.stdout.columns;
    },
  };

  function kill(exit: number): void {
    if (killed !== undefined) return;
    if (!hasAnswered) terminal.stdout.write(`${jsonText(quitAtOnce(exit))}\n`);
    killed = exit;
    terminal.kill(exit);
  }

  const release = terminal.onInterrupt(() => {
    presses += 1;
    if (presses > 1 || listeners.size === 0) kill(KILLED_EXIT);
    else for (const listener of [...listeners]) listener();
  });

  const guarded: Terminal = {
    ...terminal,
    stdout,
    kill,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { terminal: guarded, killedWith: () => killed, release };
}

function quitAtOnce(exit: number): ErrorDocument {
  return {
    format: ERROR_FORMAT,
    exit,
    diagnostics: [
      {
        code: 'interrupted',
        severity: 'error',
        summary: 'Stopped at once by Ctrl-C',
        detail: 'interform does not know the outcome of requests that were under way',
        help: 'plan again: the next plan shows what is still to be done',
      },
    ],
  };
}
