const OFF = 'Not shown.';
const WARN = 'Shown, and nothing else happens.';
const ERROR = 'Shown; the exit code is 1, and the plan is neither saved nor applied.';

/** Words that many keys share, as they stand in the schemas, and what each means. */
export const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  [JSON.stringify(['off', 'warn', 'error']), [OFF, WARN, ERROR]],
  [JSON.stringify(['warn', 'error']), [WARN, ERROR]],
]);
