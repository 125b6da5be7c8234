/** Ends a switch over a union: a new member that nobody handles is a compile error, and at run time a bug report. */
export function assertNever(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
