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
  /** Field paths of custom attributes that were set once and are empty now: Intercom keeps their keys with null. */
  readonly cleared: readonly string[];
  /** Intercom ids; at most ten unless complete. */
  readonly tags: readonly string[];
  readonly tagsComplete: boolean;
  /** Intercom ids; at most ten unless complete. */
  readonly companies: readonly string[];
  readonly companiesComplete: boolean;
  /** Ids of leads that were merged into this user; empty unless merge history was read. */
  readonly merged: readonly string[];
}

/** What identifies a live contact. */
export type Identity = Pick<LivePerson, 'id' | 'role' | 'external_id' | 'email' | 'phone'>;

/** What became of an id that search does not find, by a strongly consistent read or by the merge history of a live user. */
export type Fate = { readonly state: 'gone' } | { readonly state: 'merged'; readonly into: string | null };

/** The answer of a read by id of a contact. */
export type PersonRead = { readonly state: 'live'; readonly person: LivePerson } | Fate;

/** The contacts that a search found by some keys. */
export interface FoundPeople {
  readonly people: readonly LivePerson[];
  /** Keys for which fewer contacts came than Intercom said there are; empty when all came. */
  readonly incomplete: readonly ContactKey[];
}

/** The live contacts by every key that was looked up. Emails compare trimmed and case-insensitively, phones by digits. */
export interface PeopleIndex {
  byId(id: string): LivePerson | undefined;
  byExternalId(externalId: string): LivePerson | undefined;
  /** Where there are several, the same array for every caller until something about them changes. */
  byEmail(email: string): readonly LivePerson[];
  byPhone(phone: string): readonly LivePerson[];
  /** Contacts whose key looks like this one but is another text, with an invisible character in it. */
  twins(key: ContactKey): readonly LivePerson[];
  /** True when this key was looked up, whatever the answer. */
  asked(key: ContactKey): boolean;
  /** True when this key was looked up and fewer rows came than Intercom said there are. */
  incomplete(key: ContactKey): boolean;
  fate(id: string): Fate | undefined;
  /** Adds the answer of a search. */
  add(keys: readonly ContactKey[], found: FoundPeople): void;
  /** Copies what is known by these keys to another index. */
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
  /** The keys by which the lead was found. */
  readonly matched: readonly ContactKey[];
  /** The key that names the user, where no contact set decides who that is. */
  readonly intoMatched?: ContactKey;
  readonly reason: string;
  readonly place: Place;
  readonly order: number;
  /** The documents that ask for it: that of the merge, or of the contact set that absorbs the lead. */
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
