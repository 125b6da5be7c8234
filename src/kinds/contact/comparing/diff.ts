import { address } from '../../../types/address.ts';
import { attributeName } from '../../../types/attribute-path.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { Action, Change, ChangeContext, FieldChange, MembershipChange } from '../../../types/change.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Json } from '../../../types/json.ts';
import type { Planned } from '../../../types/kind.ts';
import type { LivePerson, PlannedMerge } from '../../../types/person.ts';
import { carriedReason, carriesAlone } from '../../carrying/carried-fields.ts';
import { sourceOf } from '../../declared/declare-map.ts';
import { afterMerges, duplicateState, pathsThatMergesNeed, writtenBefore } from '../../people/merging.ts';
import { samePersonValue } from '../../people/person-values.ts';
import { tellLater } from '../identity/later.ts';
import { laterConflicts } from '../identity/later-conflicts.ts';
import { matchedKeys } from '../identity/matched.ts';
import { comesBack, emailNote } from '../identity/not-live.ts';
import type { Resolved } from '../identity/resolve.ts';
import type { Station } from '../identity/stations.ts';
import { detachableIn, NOTHING_DETACHABLE } from '../pruning/exact.ts';
import { NOBODY_PRUNED, prunePlans } from '../pruning/prune.ts';
import { tellLeftAlone } from '../sets/left-alone.ts';
import { ownerTagsAmong } from '../sets/owner-tags.ts';
import { countMembers } from '../sets/set-members.ts';
import { isWithheld, unsettledIn } from '../sets/withheld.ts';
import { carriedInto } from './carried-into.ts';
import { isUnitingAlone, memberships, type TakingOff } from './memberships.ts';
import { inOrder, type Wanted } from './wanted.ts';

/** Compares declared people with live ones, each as they will be after the merges of this plan. */
export function diffContacts(resolved: Resolved, catalog: Catalog, report: Report): readonly Planned[] {
  countMembers(resolved, catalog);
  const { early, late } = resolved.leftAlone;
  for (const named of [early, late])
    tellLeftAlone(
      named.map(({ lead }) => lead),
      report,
    );
  const settled = settleConflicts(resolved, catalog, report);
  const withheld = isWithheld(unsettledIn(settled.resolved), catalog, report);
  const detachable = withheld ? NOTHING_DETACHABLE : detachableIn(catalog);
  const later = new Set<string>();
  const pruning = withheld
    ? NOBODY_PRUNED
    : prunePlans(settled.resolved, { catalog, detachable, later, report });
  const planned = planPeople(settled, catalog, { detachable, pruning, later });
  tellLater(later.size, report);
  return [...planned, ...pruning.planned, ...withoutChange(resolved)];
}

/** The resolved people, and those among them that are left out because a later plan could not find them again. */
export interface SettledPeople {
  readonly resolved: Resolved;
  readonly conflicting: ReadonlySet<Wanted>;
}

/** Reports what the next plan would find differently from this one. The people concerned count as left out of their sets. */
export function settleConflicts(
  resolved: Resolved,
  catalog: Catalog,
  report: Report,
  station: Station = () => {},
): SettledPeople {
  const conflicting = laterConflicts(resolved, catalog, report, station);
  if (conflicting.size === 0) return { resolved, conflicting };
  const members = [...conflicting].flatMap((wanted) => wanted.members);
  return { resolved: { ...resolved, leftOut: [...resolved.leftOut, ...members] }, conflicting };
}

/** The change of each person, in the order of the manifests. */
export function planPeople(
  { resolved, conflicting }: SettledPeople,
  catalog: Catalog,
  sets: TakingOff,
): readonly Planned[] {
  return resolved.wanted.map(
    (wanted): Planned =>
      conflicting.has(wanted)
        ? { state: 'skipped', address: wanted.lead.address }
        : planOne(wanted, catalog, sets),
  );
}

/** Declarations for which nothing is planned. */
export function withoutChange({ skipped, unchanged }: Resolved): readonly Planned[] {
  return [
    ...skipped.map((item): Planned => ({ state: 'skipped', address: item })),
    ...unchanged.map((item): Planned => ({ state: 'unchanged', address: item })),
  ];
}

function planOne(wanted: Wanted, catalog: Catalog, sets: TakingOff): Planned {
  const merges = catalog.merges.into({ person: wanted.person, address: wanted.lead.address });
  const around = { merges, catalog, ...sets };
  if (wanted.person === undefined) return create(wanted, around);
  if (wanted.archived) return archive(wanted, wanted.person, around);
  return update(wanted, wanted.person, around);
}

/** What the change of one person depends on besides that person. */
interface Surroundings extends TakingOff {
  /** The merges into this person. */
  readonly merges: readonly PlannedMerge[];
  readonly catalog: Catalog;
}

function create(wanted: Wanted, around: Surroundings): Planned {
  const { merges, catalog } = around;
  // Nothing can be merged into an archived contact, so with merges it is found out during apply.
  const archived = merges.length > 0 ? undefined : comesBack(wanted, catalog);
  const leads = merges.map((merge) => merge.lead);
  const brought = afterMerges(nobody, leads);
  const fields: Record<string, FieldChange> = { role: { after: wanted.role } };
  const values = inOrder(new Map([...wanted.onCreate, ...wanted.scalars]));
  for (const [path, { value }] of values) {
    // There is nothing to clear, unless a lead that is merged into the new user brings it.
    if (value !== null || brought.fields.has(path)) fields[path] = { after: value };
  }
  const carried = carriedInto(wanted, { fields: brought.fields, cleared: [] }, fields, catalog);
  for (const [path, { after }] of Object.entries(carried.fields)) fields[path] = { after };
  const lists = memberships(wanted, brought, around);
  Object.assign(fields, lists.fields);
  const onCreate = [...wanted.onCreate].filter(([, { value }]) => value !== null).map(([path]) => path);
  const unarchives = wanted.lead.set.policy.on_archived === 'unarchive';
  const notes = leadNotes(wanted);
  const ofEmail = emailNote(wanted, catalog);
  if (ofEmail !== undefined && archived === undefined) notes.push(ofEmail);
  if (unarchives && archived === undefined)
    notes.push('if an archived contact holds this identity it is unarchived and updated instead');
  const [action, id, reason] =
    archived === undefined
      ? (['create', null, 'declared, not live'] as const)
      : (['unarchive', archived.id, 'declared, is archived'] as const);
  if (archived !== undefined) fields['archived'] = { before: true, after: false };
  return change(wanted, action, id, fields, reason, notes, catalog, {
    ...(unarchives ? { on_archived: 'unarchive', ...unarchived(wanted) } : {}),
    ...(onCreate.length > 0 ? { on_create: onCreate } : {}),
    ...lists.uniting.context,
  });
}

/** What is different if the contact turns out to be archived. */
function unarchived({ scalars }: Wanted): Pick<ChangeContext, 'clear_unarchived' | 'keep_unarchived'> {
  const paths = (holds: (item: { readonly value: Json; readonly onlyIfEmpty: boolean }) => boolean) =>
    [...scalars].filter(([, item]) => holds(item)).map(([path]) => path);
  const clear = paths(({ value, onlyIfEmpty }) => value === null && !onlyIfEmpty);
  const keep = paths(({ value, onlyIfEmpty }) => value !== null && onlyIfEmpty);
  return {
    ...(clear.length > 0 ? { clear_unarchived: clear } : {}),
    ...(keep.length > 0 ? { keep_unarchived: keep } : {}),
  };
}

/**
 * Leads are merged first: nothing can be merged into an archived contact, and once their user is gone the leads would be
 * taken for that user.
 */
function archive(wanted: Wanted, person: LivePerson, { merges, catalog, pruning }: Surroundings): Planned {
  const fields = { archived: { before: false, after: true } };
  const claim = catalog.claims.at(wanted.lead.address);
  const requires = merges
    .filter((merge) => merge.skipDuplicateValidation || duplicateState(merge, claim).state !== 'later')
    .map(({ lead }) => address('merge', lead.id));
  return change(wanted, 'archive', person.id, fields, 'declared archived, is live', [], undefined, {
    requires: [...requires, ...pruning.before(wanted)],
  });
}

function update(wanted: Wanted, person: LivePerson, around: Surroundings): Planned {
  const { merges, catalog } = around;
  const leads = merges.map((merge) => merge.lead);
  const merged = afterMerges(person, leads);
  const claim = catalog.claims.at(wanted.lead.address);
  const needed = claim === undefined ? new Set<string>() : pathsThatMergesNeed(claim, merges);
  const early = claim === undefined ? new Map<string, Json>() : writtenBefore(claim, merges);
  const fields: Record<string, FieldChange> = {};
  let late = 0;
  if (wanted.convert) fields['role'] = { before: 'lead', after: 'user' };
  for (const [path, { value, onlyIfEmpty }] of wanted.scalars) {
    const before = merged.fields.get(path) ?? null;
    if (onlyIfEmpty && (needed.has(path) ? person.fields.has(path) : before !== null)) continue;
    if (samePersonValue(path, before, value) && !needed.has(path)) continue;
    if (!early.has(path)) late++;
    fields[path] = { before: early.has(path) ? (person.fields.get(path) ?? null) : before, after: value };
  }
  const carried = carriedInto(wanted, { fields: merged.fields, cleared: person.cleared }, fields, catalog);
  Object.assign(fields, carried.fields);
  // What no lead brings is written with the other values.
  if (leads.length > 0) late += Object.keys(carried.fields).length;
  const { fields: lists, uniting } = memberships(wanted, merged, around);
  // A conversion is made before the merges as a whole, unless something has to be cleared or taken off after them.
  const halves = wanted.convert ? late > 0 || (leads.length > 0 && takesOff(lists)) : early.size > 0;
  const beforeMerge = halves ? [...(wanted.convert ? ['role'] : []), ...early.keys()] : [];
  Object.assign(fields, lists);
  if (Object.keys(fields).length === 0)
    return { state: 'unchanged', address: wanted.lead.address, also: othersOf(wanted) };
  const reason = wanted.convert
    ? convertReason(wanted, person)
    : adopts(wanted, person)
      ? 'adopts the user with this email, which had no external_id'
      : carriesAlone(fields, carried)
        ? carriedReason(carried)
        : isUnitingAlone(fields, uniting)
          ? uniting.why.join('; ')
          : 'differs from live';
  return change(
    wanted,
    wanted.convert ? 'convert' : 'update',
    person.id,
    fields,
    reason,
    leadNotes(wanted),
    catalog,
    {
      role: wanted.role,
      ...carried.context,
      ...uniting.context,
      ...(halves ? { before_merge: beforeMerge } : {}),
      ...(wanted.convert ? { matched: matchedKeys(wanted.members, person) } : {}),
      requires: wanted.convert || halves ? [] : leads.map((lead) => address('merge', lead.id)),
    },
  );
}

function othersOf({ members }: Wanted): readonly string[] {
  return members.slice(1).map(({ address }) => address);
}

function convertReason(wanted: Wanted, person: LivePerson): string {
  return wanted.members.some((member) => member.id === person.id)
    ? 'the id of this declared user is that of a live lead'
    : 'a live lead holds the email of this declared user';
}

function adopts(wanted: Wanted, person: LivePerson): boolean {
  return person.external_id === null && wanted.lead.externalId !== undefined && person.role === 'user';
}

/** A contact that holds nothing yet. */
const nobody = { fields: new Map<string, Json>(), tags: [], companies: [] };

function takesOff(lists: Readonly<Record<string, MembershipChange>>): boolean {
  return Object.values(lists).some(({ remove }) => remove.length > 0);
}

function leadNotes(wanted: Wanted): string[] {
  const declared = wanted.members.find((member) => member.role === 'lead' && member.cells.has('external_id'));
  if (declared === undefined || wanted.role === 'user') return [];
  const value = String(declared.cells.get('external_id')?.value);
  return [`external_id ${value} is not sent: Intercom replaces a lead's external_id by a random one`];
}

function change(
  wanted: Wanted,
  action: Action,
  id: string | null,
  fields: Readonly<Record<string, FieldChange>>,
  reason: string,
  notes: readonly string[],
  catalog: Catalog | undefined,
  { requires = [], ...context }: Omit<ChangeContext, 'set'> & { readonly requires?: readonly string[] },
): Planned {
  const built: Change = {
    address: wanted.lead.address,
    kind: 'contact',
    action,
    id,
    requires: catalog === undefined ? requires : [...requires, ...requirements(fields, catalog)],
    irreversible: action === 'convert',
    reason,
    notes,
    also: othersOf(wanted),
    fields,
    source: sourceOf(wanted.lead.place),
    context: {
      ...context,
      ...(catalog === undefined ? {} : ownerTagsAmong(fields, catalog)),
      set: wanted.lead.set.name,
    },
  };
  return { state: 'change', change: built, order: wanted.lead.order };
}

/**
 * Addresses of the attributes, tags and companies that the fields use; those that this plan does not change are dropped
 * later.
 */
function requirements(fields: Readonly<Record<string, FieldChange>>, catalog: Catalog): readonly string[] {
  const needed: string[] = [];
  for (const [path, field] of Object.entries(fields)) {
    const name = attributeName(path);
    if (name !== undefined) needed.push(address('attribute', 'contact', name));
    if (!('add' in field)) continue;
    for (const name of field.add) {
      if (path === 'tags') needed.push(address('tag', name.toLowerCase()));
      // A company that is live need not be updated first.
      else if (catalog.companies.get(name)?.id === undefined) needed.push(address('company', name));
    }
  }
  return needed;
}
