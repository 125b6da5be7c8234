import { livingKeys } from '../../kinds/contact/identity/meeting-keys.ts';
import { readCarriers } from '../../kinds/contact/pruning/carriers.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Ledger } from './ledger.ts';
import type { PeopleToPlan } from './people-to-plan.ts';
import { NOTES } from './row-notes.ts';

/**
 * Reads who carries the owner tag of a pruning set and is, as far as planned so far, no member. Rows that may declare one of
 * them are planned last.
 */
export async function readLeavers(plan: PeopleToPlan, ledger: Ledger, catalog: Catalog): Promise<void> {
  await readCarriers(catalog, plan.reader, ({ name }) => membersAmong(ledger, plan.people.rowsOf(name)));
  for (const ids of catalog.carriers.values()) for (const id of ids) noteLast(id, ledger, catalog);
}

/** Tells whether one of these rows, with any of these notes, declares a live contact, as far as they are planned by now. */
export function membersAmong(
  { notes, people }: Pick<Ledger, 'notes' | 'people'>,
  { from, to }: { readonly from: number; readonly to: number },
  notedAs: number = NOTES.member,
): (id: string) => boolean {
  const members = new Uint8Array(people.ids.size + 1);
  for (let row = from; row < to; row++)
    if (notes.has(row, notedAs) && people.of.get(row) > 0) members[people.of.get(row)] = 1;
  return (id) => members[people.ids.find(id) + 1] === 1;
}

function noteLast(id: string, { meetings, notes }: Ledger, { people }: Catalog): void {
  const person = people.byId(id);
  if (person === undefined) return;
  livingKeys(person, { externalId: undefined, email: undefined }, { ids: true, phones: false }, (key) => {
    const row = meetings.at(key);
    if (row !== undefined) notes.note(meetings.group(row), NOTES.last);
  });
}
