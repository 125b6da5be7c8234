import type { Json, JsonObject } from './json.ts';

/*
 * Calls as data: where something stands at Intercom and how it is read. The client sends them, a snapshot can answer them from its
 * rows, and two who ask for the same can share one answer.
 */

/** One answer, such as one object. */
export interface GetCall<T> {
  readonly path: string;
  /** Makes it a POST that only reads: to a path that ends in `search`, `list` or `merge/preview`. */
  readonly body?: JsonObject;
  /** The Intercom-Version of this call alone, such as 2.17, where the client's own does not have the path. */
  readonly version?: string | undefined;
  /** Reads the answer. Throws MalformedAnswer. */
  read(answer: Json): T;
}

/** A list that Intercom gives whole in one answer. */
export interface ListCall<T> {
  readonly path: string;
  /** As in a GetCall. */
  readonly version?: string | undefined;
  /** The names under which the rows may be in the answer; several where Intercom is not consistent. A bare array needs none. */
  readonly names: readonly string[];
  /** Reads one row. A row that it has read before comes out unchanged. Throws MalformedAnswer. */
  row(row: Json): T;
}

/** One page of a list that Intercom gives page by page. */
export interface PageCall<T> extends ListCall<T> {
  /** As in a GetCall. */
  readonly body?: JsonObject;
  /** The cursor of the next page, from the answer; undefined on the last. */
  next(answer: JsonObject): string | undefined;
}

/** A list that comes page by page: the call for the page at a cursor, or for the first page without one. */
export type PagedList<T> = (cursor: string | undefined) => PageCall<T>;

/** A list, whichever way Intercom gives it: whole in one answer, or page by page. */
export type AnyList<T> = ListCall<T> | PagedList<T & { readonly id: string }>;

/** The call that the list begins with. */
export function firstCall<T>(list: AnyList<T>): ListCall<T> & Pick<PageCall<T>, 'body'> {
  return typeof list === 'function' ? list(undefined) : list;
}

/** Equal for calls of one and the same list, which may share an answer. */
export function listKey(list: AnyList<unknown>): string {
  const { path, body, version } = firstCall(list);
  const place = version === undefined ? path : `${version} ${path}`;
  return body === undefined ? place : `${place} ${JSON.stringify(body)}`;
}

/** An answer lacks something that cannot be done without. The client adds which call it was. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}
