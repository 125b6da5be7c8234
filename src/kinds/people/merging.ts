import { isAttributePath } from '../../types/attribute-path.ts';
import type { Catalog, Claim, Claims } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Json } from '../../types/json.ts';
import type { LivePerson, PeopleIndex, PlannedMerge, Role } from '../../types/person.ts';
import { emailKey, phoneKey, samePersonValue } from './person-values.ts';

/**
 * Whether a merge copies the field from the lead to a user who has none ("Attributes that don't exist on the contact
 * specified as into will be copied over", intercom 4.7). The lead's external_id is a random UUID and is not copied.
 */
export function inherits(path: string): boolean {
  return inheritedFields.has(path) || isAttributePath(path);
}

const inheritedFields = new Set([
  'email',
  'phone',
  'name',
  'avatar',
  'owner_id',
  'signed_up_at',
  'last_seen_at',
]);

/** What a user has after merges. */
export interface Merged {
  readonly fields: Map<string, Json>;
  readonly tags: Set<string>;
  readonly companies: Set<string>;
}

/** What a user has after these leads were merged into it, in this order: missing values copied, lists united. */
export function afterMerges(
  user: {
    readonly fields: ReadonlyMap<string, Json>;
    readonly tags: readonly string[];
    readonly companies: readonly string[];
  },
  leads: readonly LivePerson[],
): Merged {
  const merged = {
    fields: new Map(user.fields),
    tags: new Set(user.tags),
    companies: new Set(user.companies),
  };
  for (const lead of leads) addLead(merged, lead);
  return merged;
}

/** Merges one more lead into the user. */
export function addLead({ fields, tags, companies }: Merged, lead: LivePerson): void {
  for (const [path, value] of lead.fields) if (inherits(path) && !fields.has(path)) fields.set(path, value);
  for (const tag of lead.tags) tags.add(tag);
  for (const company of lead.companies) companies.add(company);
}

/**
 * Whether Intercom 2.16 considers the two duplicates, which a merge needs unless its check is skipped (intercom 4.7).
 * `later`: only once the user has the email or phone, named in `paths`, that this plan gives it.
 */
export function duplicateState(
  merge: PlannedMerge,
  claim: Claim | undefined,
):
  | { readonly state: 'now' }
  | { readonly state: 'later'; readonly paths: readonly string[] }
  | { readonly state: 'no' } {
  const { lead, into } = merge;
  if (shares(lead, into.person?.email, into.person?.phone)) return { state: 'now' };
  const paths: string[] = [];
  if (shares(lead, claim?.email, undefined)) paths.push('email');
  else if (shares(lead, undefined, claim?.phone)) paths.push('phone');
  if (paths.length === 0) return { state: 'no' };
  return { state: 'later', paths };
}

/** Whether Intercom 2.16 considers them duplicates as they are (intercom 4.7). */
export function areDuplicates(
  lead: LivePerson,
  { email, phone }: { readonly email: Json | undefined; readonly phone: Json | undefined },
): boolean {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
  return shares(lead, text(email), text(phone));
}

function shares(
  lead: LivePerson,
  email: string | null | undefined,
  phone: string | null | undefined,
): boolean {
  if (lead.email !== null && email && emailKey(lead.email) === emailKey(email)) return true;
  return Boolean(lead.phone !== null && phone && phoneKey(lead.phone) === phoneKey(phone));
}

/**
 * What is written to a live person before its merges: all of a conversion, and an update that a merge needs. A value that a
 * merged lead would fill in again is cleared only afterwards. An email or phone that alone makes the two duplicates is
 * replaced only afterwards.
 *
 *   conversion, needed update          → merges → everything else
 *   values, and clearing what no lead            clearing what a lead brings, and
 *   brings                                       replacing what a merge still needs
 */
export function writtenBefore(claim: Claim, merges: readonly PlannedMerge[]): ReadonlyMap<string, Json> {
  const written = new Map<string, Json>();
  const { person } = claim;
  if (person === undefined) return written;
  const needed = pathsThatMergesNeed(claim, merges);
  if (!claim.converts && needed.size === 0) return written;
  const leads = merges.map((merge) => merge.lead);
  const merged = afterMerges(person, leads);
  const lost = pathsThatMergesLose(claim, person, merges);
  for (const [path, { value, onlyIfEmpty }] of claim.values) {
    if (lost.has(path) && !needed.has(path)) continue;
    const before = merged.fields.get(path) ?? null;
    // What a merge needs must be there before the lead could bring it.
    if (onlyIfEmpty && (needed.has(path) ? person.fields.has(path) : before !== null)) continue;
    if (samePersonValue(path, before, value) && !needed.has(path)) continue;
    if (value === null && leads.some((lead) => inherits(path) && lead.fields.has(path))) continue;
    written.set(path, value);
  }
  return written;
}

/** The paths that the claim must write so that Intercom does not refuse one of the merges. */
export function pathsThatMergesNeed(claim: Claim, merges: readonly PlannedMerge[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const merge of merges) {
    if (merge.skipDuplicateValidation) continue;
    const state = duplicateState(merge, claim);
    if (state.state === 'later') for (const path of state.paths) paths.add(path);
  }
  return paths;
}

/** The paths whose live value makes the person a duplicate of a lead, which it would not be with the values of the claim. */
function pathsThatMergesLose(
  claim: Claim,
  person: LivePerson,
  merges: readonly PlannedMerge[],
): ReadonlySet<string> {
  const after = (path: 'email' | 'phone'): string | null => {
    const wanted = claim.values.get(path);
    if (wanted === undefined || (wanted.onlyIfEmpty && person.fields.has(path))) return person[path];
    return typeof wanted.value === 'string' ? wanted.value : null;
  };
  const paths = new Set<string>();
  for (const { lead, skipDuplicateValidation } of merges) {
    if (skipDuplicateValidation || shares(lead, after('email'), after('phone'))) continue;
    if (shares(lead, person.email, undefined)) paths.add('email');
    if (shares(lead, undefined, person.phone)) paths.add('phone');
  }
  return paths;
}

/** The live people that a key names; several for an email or phone. */
export function peopleByKey(key: ContactKey, people: PeopleIndex): readonly LivePerson[] {
  if (key.field === 'email') return people.byEmail(key.value);
  if (key.field === 'phone') return people.byPhone(key.value);
  const person = key.field === 'id' ? people.byId(key.value) : people.byExternalId(key.value);
  return person === undefined ? [] : [person];
}

/**
 * The people as the declarations of a contact set see them: a lead that a declared merge takes away causes no conflict and
 * is not absorbed. Declared leads still see it if no other lead matches, which is then reported as an error (design 3.7).
 */
export function peopleBesideMerges(role: Role, { people, mergeSources }: Catalog): PeopleIndex {
  const leaving = new Set<LivePerson>();
  for (const key of mergeSources)
    for (const person of peopleByKey(key, people)) if (person.role === 'lead') leaving.add(person);
  if (leaving.size === 0) return people;
  const known = new Map<readonly LivePerson[], readonly LivePerson[]>();
  const beside = (all: readonly LivePerson[]) => {
    const staying = all.filter((person) => !leaving.has(person));
    if (role === 'user' || staying.some((person) => person.role === 'lead')) return staying;
    const earliest = all.find((person) => person.role === 'lead');
    return earliest === undefined ? staying : [earliest, ...staying];
  };
  const byEmail = (email: string) => {
    const all = people.byEmail(email);
    const seen = known.get(all) ?? beside(all);
    // The same array for every caller.
    if (all.length > 1) known.set(all, seen);
    return seen;
  };
  return { ...people, byEmail };
}

/** The claim on the same person or address as the merge's `into`. */
export function claimOf({ into }: PlannedMerge, claims: Claims): Claim | undefined {
  if (into.address !== undefined) return claims.at(into.address);
  return into.person === undefined ? undefined : claims.on(into.person.id);
}
