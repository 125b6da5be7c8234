import type { Change } from '../change.ts';
import type { Json } from '../json.ts';
import type { Step, WriteRequest } from '../step.ts';
import type { Written } from '../store.ts';
import type { GetCall } from '../wire-call.ts';

/** The Intercom ids that are known by now. */
export interface KnownIds {
  /** Undefined while there is no such object. */
  idOf(address: string): string | undefined;
}

/** What a bulk request began. Its answer tells nothing of the single objects (intercom 13.3). */
export interface BulkJob {
  readonly id: string;
  readonly hasEnded: boolean;
  /** Unix seconds of Intercom's clock. */
  readonly created_at: number;
}

/** What Intercom holds of an object that a bulk request was to make. */
export type BulkFound =
  /** `rest`: what is missing of it, as a change of the object that is there; undefined where nothing is. */
  | {
      readonly state: 'there';
      readonly id: string;
      readonly rest: Change | undefined;
      readonly written: readonly Written[];
    }
  /** It was there before the request, and is as wanted. */
  | { readonly state: 'already'; readonly id: string }
  /** Another one is there, or somebody changed it since: it is left alone. */
  | { readonly state: 'stale'; readonly id: string; readonly reason: string };

/** How a kind makes many objects with one request (intercom 13). `R` is the reader that it needs. */
export interface BulkCreating<in R> {
  /** Where the requests go, by POST. */
  readonly path: string;
  /** Fewer than these are made one by one. */
  readonly least: number;
  /** Objects of one request. */
  readonly most: number;
  /** Whether the change may be made so: Intercom must refuse to make the same object twice. */
  takes(change: Change): boolean;
  /** Those of its steps that the request does. */
  rides(change: Change): readonly Step[];
  request(changes: readonly Change[], known: KnownIds): WriteRequest;
  /** Reads the answer to the request. Throws MalformedAnswer. */
  accepted(body: Json): BulkJob;
  job(id: string): GetCall<BulkJob>;
  /**
   * Looks for what was made, by address; what is not found is left out. `since`: Unix seconds of the request. What is older was
   * not made by it.
   */
  readBack(
    changes: readonly Change[],
    since: number,
    reader: R,
    known: KnownIds,
  ): Promise<ReadonlyMap<string, BulkFound>>;
  /** Why some that were not found must not be created by themselves either, by address, as sentences. */
  blocked(changes: readonly Change[], reader: R): Promise<ReadonlyMap<string, string>>;
}
