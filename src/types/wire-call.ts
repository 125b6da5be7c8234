import type { Json } from './json.ts';

/**
 * A list that Intercom gives whole, in one answer: a call as data, so that the client can send it, a snapshot can answer it from its
 * rows, and two who ask for the same path can share one answer.
 */
export interface ListCall<T> {
  readonly path: string;
  /** Under which name the rows stand in the answer; several where Intercom is not consistent. A bare array has none. */
  readonly names: readonly string[];
  /** One row as it came → the row as the kind reads it. What it made before comes out as it is. Throws MalformedAnswer. */
  row(row: Json): T;
}

/** An answer lacks what nothing can be done without. The client adds which call it was. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}
