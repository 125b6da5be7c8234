import type { Json, JsonObject } from './json.ts';

/**
 * The order of work (design 7). All steps of a level are done before the next begins.
 *
 *   attributes → catalog (tags, companies) → people (creates, conversions, updates that a merge needs)
 *   → merges → updates → memberships → archives
 */
export const LEVELS = [
  'attributes',
  'catalog',
  'people',
  'merges',
  'updates',
  'memberships',
  'archives',
] as const;
export type Level = (typeof LEVELS)[number];

/** One write as data. `{ref: address}` in a body and `{address}` in a path stand for the Intercom id of that item. */
export interface WriteRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
  /** The Intercom-Version of this request alone, such as 2.17, where the client's own does not have the path. */
  readonly version?: string;
}

/** One API request of a change, or its share of a bulk request. */
export interface Step {
  readonly level: Level;
  /** The change that it belongs to. */
  readonly change: string;
  readonly request: WriteRequest;
  /** True for a POST that makes a new object: never blindly retried. */
  readonly creates: boolean;
  /**
   * Steps of one level with the same key share a request: the one-element lists at `list` in their bodies are joined, up to
   * `limit`.
   */
  readonly batch?: { readonly key: string; readonly list: string; readonly limit: number };
  /**
   * Its place among the steps of its change in this level, bulk requests included: before all others or after them all. What
   * a later plan finds the change by is added first and removed last, so that a run may die in between.
   */
  readonly order?: 'first' | 'last';
  /**
   * Addresses whose Intercom ids are needed to compare the change, although the request does not refer to them, such as a
   * tag that it names.
   */
  readonly refers?: readonly string[];
  /** Field path → value that the answer must show, in the plan's terms. */
  readonly expect: Readonly<Record<string, Json>>;
}
