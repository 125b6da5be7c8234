import type { Diagnostic } from './diagnostic.ts';

/** Ends the command at once, with the finding that says why: the user can mend it, but the work cannot go on. */
export class EndingError extends Error {
  override readonly name: string = 'EndingError';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(diagnostic.summary, cause === undefined ? {} : { cause });
    this.diagnostic = diagnostic;
  }
}
