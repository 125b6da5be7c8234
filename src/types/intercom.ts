import type { Json, JsonObject } from './json.ts';
import type { WriteRequest } from './step.ts';
import type { GetCall, ListCall, PageCall, PagedList } from './wire-call.ts';

/** The search filter that everybody passes (api.md 4.6). */
export const EVERYBODY: JsonObject = { field: 'created_at', operator: '>', value: 0 };

/** A data attribute as read. Built-ins have no `id`; a list reads back as `string` with `options`. */
export interface WireAttribute {
  readonly id?: number;
  readonly model: string;
  readonly name: string;
  readonly full_name: string;
  readonly label?: string;
  readonly description?: string | null;
  readonly data_type: string;
  readonly options?: readonly string[];
  readonly archived?: boolean;
  readonly custom?: boolean;
  readonly api_writable?: boolean;
  readonly messenger_writable?: boolean;
}

export interface WireTag {
  readonly id: string;
  readonly name: string;
}

export interface WireAdmin {
  readonly id: string;
  readonly email?: string | null;
  readonly name?: string | null;
}

export interface WireSublist {
  readonly data: readonly { readonly id: string }[];
  readonly total_count: number;
  readonly has_more: boolean;
}

/** A contact as read; only what the planner uses is typed, the rest stays reachable as JSON. */
export interface WireContact {
  readonly id: string;
  readonly role: 'user' | 'lead';
  readonly external_id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly avatar: { readonly image_url?: string | null } | string | null;
  readonly owner_id: string | number | null;
  readonly signed_up_at: number | null;
  readonly last_seen_at: number | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly unsubscribed_from_emails: boolean;
  readonly custom_attributes: JsonObject;
  readonly tags?: WireSublist;
  readonly companies?: WireSublist;
  /** Only with include_merge_history, users only. */
  readonly merge_history?: readonly { readonly source_contact_id: string }[] | null;
}

export interface WireCompany {
  readonly id: string;
  readonly company_id: string;
  readonly name?: string | null;
  readonly plan?: { readonly name?: string } | null;
  readonly size?: number | null;
  readonly website?: string | null;
  readonly industry?: string | null;
  readonly monthly_spend?: number | null;
  readonly remote_created_at?: number | null;
  readonly custom_attributes?: JsonObject;
  readonly tags?: { readonly tags: readonly WireTag[] };
}

/** What a read by id found. `merged` is the 410 of Intercom 2.16 with the id it points to. */
export type ContactRead =
  | { readonly state: 'live'; readonly contact: WireContact }
  | { readonly state: 'gone' }
  | { readonly state: 'merged'; readonly into: string | null };

/** One thing to look contacts up by. */
export interface ContactKey {
  readonly field: 'id' | 'external_id' | 'email' | 'phone';
  readonly value: string;
}

/** All rows that matched any of the keys, and whether as many rows came as Intercom said there are. */
export interface ContactRows {
  readonly contacts: readonly WireContact[];
  /** Keys of the requests whose rows were incomplete; empty when all is well. */
  readonly incomplete: readonly ContactKey[];
}

export interface ContactLookup {
  readonly mergeHistory?: boolean;
  /**
   * Given the rows of each page as it comes; the answer then need not hold them, so that a lookup of a million people keeps no more
   * than its caller does. A contact that matches several keys may come several times.
   */
  readonly onRows?: (contacts: readonly WireContact[]) => void;
}

/** All companies that can be reached. */
export interface CompanyRows {
  readonly companies: readonly WireCompany[];
  /** False where only those with users could be read (api.md 5.2). */
  readonly everything: boolean;
}

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
  /** Whether it was sent more than once: where a page moves what comes next, one may be lost. */
  readonly retried: boolean;
}

/**
 * Everything that plan may do: it has no write operation (law 2). What is read is a call as data, which stands in the folder of its
 * kind. Every method may reject with an IntercomFailure.
 */
export interface IntercomReader {
  /** One answer. Rejects where there is none. */
  get<T>(call: GetCall<T>): Promise<T>;
  /** One object; that it is not there is an answer as well. */
  find<T>(call: GetCall<T>): Promise<Found<T>>;
  /** A list that comes whole in one answer. */
  list<T>(call: ListCall<T>): Promise<readonly T[]>;
  /** One page, whichever it is. */
  page<T>(call: PageCall<T>): Promise<Page<T>>;
  /** Page after page. Rejects with code `repeated-page` where one comes again, for that would never end. */
  pages<T extends { readonly id: string }>(list: PagedList<T>): AsyncIterable<Page<T>>;
  /** The rows of all pages, each once. Rejects with code `incomplete` where fewer came than Intercom said there are (law 10). */
  all<T extends { readonly id: string }>(list: PagedList<T>): Promise<readonly T[]>;
  /**
   * Does the work for each of many items that send requests, some side by side and the rest one after the other. Begins no more
   * after a failure.
   */
  each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void>;
}

/** The one write operation: makes a write with all references resolved and returns the answer's body. */
export interface Sends {
  send(request: WriteRequest, options?: SendOptions): Promise<Json>;
}

/** The read-write client; `R` is what its readers can do besides. */
export type IntercomWriter<R extends IntercomReader = IntercomReader> = R &
  Sends & {
    /**
     * Waits until the rate limit lets at least so many requests go at once, and keeps up to `most` of its turns: what is read can
     * then be written without waiting for the next window. Undefined when the run was stopped before.
     */
    hold(wanted: { readonly least: number; readonly most: number }): Promise<HeldTurns<R> | undefined>;
  };

/** Kept turns of the rate limit. Whoever holds them gives back what was not used. */
export interface HeldTurns<R extends IntercomReader = IntercomReader> {
  readonly count: number;
  /** Its requests use the kept turns; what it sends beyond them goes before everybody else's requests. */
  readonly client: R & Sends;
  release(): void;
}

export interface SendOptions {
  /** A POST that makes a new object: never sent again by the client itself. */
  readonly creates?: boolean;
  /** What it writes was sent before, so it counts as retried. */
  readonly again?: boolean;
}

/** Requests made so far. */
export interface RequestCounts {
  readonly reads: number;
  readonly writes: number;
  readonly retried: number;
}

/**
 * The interface by which other parts recognise a failed call without importing the client: check `name` by `isIntercomFailure`.
 * `outcome: 'unknown'` means that a write may have taken effect (timeout, reset, 5xx, unreadable 200).
 */
export interface IntercomFailure extends Error {
  readonly intercom: true;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Intercom's first error code, else a word of ours such as `network`. */
  readonly code: string;
  readonly requestId: string | null;
  readonly outcome: 'refused' | 'unknown';
  /** The contact that a 409 names. */
  readonly conflictId?: string;
  /** Whether a 409 says that the contact is archived (also said of deleted ones, api.md 1.6). */
  readonly archived?: boolean;
}

export function isIntercomFailure(error: unknown): error is IntercomFailure {
  return error instanceof Error && 'intercom' in error && error.intercom === true;
}
