import { address as addressOf } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change, FieldChanges } from '../../types/change.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { Planned } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';
import { type Place, spot } from '../../types/place.ts';
import { countOf } from '../count-of.ts';
import { sourceOf } from '../declared/declare-map.ts';
import type { RemovedContact, RemovedDeclaration } from './declaration.ts';
import { findingAbout } from './findings.ts';
import type { LiveRemoved } from './live.ts';
import { whoIsMeant } from './who.ts';

/** One deletion for each thing that is live. What was not read, since no flag selects it, is not planned. */
export function diffRemoved(
  declared: readonly RemovedDeclaration[],
  live: LiveRemoved,
  catalog: Catalog,
  report: Report,
): readonly Planned[] {
  const planned = new Set<string>();
  return declared.flatMap((declaration): readonly Planned[] => {
    if (!live.read.has(declaration)) return [];
    const change = plan(declaration, live, catalog, report);
    if (change === 'skipped') return [{ state: 'skipped', address: declaration.address }];
    if (change === 'refused') return [];
    if (change === undefined) return [{ state: 'unchanged', address: declaration.address }];
    // Two entries, or two files, may name one person.
    if (planned.has(change.address)) return [];
    planned.add(change.address);
    catalog.removals.declaredBy.set(change.address, declaration);
    return [{ state: 'change', order: declaration.order, change }];
  });
}

/** Undefined where nothing is live. */
function plan(
  declaration: RemovedDeclaration,
  live: LiveRemoved,
  catalog: Catalog,
  report: Report,
): Change | 'skipped' | 'refused' | undefined {
  switch (declaration.thing) {
    case 'tag': {
      const tag = live.tags.get(declaration.name.toLowerCase());
      if (tag === undefined) return undefined;
      const used = catalog.removals.usedTags.get(tag.name.toLowerCase());
      if (used !== undefined) return refused(declaration, used, report);
      return deletion(declaration, tag.id, {
        fields: { name: { before: tag.name, after: null } },
        notes: [
          ...counted(tag.contacts, 'carries it', 'carry it'),
          'companies, conversations, tickets, articles and workflows may use it too, which nobody can count',
        ],
      });
    }
    case 'company': {
      const company = live.companies.get(declaration.companyId);
      if (company === undefined) return undefined;
      const used = catalog.removals.usedCompanies.get(declaration.companyId);
      if (used !== undefined) return refused(declaration, used, report);
      const { id, name, members } = company;
      return deletion(declaration, id, {
        fields: {
          ...gone('name', name),
          // They count as detached.
          members: { before: members ?? null, after: null },
        },
        notes: counted(members, 'loses it', 'lose it'),
      });
    }
    case 'contact':
      return planContact(declaration, live, catalog, report);
  }
}

/** The use may be in a set that is not selected, or in a row that is left out: it keeps the thing all the same. */
function refused({ address, place }: RemovedDeclaration, used: Place, report: Report): 'refused' {
  report({
    code: 'removed-and-declared',
    severity: 'error',
    summary: 'what is to be removed is declared or used elsewhere',
    detail: `${spot(used)} says so`,
    help: `take it out of one of the two: out of ${spot(place)}, or out of ${spot(used)}`,
    address,
    ...place,
  });
  return 'refused';
}

function counted(contacts: number | undefined, one: string, many: string): readonly string[] {
  return contacts === undefined ? [] : [`${countOf(contacts, 'contact')} ${contacts === 1 ? one : many}`];
}

function planContact(
  declaration: RemovedContact,
  { people }: LiveRemoved,
  catalog: Catalog,
  report: Report,
): Change | 'skipped' | 'refused' | undefined {
  if (people === undefined) {
    report(notCompared);
    return 'refused';
  }
  if (declaration.keys.some((key) => people.incomplete(key))) {
    catalog.incomplete.add(declaration.address);
    return 'skipped';
  }
  const meant = whoIsMeant(declaration, people);
  const finding = findingAbout(declaration, meant, people);
  if (finding !== undefined) report(finding);
  const [person] = meant.found;
  if (meant.state === 'nobody' || person === undefined) return undefined;
  if (meant.state !== 'one') return 'refused';
  return deletion({ ...declaration, address: addressOf('removed', 'contact', person.id) }, person.id, {
    fields: fieldsOf(person),
    notes: ['its values are taken out of the store too'],
  });
}

const notCompared: Diagnostic = {
  code: 'not-compared',
  severity: 'info',
  summary: 'people to be removed were not looked for: the snapshot holds no people',
  help: 'plan without --snapshot, or take it with interform snapshot --contacts on your own machine',
};

/** What says who it is: where one of them is another by the time of the deletion, nobody is deleted. */
function fieldsOf({ role, external_id, email, phone }: LivePerson): FieldChanges {
  return {
    ...gone('role', role),
    ...gone('external_id', external_id),
    ...gone('email', email),
    ...gone('phone', phone),
  };
}

function gone(path: string, before: Json): FieldChanges {
  return before === null ? {} : { [path]: { before, after: null } };
}

function deletion(
  { address, place }: Pick<RemovedDeclaration, 'address' | 'place'>,
  id: string,
  { fields, notes }: Pick<Change, 'fields' | 'notes'>,
): Change {
  return {
    address,
    kind: 'removed',
    action: 'delete',
    id,
    requires: [],
    irreversible: true,
    reason: 'declared as removed, and live',
    notes,
    also: [],
    fields,
    source: sourceOf(place),
  };
}
