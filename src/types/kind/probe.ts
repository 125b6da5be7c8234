import type { IntercomReader } from '../intercom.ts';

/** A read that planning needs and that `doctor` tries once: it fails where the token lacks a scope. */
export interface Probe<in R extends IntercomReader = IntercomReader> {
  /** The permission that the app needs, such as `read tags`. */
  readonly name: string;
  /** What it reads; doctor shows whole lists first, then searches, then single reads. */
  readonly reads: 'list' | 'search' | 'one';
  /** Set where only projects that declare something of the kind need the read: then its failure is a warning. */
  readonly needed?: 'where declared';
  /** Tries the read and says what came, such as `3 tags`. Rejects as the read does. */
  try(reader: R): Promise<string>;
}
