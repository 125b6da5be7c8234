const PREFIX = 'options.';

/** The field of one option, named by the label that it has before the change: for kinds that write each option by itself. */
export function optionPath(label: string): string {
  return `${PREFIX}${label}`;
}

/** The label in such a path; undefined for another field. */
export function labelIn(path: string): string | undefined {
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}
