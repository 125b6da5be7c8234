const PREFIX = 'options.';

/** The field path of one option, by its label before the change, for kinds that write each option by itself. */
export function optionPath(label: string): string {
  return `${PREFIX}${label}`;
}

/** The label in such a path; undefined for any other field. */
export function labelIn(path: string): string | undefined {
  return path.startsWith(PREFIX) ? path.slice(PREFIX.length) : undefined;
}
