import { livingKeys } from '../../kinds/contact/meeting-keys.ts';
import { marksOf } from '../../kinds/contact/owner-tags.ts';
import { address } from '../../types/address.ts';
import type { Catalog, DeclaredSet } from '../../types/catalog.ts';
import { type IntercomReader, isIntercomFailure, type WireContact } from '../../types/intercom.ts';
import type { PeopleToPlan } from './people-plan.ts';
import type { Ledger } from './plan-rows.ts';
import { NOTES } from './row-notes.ts';

/** Contact set → ids of the live contacts that carry its owner tag, without the members that were planned already. */
export type Carriers = Map<string, readonly string[]>;

/**
 * Reads who carries the owner tags of pruning sets, page by page, and keeps those who are no members by then, with all their tags. A scan
 * that comes short prunes nothing (law 10). Whoever may be one of them, or has their address, is planned last.
 */
export async function readLeavers(plan: PeopleToPlan, ledger: Ledger, catalog: Catalog): Promise<Carriers> {
  await Promise.all(
    plan.people.sets.map(async (set, at) => {
      if (set.prune === undefined) return;
      const isMember = membersAmong(ledger, plan.people.rowsOf(at));
      try {
        const ids = new Set<string>();
        for await (const contact of carriersOf(set, catalog, plan.reader)) {
          if (isMember(contact.id)) continue;
          // One that was looked up is known better: its lists may be whole by now.
          if (catalog.people.byId(contact.id) === undefined)
            catalog.people.set(contact.id, { state: 'live', contact });
          ids.add(contact.id);
        }
        await readAllTags([...ids], catalog, plan.reader);
        catalog.carriers.set(set.name, [...ids]);
      } catch (error) {
        if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
        catalog.incomplete.add(address('contact', set.name));
      }
    }),
  );
  const carriers = new Map(catalog.carriers);
  for (const ids of carriers.values()) for (const id of ids) planLast(id, ledger, catalog);
  return carriers;
}

async function* carriersOf(
  set: DeclaredSet,
  { tags }: Catalog,
  reader: IntercomReader,
): AsyncGenerator<WireContact> {
  for (const name of marksOf(set)) {
    const tag = tags.get(name.toLowerCase())?.id;
    if (tag === undefined) continue;
    for await (const page of reader.scanContacts({ field: 'tag_id', operator: '=', value: tag })) yield* page;
  }
}

/** Whether somebody is a member of the set, as far as its rows are planned by now. */
function membersAmong(
  { notes, people }: Ledger,
  { from, to }: { readonly from: number; readonly to: number },
): (id: string) => boolean {
  const members = new Uint8Array(people.ids.size + 1);
  for (let row = from; row < to; row++)
    if (notes.has(row, NOTES.member) && people.of.get(row) > 0) members[people.of.get(row)] = 1;
  return (id) => members[people.ids.find(id) + 1] === 1;
}

function planLast(id: string, { meetings, notes }: Ledger, { people }: Catalog): void {
  const person = people.byId(id);
  if (person === undefined) return;
  livingKeys(person, { externalId: undefined, email: undefined }, { ids: true, phones: false }, (key) => {
    const row = meetings.at(key);
    if (row !== undefined) notes.note(meetings.group(row), NOTES.last);
  });
}

/** Embedded lists stop at ten (api.md 4.1); what else somebody carries decides whether they may be archived. */
async function readAllTags(
  ids: readonly string[],
  { people }: Catalog,
  reader: IntercomReader,
): Promise<void> {
  const short = ids.filter((id) => people.byId(id)?.tagsComplete === false);
  await Promise.all(
    short.map(async (id) =>
      people.setLists(id, { tags: (await reader.contactTags(id)).map((tag) => tag.id) }),
    ),
  );
}
