import { byAge } from '../../kinds/people/people-index.ts';
import type { AmbiguousLead, MergeablePair } from '../../types/audit.ts';
import { byText } from '../../types/by-text.ts';
import type { Holders } from './holders.ts';
import { type AuditedPerson, type PersonKey, personKeys, refOf, sharesAsWritten } from './person-keys.ts';

/** Which leads can be merged into which users. */
export interface Pairing {
  /** Sorted by user; for one user in the order in which they have to be merged. */
  readonly pairs: readonly MergeablePair[];
  readonly ambiguous: readonly AmbiguousLead[];
  readonly merged: ReadonlySet<AuditedPerson>;
  /** Keys that users have only after merges. */
  readonly gained: ReadonlySet<string>;
}

/** How many candidates are listed for an ambiguous lead. Many users may share one email, and every lead repeats them. */
const NAMED_USERS = 20;

interface Pair {
  readonly lead: AuditedPerson;
  readonly user: AuditedPerson;
  readonly after: AuditedPerson | undefined;
}

/**
 * Pairs each lead with the one user that it shares an email or phone with. A merge copies to the user what it lacks (intercom
 * 4.7), which further leads may share. So pairing goes on in rounds until nothing new is shared:
 *
 *     user    ada@…            ada@…  +353…        ada@…  +353…
 *     leads   ada@…  +353…  →  (merged)         →
 *             +353…            +353…               (merged)
 *
 * A lead that shares with several users is ambiguous and not paired.
 */
export function pairLeads(holders: Holders): Pairing {
  const pairs: Pair[] = [];
  const merged = new Set<AuditedPerson>();
  const ambiguous = new Set<AuditedPerson>();
  // User → email and phone after the merges so far.
  const grown = new Map<AuditedPerson, { email: string | null; phone: string | null }>();
  // Key → the users that got it by a merge, each with the lead that brought it.
  const gains: Gains = new Map();

  const pairOf = (lead: AuditedPerson): Pair | undefined => {
    let user: AuditedPerson | undefined;
    for (const other of usersWith(lead, holders, gains)) {
      if (user !== undefined && other !== user) {
        ambiguous.add(lead);
        return undefined;
      }
      user = other;
    }
    return user === undefined ? undefined : { lead, user, after: bringer(lead, user, holders, gains) };
  };

  let candidates = leadsThatShare(holders.shared(), holders);
  while (candidates.size > 0) {
    const found: Pair[] = [];
    for (const lead of candidates) {
      const pair = merged.has(lead) || ambiguous.has(lead) ? undefined : pairOf(lead);
      if (pair !== undefined) found.push(pair);
    }
    found.sort(byUserAndLead);
    const news: string[] = [];
    for (const pair of found) {
      pairs.push(pair);
      merged.add(pair.lead);
      for (const { key } of takeOver(pair, grown)) {
        const users = gains.get(key) ?? new Map<AuditedPerson, AuditedPerson>();
        gains.set(key, users.set(pair.user, pair.lead));
        news.push(key);
      }
    }
    candidates = leadsThatShare(news, holders);
  }
  return {
    // The sort is stable, so the merges of one user stay in the order of the rounds.
    pairs: pairs.sort((a, b) => byText(targetOf(a), targetOf(b))).map((pair) => shown(pair, gains)),
    ambiguous: ambiguousLeads([...ambiguous].sort(byAge), holders, gains),
    merged,
    gained: new Set(gains.keys()),
  };
}

/** Key → user → the lead that brought it. */
type Gains = Map<string, Map<AuditedPerson, AuditedPerson>>;

/** The users that share with a lead, now or after the merges so far. A user may be listed twice. */
function* usersWith(lead: AuditedPerson, holders: Holders, gains: Gains): Iterable<AuditedPerson> {
  for (const { key } of personKeys(lead)) {
    yield* holders.users(key);
    yield* gains.get(key)?.keys() ?? [];
  }
}

/** Leads with the same email and phone have the same candidates, which are computed once. */
function ambiguousLeads(leads: readonly AuditedPerson[], holders: Holders, gains: Gains): AmbiguousLead[] {
  const known = new Map<string, Omit<AmbiguousLead, 'lead'>>();
  return leads.map((lead) => {
    const keys = JSON.stringify(personKeys(lead));
    const found = known.get(keys) ?? candidatesOf(lead, holders, gains);
    known.set(keys, found);
    return { lead: refOf(lead), ...found };
  });
}

function candidatesOf(lead: AuditedPerson, holders: Holders, gains: Gains): Omit<AmbiguousLead, 'lead'> {
  const users = [...new Set(usersWith(lead, holders, gains))].sort(byAge);
  return { candidates: users.length, users: users.slice(0, NAMED_USERS).map(refOf) };
}

function leadsThatShare(keys: Iterable<string>, holders: Holders): ReadonlySet<AuditedPerson> {
  const leads = new Set<AuditedPerson>();
  for (const key of keys) for (const lead of holders.leads(key)) leads.add(lead);
  return leads;
}

/** The lead whose merge makes this pair share a key; undefined where they share one already. */
function bringer(
  lead: AuditedPerson,
  user: AuditedPerson,
  holders: Holders,
  gains: Gains,
): AuditedPerson | undefined {
  const keys = personKeys(lead);
  if (keys.some(({ key }) => holders.users(key).includes(user))) return undefined;
  return keys.map(({ key }) => gains.get(key)?.get(user)).find((other) => other !== undefined);
}

/** The keys that the user gets from the lead: a merge copies only what the user lacks (intercom 4.7). */
function takeOver(
  { lead, user }: Pair,
  grown: Map<AuditedPerson, { email: string | null; phone: string | null }>,
): readonly PersonKey[] {
  const has = grown.get(user) ?? { email: user.email, phone: user.phone };
  const taken = { email: has.email ?? lead.email, phone: has.phone ?? lead.phone };
  grown.set(user, taken);
  return personKeys({
    email: has.email === null ? taken.email : null,
    phone: has.phone === null ? taken.phone : null,
  });
}

function byUserAndLead(a: Pair, b: Pair): number {
  return byText(targetOf(a), targetOf(b)) || byText(a.lead.id, b.lead.id);
}

/** Sort key of a merge: the user's external_id where it has one. */
function targetOf({ user }: Pair): string {
  return user.external_id === null ? `1 ${user.id}` : `0 ${user.external_id} ${user.id}`;
}

function shown({ lead, user, after }: Pair, gains: Gains): MergeablePair {
  const own = new Set(personKeys(user).map(({ key }) => key));
  const shared = personKeys(lead).filter(({ key }) => own.has(key) || (after && gains.get(key)?.has(user)));
  const fields = shared.map(({ field }) => field);
  return {
    lead: refOf(lead),
    into: refOf(user),
    shared: fields,
    emails_differ: lead.email !== null && user.email !== null && !fields.includes('email'),
    after: after?.id ?? null,
    skip_duplicate_validation: after !== undefined || !sharesAsWritten(lead, user),
  };
}
