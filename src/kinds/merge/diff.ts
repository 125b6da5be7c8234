import { address } from '../../types/address.ts';
import type { Catalog, Claim } from '../../types/catalog.ts';
import type { ChangeContext, FieldChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { Planned } from '../../types/kind.ts';
import { mergeNote, type Shared } from '../../types/merge-notes.ts';
import type { LivePerson, PlannedMerge } from '../../types/person.ts';
import { sourceOf } from '../declared/declare-map.ts';
import {
  addLead,
  afterMerges,
  areDuplicates,
  claimOf,
  duplicateState,
  inherits,
  type Merged,
  writtenBefore,
} from '../people/merging.ts';
import { samePersonValue } from '../people/person-values.ts';
import type { ResolvedMerges } from './resolve.ts';

/** One change for each live lead, with the values that the user inherits. */
export function diffMerges(resolved: ResolvedMerges, catalog: Catalog, report: Report): readonly Planned[] {
  const targets = new Map<string, Target>();
  const nameOf = namesById(catalog);
  const planned = [...catalog.merges].map((merge): Planned => {
    const { into, lead } = merge;
    const key = into.person?.id ?? into.address ?? '';
    const target = targets.get(key) ?? targetOf(merge, catalog);
    targets.set(key, target);
    refuseLostName(merge, target, report);
    refuseNoDuplicate(merge, target, report);
    const change = planMerge(merge, target, nameOf);
    addLead(target.holds, lead);
    target.last = lead;
    return change;
  });
  return [
    ...planned,
    ...resolved.unchanged.map((item): Planned => ({ state: 'unchanged', address: item })),
    ...resolved.skipped.map((item): Planned => ({ state: 'skipped', address: item })),
  ];
}

/** The user of several merges, who is computed once, however many leads there are. */
interface Target {
  readonly claim: Claim | undefined;
  /** What this plan writes to the user before the merges. */
  readonly early: ReadonlyMap<string, Json> | undefined;
  /** What the user has when the plan reaches the next merge. */
  readonly holds: Merged;
  /** The lead of the previous merge. */
  last: LivePerson | undefined;
}

function targetOf(merge: PlannedMerge, { claims, merges }: Catalog): Target {
  const { into } = merge;
  const claim = claimOf(merge, claims);
  const early = claim === undefined ? undefined : writtenBefore(claim, merges.into(into));
  const holds = afterMerges(userBefore(into.person, claim, early), []);
  return { claim, early, holds, last: undefined };
}

function planMerge(merge: PlannedMerge, target: Target, nameOf: NamesById): Planned {
  const { lead, into } = merge;
  const { claim, holds, last } = target;
  const needsUpdate =
    into.address === undefined &&
    duplicateState(merge, claim).state === 'later' &&
    !merge.skipDuplicateValidation;
  const before = [
    into.address,
    needsUpdate ? claim?.address : undefined,
    last === undefined ? undefined : address('merge', last.id),
  ];
  const fields: Record<string, FieldChange> = {
    into: { after: into.person?.id ?? into.address ?? null },
    ...(merge.skipDuplicateValidation ? { skip_duplicate_validation: { after: true } } : {}),
    ...inherited(lead, holds, nameOf),
  };
  return {
    state: 'change',
    order: merge.order,
    change: {
      address: address('merge', lead.id),
      kind: 'merge',
      action: 'merge',
      id: lead.id,
      requires: before.filter((item) => item !== undefined),
      irreversible: true,
      reason: merge.reason,
      notes: [
        mergeNote({
          lead: lead.email ?? lead.phone ?? lead.id,
          user: userName(into),
          shared: sharedBy(lead, holds.fields),
        }),
      ],
      also: [],
      fields,
      source: sourceOf(merge.place),
      context: { matched: merge.matched, ...intoMatched(merge, target) },
    },
  };
}

/** What lead and user have in common when the plan reaches the merge. */
function sharedBy(lead: LivePerson, user: ReadonlyMap<string, Json>): Shared {
  const [email, phone] = [user.get('email'), user.get('phone')];
  const sharesEmail = areDuplicates(lead, { email, phone: undefined });
  const sharesPhone = areDuplicates(lead, { email: undefined, phone });
  if (sharesEmail) return sharesPhone ? 'both' : 'email';
  return sharesPhone ? 'phone' : 'neither';
}

/** The keys that the user must still have when the merge is made, without those that this plan changes before. */
function intoMatched(
  { intoMatched }: PlannedMerge,
  { claim, early }: Target,
): Pick<ChangeContext, 'into_matched'> {
  const keys = intoMatched === undefined ? (claim?.matched ?? []) : [intoMatched];
  const lasting = keys.filter(({ field }) => early?.has(field) !== true);
  return lasting.length === 0 ? {} : { into_matched: lasting };
}

/**
 * Refuses a merge whose user gets another key before it. If the run ended in between, the next plan could not find the user
 * by the old key: the merge would be lost, and an error would be in its place.
 */
function refuseLostName(merge: PlannedMerge, { early }: Target, report: Report): void {
  const { intoMatched: key, lead, place } = merge;
  if (key === undefined) return;
  const after = early?.get(key.field);
  if (after === undefined || samePersonValue(key.field, after, key.value)) return;
  report({
    code: 'merge-into',
    severity: 'error',
    summary: `this plan changes the ${key.field} that into names the user by, before it merges`,
    detail: `${JSON.stringify(key.value)} becomes ${JSON.stringify(after)}`,
    help: `name the user by the new ${key.field}, or by id`,
    address: address('merge', lead.id),
    ...place,
  });
}

/**
 * Refuses a merge of two who share nothing when the plan reaches it. What this plan writes to the user before may remove the
 * shared email or phone; and an absorbed lead has the declared email, which another set may keep the user from getting.
 * Intercom would refuse such a merge each time (intercom 4.7), after the user was written.
 */
function refuseNoDuplicate(merge: PlannedMerge, { holds: { fields } }: Target, report: Report): void {
  const { lead, into, place } = merge;
  if (merge.skipDuplicateValidation) return;
  if (areDuplicates(lead, { email: fields.get('email'), phone: fields.get('phone') })) return;
  report({
    code: 'merge-not-duplicates',
    severity: 'error',
    summary:
      'Intercom merges only contacts that share an email or phone, and these do not when this plan comes to it',
    detail: `lead ${lead.id}${lead.email === null ? '' : ` (${lead.email})`} shares neither with ${userName(into)}, who has ${emailOrNone(fields.get('email'))} by then`,
    help: 'make the declarations agree about the email, or declare this merge with skip_duplicate_validation: true',
    address: address('merge', lead.id),
    ...place,
  });
}

function emailOrNone(email: Json | undefined): string {
  return typeof email === 'string' ? `the email ${email}` : 'no email';
}

type Holdings = Pick<LivePerson, 'fields' | 'tags' | 'companies'>;

/** The user when the merges begin: created, converted, or with what a merge needs. Memberships come later. */
function userBefore(
  user: LivePerson | undefined,
  claim: Claim | undefined,
  early: Target['early'],
): Holdings {
  const fields = new Map(user?.fields);
  if (user === undefined)
    for (const [path, { value }] of claim?.values ?? []) if (value !== null) fields.set(path, value);
  if (user === undefined) return { fields, tags: [], companies: [] };
  for (const [path, value] of early ?? []) {
    if (value === null) fields.delete(path);
    else fields.set(path, value);
  }
  return { ...user, fields };
}

/** Values and memberships that the user gets by this merge. */
function inherited(lead: LivePerson, base: Merged, nameOf: NamesById): Readonly<Record<string, FieldChange>> {
  const fields: Record<string, FieldChange> = {};
  for (const path of [...lead.fields.keys()].sort()) {
    const value = lead.fields.get(path);
    if (value === undefined || !inherits(path) || base.fields.has(path)) continue;
    fields[path] = { before: null, after: value };
  }
  const tags = names(lead.tags, base.tags, nameOf.tags);
  if (tags.length > 0) fields['tags'] = { add: tags, remove: [] };
  const companies = names(lead.companies, base.companies, nameOf.companies);
  if (companies.length > 0) fields['companies'] = { add: companies, remove: [] };
  return fields;
}

/** Names of tags and company_ids of companies, which reviewers know, by Intercom's ids. */
interface NamesById {
  readonly tags: ReadonlyMap<string | undefined, string>;
  readonly companies: ReadonlyMap<string | undefined, string>;
}

function namesById({ tags, companies }: Catalog): NamesById {
  return {
    tags: new Map([...tags.values()].map(({ id, name }) => [id, name])),
    companies: new Map([...companies.values()].map(({ id, company_id }) => [id, company_id])),
  };
}

function names(
  ids: readonly string[],
  held: ReadonlySet<string>,
  known: ReadonlyMap<string | undefined, string>,
): readonly string[] {
  return ids
    .filter((id) => !held.has(id))
    .map((id) => known.get(id) ?? id)
    .sort();
}

/** The user, as a reviewer knows it. */
function userName({ person, address: planned }: PlannedMerge['into']): string {
  if (person === undefined) return planned ?? 'the user';
  const name = person.external_id ?? person.email ?? person.phone;
  return name === null ? `user ${person.id}` : `user ${name}`;
}
