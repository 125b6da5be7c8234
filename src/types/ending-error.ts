import type { Diagnostic } from './diagnostic.ts';

/** What ends the command at whatever it was, with the finding that tells it: the user can mend it, the work cannot go on. */
export class EndingError extends Error {
  override readonly name: string = 'EndingError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(diagnostic.summary, cause === undefined ? {} : { cause });
    this.diagnostic = diagnostic;
  }
}
