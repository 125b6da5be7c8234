import type { ContactKey } from './contact-key.ts';
import type { Origin } from './declaration.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';

export type Role = 'user' | 'lead';

/** A live contact in the plan's terms: normalised once, compared everywhere. */
export interface LivePerson {
  readonly id: string;
  readonly role: Role;
  /** Null for leads, whatever Intercom shows: theirs is a random UUID. */
  readonly external_id: string | null;
  /** As stored; null when empty. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Unix seconds. */
  readonly created_at: number;
  /** Field path → value as it would be sent; absent, null and "" are all absent here. */
  readonly fields: ReadonlyMap<string, Json>;
  /** Intercom ids; at most ten unless complete. */
  readonly tags: readonly string[];
  readonly tagsComplete: boolean;
  /** Intercom ids; at most ten unless complete. */
  readonly companies: readonly string[];
  readonly companiesComplete: boolean;
  /** Ids of leads that were merged into this user; empty unless it was asked for. */
  readonly merged: readonly string[];
}

/** What tells a live contact from all others. */
export type Identity = Pick<LivePerson, 'id' | 'role' | 'external_id' | 'email' | 'phone'>;

/** What a strongly consistent read, or the merge history of a live user, said of an id that search does not hold. */
export type Fate = { readonly state: 'gone' } | { readonly state: 'merged'; readonly into: string | null };

/** What a read by id said of a contact. */
export type PersonRead = { readonly state: 'live'; readonly person: LivePerson } | Fate;

/** Whom a search found by some keys. */
export interface FoundPeople {
  readonly people: readonly LivePerson[];
  /** Keys for which fewer came than Intercom said there are; empty when all is well. */
  readonly incomplete: readonly ContactKey[];
}

/** The live contacts by every key that was looked up. Emails compare trimmed and case-insensitively, phones by digits. */
export interface PeopleIndex {
  byId(id: string): LivePerson | undefined;
  byExternalId(externalId: string): LivePerson | undefined;
  /** One and the same list for all who ask, as long as nothing of anybody changes, where they are several. */
  byEmail(email: string): readonly LivePerson[];
  byPhone(phone: string): readonly LivePerson[];
  /** Those that are known by what looks like this key and is another text: it holds a character that is not seen. */
  twins(key: ContactKey): readonly LivePerson[];
  /** True when this key was asked, whatever the answer. */
  asked(key: ContactKey): boolean;
  /** True when this key was asked and fewer rows came than Intercom said there are. */
  incomplete(key: ContactKey): boolean;
  fate(id: string): Fate | undefined;
  /** Adds what a search answered. */
  add(keys: readonly ContactKey[], found: FoundPeople): void;
  /** Lets another index know what is known by these keys. */
  share(keys: readonly ContactKey[], other: Pick<PeopleIndex, 'know'>): void;
  /** Adds what another index knows by a key. */
  know(key: ContactKey, found: readonly LivePerson[], incomplete: boolean): void;
  /** Adds or replaces one contact, or what became of it. */
  set(id: string, read: PersonRead): void;
  /** Replaces the embedded lists, which stop at ten, by the whole ones. */
  setLists(
    id: string,
    lists: { readonly tags?: readonly string[]; readonly companies?: readonly string[] },
  ): void;
}

/** The live user, or the address of the contact that this plan creates or converts. */
export interface MergeTarget {
  readonly person: LivePerson | undefined;
  readonly address: string | undefined;
}

/** A merge that this plan will make, declared or by `identity.leads: absorb`. */
export interface PlannedMerge {
  readonly lead: LivePerson;
  readonly into: MergeTarget;
  readonly skipDuplicateValidation: boolean;
  /** What the lead was found by. */
  readonly matched: readonly ContactKey[];
  /** What names the user, where it is not a contact set that says who that is. */
  readonly intoMatched?: ContactKey;
  readonly reason: string;
  readonly place: Place;
  readonly order: number;
  /** The documents that want it: that of the merge, or of the contact set that absorbs the lead. */
  readonly origins: readonly Origin[];
  /** The person of a contact set that absorbs the lead; absent where a manifest declares the merge. */
  readonly absorbedBy?: string;
}

/** All merges of a plan, in the order in which they were found. */
export interface PlannedMerges extends Iterable<PlannedMerge> {
  add(merge: PlannedMerge): void;
  of(leadId: string): PlannedMerge | undefined;
  into(target: MergeTarget): readonly PlannedMerge[];
}
