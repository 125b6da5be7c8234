import type { BulkVerb } from '../bulk.ts';
import type { Change } from '../change.ts';
import type { IntercomFailure } from '../intercom.ts';
import type { Json } from '../json.ts';
import type { RecheckMode } from '../recheck.ts';
import type { Level, Step, WriteRequest } from '../step.ts';
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
  /** Unix seconds of Intercom's clock; null where it does not tell. */
  readonly created_at: number | null;
}

/** For what a bulk request was refused: the number of its objects, some of them, or as such. */
export type BulkRefusal = 'too_many' | 'items' | 'request';
export type RefusedBulk = Pick<IntercomFailure, 'status' | 'code' | 'messages' | 'field'>;

/** What Intercom holds of an object that a bulk request was to write. */
export type BulkFound =
  /** `rest`: what is missing of it, as a change of the object that is there; undefined where nothing is. */
  | {
      readonly state: 'there';
      readonly id: string;
      readonly rest: Change | undefined;
      readonly written: readonly Written[];
    }
  /** It was there before the request, and is as wanted but for `rest`. */
  | { readonly state: 'already'; readonly id: string; readonly rest: Change | undefined }
  /** Another one is there, or somebody changed it since: it is left alone. */
  | { readonly state: 'stale'; readonly id: string; readonly reason: string };

/**
 * How a kind creates, or updates, many objects with one request (intercom 13). Before a request of updates each of them is read
 * again; creates need not be, since Intercom must refuse to make the same object twice. `R` is the reader that it needs.
 */
export interface BulkWriting<in R> {
  readonly verb: BulkVerb;
  /** Levels in which the changes begin that it makes. */
  readonly levels: readonly Level[];
  /** Fewer than these are written one by one. */
  readonly least: number;
  /** Objects of one request. */
  readonly most: number;
  /** Whether the change may be made so. `mode`: how changes are read again before they are written. */
  takes(change: Change, mode: RecheckMode): boolean;
  /** Those of its steps that the request does. */
  rides(change: Change): readonly Step[];
  /** Its share of the request, as the journal has it. */
  share(change: Change): Step;
  request(changes: readonly Change[], known: KnownIds): WriteRequest;
  /** Reads the answer to the request. Throws MalformedAnswer. */
  accepted(body: Json): BulkJob;
  job(id: string): GetCall<BulkJob>;
  refused(failure: RefusedBulk): BulkRefusal;
  /**
   * Looks for what was written, by address; what search does not show, or not yet, is left out. `since`: Unix seconds of the
   * request. What is older was not written by it.
   */
  readBack(
    changes: readonly Change[],
    since: number,
    reader: R,
    known: KnownIds,
  ): Promise<ReadonlyMap<string, BulkFound>>;
  /** Why some that were not found must not be written by themselves either, by address, as sentences. Default: all may. */
  blocked?(changes: readonly Change[], reader: R): Promise<ReadonlyMap<string, string>>;
}
