/** A run's id names its file or stream, so it has to be a plain name, whoever typed it. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(text);
}

/** Returns the id, or throws. Ask `isRunId` first where the id comes from outside. */
export function checkedRunId(text: string): string {
  if (!isRunId(text)) throw new Error(`${JSON.stringify(text)} is not the id of a run`);
  return text;
}
