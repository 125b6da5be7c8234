import type { Json, JsonObject } from './json.ts';

/*
 * Calls as data: where something stands at Intercom and how it is read. The client sends them, a snapshot can answer them from its
 * rows, and two who ask for the same can share one answer.
 */

/** One answer, such as one object. */
export interface GetCall<T> {
  readonly path: string;
  /** Makes it a POST that only reads: to a path that ends in `search` or `list`. */
  readonly body?: JsonObject;
  /** The answer as it came → what is told of it. Throws MalformedAnswer. */
  read(answer: Json): T;
}

/** A list that Intercom gives whole, in one answer. */
export interface ListCall<T> {
  readonly path: string;
  /** Under which name the rows stand in the answer; several where Intercom is not consistent. A bare array has none. */
  readonly names: readonly string[];
  /** One row as it came → the row as the kind reads it. What it made before comes out as it is. Throws MalformedAnswer. */
  row(row: Json): T;
}

/** One page of a list that Intercom gives page by page. */
export interface PageCall<T> extends ListCall<T> {
  /** As that of a GetCall. */
  readonly body?: JsonObject;
  /** The answer → what leads to the page after it; undefined on the last. */
  next(answer: JsonObject): string | undefined;
}

/** A list that comes page by page: what leads to a page → the call for it. The first page has nothing that leads to it. */
export type PagedList<T> = (cursor: string | undefined) => PageCall<T>;

/** An answer lacks what nothing can be done without. The client adds which call it was. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}
