import type { Catalog } from '../../../types/catalog.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { removedToo } from '../../declared/removed-too.ts';
import { removalOf, removesPeople } from '../../people/removed-people.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';

/**
 * Reports everybody who is declared and whom a manifest removes, and leads that are removed and would be absorbed. An error
 * even where the set is not selected: the person would be deleted all the same.
 */
export function refuseRemoved(wanted: readonly Wanted[], catalog: Catalog, report: Report): void {
  const { people } = catalog.removals;
  if (!removesPeople(catalog.removals)) return;
  for (const { lead, person, role, scalars, absorb } of wanted) {
    const text = (field: 'external_id' | 'email' | 'phone'): readonly ContactKey[] => {
      const value = scalars.get(field)?.value;
      return typeof value === 'string' ? [{ field, value }] : [];
    };
    const held = [...text('external_id'), ...text('email'), ...text('phone')];
    const at = removalOf({ id: person?.id, role, keys: held }, catalog);
    const both = { what: 'contact', address: lead.address, place: lead.place } as const;
    if (at !== undefined) report(removedToo(both, at, 'declared'));
    for (const one of absorb) {
      const removed = people.get(one.id);
      if (removed !== undefined && one.id !== person?.id) report(removedToo(both, removed, 'merged'));
    }
  }
}

/** The same where no workspace is read: by the keys that are declared alone. */
export function refuseRemovedKeys(
  { id, externalId, email, role, address, place }: ContactDeclaration,
  catalog: Catalog,
  report: Report,
): void {
  if (!removesPeople(catalog.removals)) return;
  const keys = Object.entries({ id, external_id: externalId, email }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field: field as ContactKey['field'], value }],
  );
  const at = removalOf({ id, role, keys }, catalog);
  if (at !== undefined) report(removedToo({ what: 'contact', address, place }, at, 'declared'));
}
