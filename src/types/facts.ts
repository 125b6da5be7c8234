import type { WorkspaceRef } from './plan.ts';

/** What `doctor --probe` writes, the store keeps and `emulator --facts` reads. */
export const FACTS_FORMAT = 'interform-facts/1';

/** The values that an answer may have; `a count` is a whole number from 0. */
interface FactRange {
  readonly takes: 'a count' | readonly (string | number)[];
  /** What interform takes for granted as long as nobody has probed. */
  readonly assumed: string | number;
}

/**
 * What the facts about Intercom leave open and a probe can find out, with what is assumed (intercom 9, 18). Sizes are the largest
 * that were accepted, up to the bound of their check.
 */
export const FACT_RANGES = {
  /** 9.2: an OR directly in an OR. */
  nested_or: { takes: ['accepted', 'refused'], assumed: 'accepted' },
  /** 9.3: filters in one OR. */
  or_most: { takes: 'a count', assumed: 15 },
  /** 9.1: values of an IN. */
  in_most: { takes: 'a count', assumed: 15 },
  /** 9.31: rows of a page of contacts. */
  per_page_most: { takes: 'a count', assumed: 150 },
  /** 9.16: a new user with a new external_id and the email of another user. */
  other_email: { takes: ['accepted', 'conflict'], assumed: 'accepted' },
  /** 9.14: options that an update of a list attribute does not name. */
  option_update: { takes: ['replaced', 'appended'], assumed: 'replaced' },
  /** 9.10. */
  unarchive_attribute: { takes: ['works', 'refused'], assumed: 'works' },
  /** 9.6: a text of 256 characters. */
  long_text: { takes: ['truncated', 'refused', 'kept'], assumed: 'truncated' },
  /** 9.7: a text where a whole number belongs. */
  wrong_type: { takes: ['refused', 'ignored', 'kept'], assumed: 'refused' },
  /** 9.29: leads among the users of `POST /tags`. */
  bulk_tag_leads: { takes: ['tagged', 'skipped'], assumed: 'tagged' },
  /** 9.28: users of one `POST /tags`. */
  bulk_tag_most: { takes: 'a count', assumed: 50 },
  /** 9.22: the status of a GET of a merged contact. */
  merged_get: { takes: [410, 404], assumed: 410 },
  /** 14: `GET /contacts/deleted`. */
  deleted_list: { takes: ['served', 'refused'], assumed: 'served' },
  /** 13: `POST /contacts/bulk`. */
  bulk_create: { takes: ['works', 'refused'], assumed: 'works' },
  /** 13: `PUT /contacts/bulk`. */
  bulk_update: { takes: ['works', 'refused'], assumed: 'refused' },
  /** 13.1: contacts of one bulk request. */
  bulk_most: { takes: 'a count', assumed: 100 },
  /** 18.1: what a bulk request takes from the rate limit. */
  bulk_counts: { takes: ['requests', 'items'], assumed: 'requests' },
  /** 4.6.6: milliseconds until search shows what was written; assumed is the usual `index_lag` of a store. */
  index_lag_ms: { takes: 'a count', assumed: 300_000 },
} as const satisfies Readonly<Record<string, FactRange>>;

export type FactName = keyof typeof FACT_RANGES;

/** What a fact may be. */
export type FactValue<N extends FactName = FactName> = N extends FactName
  ? (typeof FACT_RANGES)[N]['takes'] extends readonly (infer V)[]
    ? V
    : number
  : never;

/** One question and what a probe found. */
export interface Fact {
  readonly name: FactName;
  readonly question: string;
  readonly assumed: FactValue;
  /** Null where it was not probed. */
  readonly found: FactValue | null;
  readonly state: 'as_assumed' | 'differs' | 'not_probed';
  /** What was sent and what came, or why it was not probed. */
  readonly how: string;
}

/** The facts of one workspace, as a file. */
export interface FactsDocument {
  readonly format: typeof FACTS_FORMAT;
  /** Version of interform. */
  readonly tool: string;
  readonly workspace: WorkspaceRef;
  readonly intercom_version: string;
  /** UTC. */
  readonly probed_at: string;
  readonly facts: readonly Fact[];
}

/** What was found in a workspace: null where nobody knows. */
export interface WorkspaceFacts {
  readonly found: { readonly [N in FactName]: FactValue<N> | null };
  readonly bulk: {
    readonly create: 'works' | 'refused' | 'unknown';
    readonly update: 'works' | 'refused' | 'unknown';
    /** Contacts that one request may carry. */
    readonly most: number | null;
    /** Whether the rate limit counts contacts instead of requests. */
    readonly countsItems: boolean | null;
  };
}

/** The same facts by their names; a later probe may know more names. */
export function workspaceFacts(facts: readonly Pick<Fact, 'name' | 'found'>[]): WorkspaceFacts {
  const byName = new Map(facts.map(({ name, found }) => [name, found]));
  // The cast holds: the values were checked when the document was read or made.
  const found = Object.fromEntries(
    Object.keys(FACT_RANGES).map((name) => [name, byName.get(name as FactName) ?? null]),
  ) as unknown as WorkspaceFacts['found'];
  return {
    found,
    bulk: {
      create: found.bulk_create ?? 'unknown',
      update: found.bulk_update ?? 'unknown',
      most: found.bulk_most,
      countsItems: found.bulk_counts === null ? null : found.bulk_counts === 'items',
    },
  };
}
