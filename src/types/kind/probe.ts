import type { IntercomReader } from '../intercom.ts';

/** A read that planning needs, which `doctor` tries once: it fails where the token lacks a scope. */
export interface Probe<in R extends IntercomReader = IntercomReader> {
  /** What the app has to be allowed to do: `read tags`. */
  readonly name: string;
  /** What it reads: doctor tells of whole lists first, then of what is searched, then of what is read one by one. */
  readonly reads: 'list' | 'search' | 'one';
  /** Where only projects that declare something of the kind need it: that it fails is a warning. */
  readonly needed?: 'where declared';
  /** Tries it, and says what came, such as `3 tags`. Rejects as the read does. */
  try(reader: R): Promise<string>;
}
