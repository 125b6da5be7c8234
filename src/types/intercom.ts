import type { Json, JsonObject } from './json.ts';
import type { WriteRequest } from './step.ts';
import type { ListCall } from './wire-call.ts';

/** The search filter that everybody passes (api.md 4.6). */
export const EVERYBODY: JsonObject = { field: 'created_at', operator: '>', value: 0 };

/** `GET /me`, the part that is used. */
export interface WireMe {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly app: {
    readonly id_code: string;
    readonly name: string;
    readonly region?: string;
    readonly timezone?: string;
    readonly created_at?: number;
  };
}

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

/** Everything that plan may do: it has no write operation (law 2). Every method may reject with an IntercomError. */
export interface IntercomReader {
  me(): Promise<WireMe>;
  /** A list that comes whole in one answer. */
  list<T>(call: ListCall<T>): Promise<readonly T[]>;
  /** One company by your own company_id; undefined when there is none. */
  company(companyId: string): Promise<WireCompany | undefined>;
  /** Those of these companies that are live, by company_id: from lists where that costs fewer requests than one read each. */
  companies(companyIds: readonly string[]): Promise<ReadonlyMap<string, WireCompany>>;
  /** All companies; rejects with code `incomplete` when fewer came than Intercom said there are (law 10). */
  scanCompanies(): Promise<CompanyRows>;
  /** Strongly consistent read by Intercom id. */
  contact(id: string, options?: { readonly mergeHistory?: boolean }): Promise<ContactRead>;
  /** Strongly consistent read of a user by external_id. */
  userByExternalId(externalId: string): Promise<ContactRead>;
  /** Search, packed into as few requests as possible; duplicates across keys are returned once. Lags behind writes. */
  contacts(keys: readonly ContactKey[], options?: ContactLookup): Promise<ContactRows>;
  /**
   * All contacts that a search filter matches, page by page, oldest first. Rejects at the end with code `incomplete` when
   * fewer came than Intercom said there are (law 10). Lags behind writes.
   */
  scanContacts(query: JsonObject): AsyncIterable<readonly WireContact[]>;
  /** How many contacts a search filter matches; one request. */
  countContacts(query: JsonObject): Promise<number>;
  /** All tags of a contact, beyond the ten that are embedded. */
  contactTags(id: string): Promise<readonly WireTag[]>;
  /** All companies of a contact, beyond the ten that are embedded. */
  contactCompanies(id: string): Promise<readonly WireCompany[]>;
}

/** The read-write client: `send` makes one write with all references resolved and returns the answer's body. */
export interface IntercomWriter extends IntercomReader {
  send(request: WriteRequest, options?: SendOptions): Promise<Json>;
  /**
   * Waits until the rate limit lets at least so many requests go at once, and keeps up to `most` of its turns: what is read can
   * then be written without waiting for the next window. Undefined when the run was stopped before.
   */
  hold(wanted: { readonly least: number; readonly most: number }): Promise<HeldTurns | undefined>;
}

/** Kept turns of the rate limit. Whoever holds them gives back what was not used. */
export interface HeldTurns {
  readonly count: number;
  /** Its requests use the kept turns; what it sends beyond them goes before everybody else's requests. */
  readonly client: IntercomReader & Pick<IntercomWriter, 'send'>;
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
