import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { holdsKey } from '../../people/person-values.ts';
import type { Wanted } from '../comparing/wanted.ts';

/** Whether a version that `--to` leaves out declares the person too, by any key. */
export function isDeclaredLater({ all, person }: Wanted, { later: { keys } }: Catalog): boolean {
  if (keys.size === 0) return false;
  return (
    (person !== undefined && holdsKey(person, keys)) ||
    all.some(({ id, externalId, email }) => holdsKey({ id, external_id: externalId, email }, keys))
  );
}

/** Reports how many people are not pruned, and lose nothing, only because later versions declare them. */
export function tellLater(people: number, report: Report): void {
  if (people === 0) return;
  report({
    code: 'declared-later',
    severity: 'info',
    summary: 'contacts that later versions declare are neither pruned nor lose anything',
    detail: people === 1 ? '1 contact' : `${people} contacts`,
    help: 'plan without --to to see what becomes of them',
  });
}
