import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { ownerMarks } from '../sets/owner-tags.ts';
import type { PruningSet } from './prune-change.ts';

/** How many tags are named. */
const MOST_NAMED = 3;

/** Reports live owner tags that no set of this plan or of a later version names: contacts with one are never archived. */
export function tellUnknown(sets: readonly PruningSet[], catalog: Catalog, report: Report): void {
  const [first] = sets;
  if (first === undefined) return;
  const unknown = [...ownerMarks(catalog).values()]
    .filter(({ name, set }) => set === undefined && !catalog.later.ownerTags.has(name.toLowerCase()))
    .map(({ name }) => name)
    .sort();
  if (unknown.length === 0) return;
  const more = unknown.length - MOST_NAMED;
  report({
    code: 'unknown-owner-tag',
    severity: 'info',
    summary: `${unknown.length === 1 ? 'an owner tag is' : `${unknown.length} owner tags are`} live that no set here names`,
    detail: `${unknown.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}; nobody who carries one is archived`,
    help: 'they are of another repository, or of a set that is gone: interform audit tags counts who carries them',
    ...first.place,
  });
}

/** Reports that nobody is left in a retired set. */
export function tellRetired({ name, retired, place }: PruningSet, catalog: Catalog, report: Report): void {
  if (!retired || catalog.carriers.get(name)?.length !== 0) return;
  report({
    code: 'set-retired',
    severity: 'info',
    summary: `nobody is left in the retired set ${name}`,
    help: 'delete its manifest; its owner tag stays in Intercom, where it can be deleted',
    ...place,
  });
}
