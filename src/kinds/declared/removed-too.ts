import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { type Place, spot } from '../../types/place.ts';

/** What is both: its word, its name as findings show it, and where it is declared or used. */
interface Both {
  readonly what: 'tag' | 'company' | 'contact';
  readonly name?: string;
  readonly address: string;
  readonly place: Place;
}

/** Reports that something which is declared or used here is removed elsewhere: one plan would make what another deletes. */
export function removedToo(
  { what, name, address, place }: Both,
  removedAt: Place,
  says: 'declared' | 'used' | 'merged',
): Diagnostic {
  const named = name === undefined ? '' : `${JSON.stringify(name)}, which `;
  return {
    code: 'removed-and-declared',
    severity: 'error',
    summary: `a ${what} that is ${says} here is to be removed`,
    detail: `${named}${spot(removedAt)} removes`,
    help: `take it out of one of the two: out of ${spot(removedAt)}, or out of ${spot(place)}`,
    address,
    ...place,
  };
}

/** The same for a tag, by its name in any case. Remembers the place, so that the removal is withheld wherever the use is. */
export function reportRemovedTag(
  both: Omit<Both, 'what' | 'name'> & { readonly name: string },
  { removals }: Pick<Catalog, 'removals'>,
  report: Report,
  says: 'declared' | 'used' = 'used',
): boolean {
  const key = both.name.toLowerCase();
  const at = removals.tags.get(key);
  if (at === undefined) return false;
  if (!removals.usedTags.has(key)) removals.usedTags.set(key, both.place);
  report(removedToo({ ...both, what: 'tag' }, at, says));
  return true;
}

export function reportRemovedCompany(
  both: Omit<Both, 'what' | 'name'> & { readonly name: string },
  { removals }: Pick<Catalog, 'removals'>,
  report: Report,
  says: 'declared' | 'used' = 'used',
): boolean {
  const at = removals.companies.get(both.name);
  if (at === undefined) return false;
  if (!removals.usedCompanies.has(both.name)) removals.usedCompanies.set(both.name, both.place);
  report(removedToo({ ...both, what: 'company' }, at, says));
  return true;
}
