import type { Json } from './json.ts';
import type { WriteRequest } from './step.ts';
import type { AnyList, GetCall, PageCall, PagedList } from './wire-call.ts';

/** What a read of one object found. */
export type Found<T> =
  | { readonly state: 'live'; readonly value: T }
  | { readonly state: 'gone'; readonly failure: IntercomFailure }
  /** A 410: `to` is the address that its Link calls canonical; null where it names none. */
  | { readonly state: 'moved'; readonly to: string | null; readonly failure: IntercomFailure };

/** One page of a list. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** How many rows all pages have, where Intercom says it. */
  readonly total: number | undefined;
  /** What leads to the next page; undefined on the last. */
  readonly next: string | undefined;
  /** Whether the request was sent more than once: where a page moves the rows that come next, one may be lost. */
  readonly retried: boolean;
}

/**
 * Everything that plan may do: there is no write operation (law 2). Each read is a call as data, which is defined in the
 * folder of its kind. Every method may reject with an IntercomFailure.
 */
export interface IntercomReader {
  /** One answer. Rejects where there is none. */
  get<T>(call: GetCall<T>): Promise<T>;
  /** One object; a missing one is an answer as well. */
  find<T>(call: GetCall<T>): Promise<Found<T>>;
  /**
   * All rows of a list. Of one that comes in pages, each row once; rejects with code `incomplete` where fewer came than
   * Intercom said there are (law 10), and as `pages` does.
   */
  list<T>(list: AnyList<T>): Promise<readonly T[]>;
  /** One page of a list. */
  page<T>(call: PageCall<T>): Promise<Page<T>>;
  /** Page after page. Rejects with code `repeated-page` where a page comes again, because that would never end. */
  pages<T extends { readonly id: string }>(list: PagedList<T>): AsyncIterable<Page<T>>;
  /** Does the work for each item, for some side by side and for the rest as those end. Starts no more after a failure. */
  each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void>;
}

/** The one write operation: sends a write whose references are resolved, and returns the body of the answer. */
export interface Sends {
  send(request: WriteRequest, options?: SendOptions): Promise<Json>;
}

/** The read-write client; `R` is a reader that can do more than IntercomReader. */
export type IntercomWriter<R extends IntercomReader = IntercomReader> = R &
  Sends & {
    /**
     * Waits until the rate limit lets at least `least` requests go at once, and keeps up to `most` of its turns, so that
     * what is read can be written without waiting for the next window. Undefined when the run was stopped before.
     */
    hold(wanted: { readonly least: number; readonly most: number }): Promise<HeldTurns<R> | undefined>;
  };

/** Kept turns of the rate limit. Release them to give back those that were not used. */
export interface HeldTurns<R extends IntercomReader = IntercomReader> {
  readonly count: number;
  /** Its requests use the kept turns; what it sends beyond them goes before everybody else's requests. */
  readonly client: R & Sends;
  release(): void;
}

export interface SendOptions {
  /** A POST that makes a new object: the client itself never sends it again. */
  readonly creates?: boolean;
  /** The same write was sent before, so it counts as retried. */
  readonly again?: boolean;
}

/** Requests made so far. */
export interface RequestCounts {
  readonly reads: number;
  readonly writes: number;
  readonly retried: number;
}

/**
 * How other parts recognise a failed call without importing the client: by `isIntercomFailure`. `outcome: 'unknown'` means
 * that a write may have taken effect (timeout, reset, 5xx, unreadable 200).
 */
export interface IntercomFailure extends Error {
  readonly intercom: true;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Intercom's first error code, else a word of ours such as `network`. */
  readonly code: string;
  /** What Intercom said, redacted. */
  readonly messages?: readonly string[];
  /** The parameter that Intercom's first error names. */
  readonly field?: string | undefined;
  readonly requestId: string | null;
  readonly outcome: 'refused' | 'unknown';
  /** The contact that a 409 names. */
  readonly conflictId?: string;
  /** Whether a 409 says that the contact is archived (also said of deleted ones, intercom 1.6). */
  readonly archived?: boolean;
}

export function isIntercomFailure(error: unknown): error is IntercomFailure {
  return error instanceof Error && 'intercom' in error && error.intercom === true;
}
