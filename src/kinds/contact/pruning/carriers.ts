import { address } from '../../../types/address.ts';
import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import { isIntercomFailure } from '../../../types/intercom.ts';
import { livePerson } from '../../people/person-values.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { marksOf } from '../sets/owner-tags.ts';

/** Whether a live contact is known to be a member of a set, by id. */
export type MembersOf = (set: DeclaredSet) => (id: string) => boolean;

/**
 * Reads which contacts carry the owner tags of pruning sets, page by page, with all their tags; known members are skipped. A
 * scan that is incomplete prunes nothing (law 10).
 */
export async function readCarriers(
  catalog: Catalog,
  reader: PeopleReader,
  membersOf: MembersOf = () => () => false,
): Promise<void> {
  await Promise.all(
    catalog.sets.map(async (set) => {
      if (set.prune === undefined) return;
      const ids = new Set<string>();
      const isMember = membersOf(set);
      const take = (id: string) => {
        if (isMember(id)) return false;
        ids.add(id);
        return true;
      };
      try {
        for (const name of marksOf(set)) {
          const tag = catalog.tags.get(name.toLowerCase())?.id;
          if (tag !== undefined) await scan(tag, take, catalog, reader);
        }
        await readAllTags([...ids], catalog, reader);
      } catch (error) {
        if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
        catalog.incomplete.add(address('contact', set.name));
        return;
      }
      catalog.carriers.set(set.name, [...ids]);
    }),
  );
}

async function scan(
  tag: string,
  take: (id: string) => boolean,
  { people }: Catalog,
  reader: PeopleReader,
): Promise<void> {
  for await (const page of reader.scanContacts({ field: 'tag_id', operator: '=', value: tag })) {
    for (const contact of page) {
      // A contact that was looked up stays as it is: its lists may be complete already.
      if (take(contact.id) && people.byId(contact.id) === undefined)
        people.set(contact.id, { state: 'live', person: livePerson(contact) });
    }
  }
}

/** Embedded lists stop at ten (intercom 4.1); the other tags of a contact decide whether it may be archived. */
async function readAllTags(ids: readonly string[], catalog: Catalog, reader: PeopleReader): Promise<void> {
  const { people } = catalog;
  const short = ids.filter((id) => people.byId(id)?.tagsComplete === false);
  await Promise.all(
    short.map(async (id) =>
      people.setLists(id, { tags: (await reader.contactTags(id)).map((tag) => tag.id) }),
    ),
  );
}
