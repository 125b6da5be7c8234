import type { CarryRule } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { LivePerson } from '../../../types/person.ts';
import { isNew, scanHolders } from '../../carrying/scan-holders.ts';
import { livePerson } from '../../people/person-values.ts';
import type { PeopleReader } from '../../people-calls.ts';

/** What people hold that may have to be carried over. */
export interface HeldBy {
  readonly rules: readonly CarryRule[];
  /** Intercom ids of tags that give way to another one. */
  readonly united: Catalog['unitedTags'];
}

/**
 * The live contacts that may hold something to carry, each once, page by page. Rejects with code `incomplete` where fewer
 * came than Intercom said there are (law 10).
 */
export async function* readHolders(
  { rules, united }: HeldBy,
  catalog: Catalog,
  reader: PeopleReader,
): AsyncGenerator<readonly LivePerson[]> {
  const seen = united.size > 0 ? new KeyIndex() : undefined;
  const once = (people: readonly LivePerson[]) =>
    seen === undefined ? people : people.filter(({ id }) => isNew(id, seen));
  for (const value of united.keys())
    for await (const page of reader.scanContacts({ field: 'tag_id', operator: '=', value }))
      yield once(page.map(livePerson));
  const wanted = rules.map(({ attribute, from, was }) => ({
    attribute,
    from: from?.attributes ?? [],
    was: [...was.keys()],
  }));
  const typeOf = (name: string) => catalog.carrying.live.get(`contact/${name}`);
  for await (const people of scanHolders(wanted, typeOf, reader)) yield once(people);
}
