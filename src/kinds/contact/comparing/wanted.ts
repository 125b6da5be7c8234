import type { Catalog } from '../../../types/catalog.ts';
import { liveField, SCALAR_FIELDS } from '../../../types/contact-fields.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Role } from '../../../types/person.ts';
import { spot } from '../../../types/place.ts';
import { samePersonValue } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import type { Group } from '../identity/group.ts';
import { keyPath } from '../identity/keys.ts';
import { refuseLostKeys, type Said } from '../identity/lost-keys.ts';
import { orLeftOut, reportOn, reportOnSet } from '../sets/rows.ts';
import { contactValues, onCreateValues, type Value } from './values.ts';

/** The value that was chosen among those of all sets. */
export interface WantedValue extends Value {
  readonly onlyIfEmpty: boolean;
}

/** What a person is to have, all sets combined. */
export interface Wanted extends Group {
  readonly lead: ContactDeclaration;
  readonly role: Role;
  readonly scalars: ReadonlyMap<string, WantedValue>;
  readonly onCreate: ReadonlyMap<string, Value>;
  readonly tags: readonly string[] | undefined;
  readonly companies: readonly string[] | undefined;
  /** Owner tags of the sets that declare the person. */
  readonly ownerTags: readonly string[];
  /** Whether declared tags or companies that no set wants for the person are taken off. */
  readonly exact: { readonly tags: boolean; readonly companies: boolean };
  readonly archived: boolean;
}

/**
 * Combines the declarations of one person: scalars from the higher precedence, lists united; at equal precedence
 * different values are a conflict. Undefined where `on_conflict: skip` leaves the person out.
 */
export function combine(group: Group, catalog: Catalog, reportTo: Report): Wanted | undefined {
  const [only] = group.members;
  if (only !== undefined && group.all.length === 1) return alone(group, only, catalog, reportTo);
  // Where a set is in doubt as a whole, so are its values: whoever it declares is left alone.
  const inDoubt = group.all.filter(({ set }) => set.rejects.doubt === 'everybody');
  const report = reportOn(inDoubt.length > 0 ? inDoubt : group.all, reportTo);
  const parts = group.members.flatMap((member) => {
    const values = orLeftOut(member, reportTo, (found) => contactValues(member, catalog, found));
    return values === undefined ? [] : [{ member, values }];
  });
  const members = parts.map(({ member }) => member);
  const [lead] = members;
  if (lead === undefined) return undefined;
  const scalars = new Map<string, Said>();
  const skips = (member: ContactDeclaration) => member.set.policy.on_conflict === 'skip';
  const skipsAll = members.every(skips);
  let conflicts = 0;
  for (const { member, values } of parts) {
    for (const [path, { value, place }] of values.scalars) {
      const winner = scalars.get(path);
      if (winner === undefined) {
        scalars.set(path, { value, place, member, onlyIfEmpty: member.set.onlyIfEmpty.has(path) });
        continue;
      }
      if (samePersonValue(path, winner.value, value)) continue;
      const isKey = path === keyPath(member);
      if (!isKey && winner.member.set.precedence !== member.set.precedence) continue;
      conflicts++;
      // Other sets of the person are not concerned.
      reportOn(
        inDoubt.length > 0 ? inDoubt : [winner.member, member],
        reportTo,
      )({
        code: 'sets-disagree',
        // Where a set could not find the person again, all sets leave the person out, or it is an error.
        severity: (isKey ? skipsAll : skips(member)) ? 'warning' : 'error',
        summary: isKey
          ? `two sets disagree about the ${path} that one of them knows this person by`
          : `two sets of equal precedence disagree about ${path}`,
        detail: `${JSON.stringify(value)} here, ${JSON.stringify(winner.value)} at ${spot(winner.place)}`,
        help: isKey
          ? 'make the values agree, or declare them as two people'
          : 'give one of the sets a higher precedence, or make the values agree',
        address: lead.address,
        ...place,
      });
    }
  }
  if (conflicts > 0 && skipsAll) return undefined;
  refuseLostKeys(group, scalars, report);
  const onCreate = new Map<string, Value>();
  for (const member of members) {
    for (const [path, value] of onCreateValues(member, catalog, reportOnSet(member.set, report))) {
      if (!onCreate.has(path) && !scalars.has(path)) onCreate.set(path, value);
    }
  }
  return {
    members,
    person: group.person,
    all: group.all,
    convert: group.convert,
    absorb: group.absorb,
    begins: group.begins,
    lead,
    role: roleOf(group),
    scalars: inOrder(scalars),
    onCreate,
    tags: union(parts.map(({ values }) => values.tags)),
    companies: union(parts.map(({ values }) => values.companies)),
    ownerTags: [...new Set(members.flatMap(({ set }) => set.prune?.ownerTag ?? []))],
    exact: {
      tags: parts.some(({ member, values }) => isExact(member, 'tags', values.tags)),
      companies: parts.some(({ member, values }) => isExact(member, 'companies', values.companies)),
    },
    archived: parts.some(({ values }) => values.archived),
  };
}

/** The same for a person with one declaration, as nearly everybody has: nothing has to be combined or ordered. */
function alone(
  group: Group,
  member: ContactDeclaration,
  catalog: Catalog,
  reportTo: Report,
): Wanted | undefined {
  const values = orLeftOut(member, reportTo, (found) => contactValues(member, catalog, found));
  if (values === undefined) return undefined;
  const { set } = member;
  const scalars = new Map<string, WantedValue>();
  for (const [path, { value, place }] of values.scalars)
    scalars.set(path, { value, place, onlyIfEmpty: set.onlyIfEmpty.has(path) });
  return {
    members: group.members,
    person: group.person,
    all: group.all,
    convert: group.convert,
    absorb: group.absorb,
    begins: group.begins,
    lead: member,
    role: roleOf(group),
    scalars,
    onCreate: set.onCreate.size === 0 ? NO_VALUES : createdAlone(member, scalars, catalog, reportTo),
    tags: values.tags,
    companies: values.companies,
    ownerTags: set.prune === undefined ? NO_NAMES : [set.prune.ownerTag],
    exact: {
      tags: isExact(member, 'tags', values.tags),
      companies: isExact(member, 'companies', values.companies),
    },
    archived: values.archived,
  };
}

function createdAlone(
  member: ContactDeclaration,
  scalars: ReadonlyMap<string, WantedValue>,
  catalog: Catalog,
  reportTo: Report,
): ReadonlyMap<string, Value> {
  const found = onCreateValues(member, catalog, reportOnSet(member.set, reportOn([member], reportTo)));
  return new Map([...found].filter(([path]) => !scalars.has(path)));
}

const NO_VALUES: ReadonlyMap<string, Value> = new Map();
const NO_NAMES: readonly string[] = [];

function isExact(
  { set }: ContactDeclaration,
  list: 'tags' | 'companies',
  names: readonly string[] | undefined,
): boolean {
  return names !== undefined && set.policy[list] === 'exact';
}

function roleOf(group: Group): Role {
  return group.convert || group.person?.role === 'user' || declaresUser(group) ? 'user' : 'lead';
}

/** Whether any declaration says user, including duplicates that were dropped for another. */
function declaresUser({ all }: Group): boolean {
  return all.some((member) => member.role === 'user');
}

const fieldOrder = SCALAR_FIELDS.map(liveField);

/** Standard fields first, in the order of the reference, then custom attributes by name. */
export function inOrder<T>(fields: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const rank = (path: string) => {
    const index = fieldOrder.indexOf(path);
    return index === -1 ? fieldOrder.length : index;
  };
  return new Map([...fields].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

/** Distinct names over all lists, in the spelling of the catalog; undefined when no list is managed. */
function union(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const managed = lists.filter((list) => list !== undefined);
  if (managed.length === 0) return undefined;
  return [...new Set(managed.flat())];
}
