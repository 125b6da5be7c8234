/**
 * The code of an error, such as `ENOENT`; undefined where it has none. Not asked is whether it is an Error: a program that runs in a
 * context of its own, as a test in Jest does, has an `Error` that those of Node.js do not come from.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return error.code === undefined ? undefined : String(error.code);
}
