const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value of a line; undefined when it is not JSON in valid UTF-8. */
export function jsonLine(line: Buffer): unknown {
  try {
    return JSON.parse(STRICT.decode(line));
  } catch {
    return undefined;
  }
}

export function hasOwn<K extends string>(value: unknown, key: K): value is Readonly<Record<K, unknown>> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
