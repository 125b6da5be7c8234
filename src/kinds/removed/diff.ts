import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { type Place, spot } from '../../types/place.ts';
import { countOf } from '../count-of.ts';
import type { RemovedDeclaration } from './declaration.ts';
import { deletion, gone } from './deletion.ts';
import type { LiveRemoved } from './live.ts';
import { type PlannedContact, planContact } from './plan-contact.ts';

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
): PlannedContact {
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
