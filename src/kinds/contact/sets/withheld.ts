import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Resolved } from '../identity/resolve.ts';

/** Contact set → how many of its declarations could not be settled. */
export type Unsettled = (set: string) => number;

export function unsettledIn({ leftOut }: Resolved): Unsettled {
  const counts = new Map<string, number>();
  for (const { set } of leftOut) counts.set(set.name, (counts.get(set.name) ?? 0) + 1);
  return (set) => counts.get(set) ?? 0;
}

/**
 * True while any set has an error: then nobody is pruned and nothing is taken off anybody, in any set. The people or values
 * that one set seems to have lost may be in what could not be read of another.
 */
export function isWithheld(unsettled: Unsettled, catalog: Catalog, report: Report): boolean {
  const reasons = [...reasonsOf(unsettled, catalog)];
  if (reasons.length === 0) return false;
  const takesOff = catalog.unitedTags.size > 0;
  const [first] = catalog.sets.filter(({ prune, exact }) => takesOff || prune !== undefined || exact);
  if (first !== undefined) {
    report({
      code: 'prune-withheld',
      severity: 'warning',
      summary: 'nobody is pruned and nothing is taken off anybody, in any set',
      detail: shown(reasons),
      help: 'mend what is named, then plan again',
      ...first.place,
    });
  }
  return true;
}

function* reasonsOf(unsettledOf: Unsettled, catalog: Catalog): Iterable<string> {
  for (const { name, rejects, prune } of catalog.sets) {
    const unsettled = unsettledOf(name);
    if (prune !== undefined && catalog.carriers.get(name) === undefined)
      yield `fewer contacts with the owner tag of set ${name} arrived than Intercom said there are`;
    else if (rejects.rows > 0)
      yield `${counted(rejects.rows, 'row')} of set ${name} ${rejects.rows === 1 ? 'was' : 'were'} skipped`;
    else if (unsettled > 0) yield `${counted(unsettled, 'contact')} of set ${name} could not be settled`;
    else if (rejects.doubt !== undefined) yield `set ${name}, which is not selected, has errors`;
    else if (catalog.faulty.has(name)) yield `a contact of set ${name} has an error`;
  }
  for (const file of catalog.later.unreadable) yield `${file}, a later version, could not be read as a whole`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/** How many reasons are shown. */
const MOST_SHOWN = 3;

function shown(reasons: readonly string[]): string {
  const more = reasons.length - MOST_SHOWN;
  return [...reasons.slice(0, MOST_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
