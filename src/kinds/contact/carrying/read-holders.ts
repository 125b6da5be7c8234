import type { CarryRule } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { JsonObject } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { LivePerson } from '../../../types/person.ts';
import { holderQueries, isRefusedQuery } from '../../carrying/find-holders.ts';
import { livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
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
  const wanted = rules.map(({ attribute, from, was }) => ({
    attribute,
    from: from?.attributes ?? [],
    was: [...was.keys()],
  }));
  const queries = await holderQueries(wanted, (name) => catalog.carrying.live.get(`contact/${name}`), reader);
  const seen = united.size + queries.length > 1 ? new KeyIndex() : undefined;
  const once = (page: readonly WireContact[]) => {
    const people = page.map(livePerson);
    return seen === undefined ? people : people.filter(({ id }) => isNew(id, seen));
  };
  for (const value of united.keys())
    for await (const page of reader.scanContacts({ field: 'tag_id', operator: '=', value })) yield once(page);
  const joined = joinedQuery(queries);
  try {
    if (joined !== undefined) {
      for await (const page of reader.scanContacts(joined)) yield once(page);
      return;
    }
  } catch (error) {
    // Nothing was yielded yet: a refusal is the answer to the first page.
    if (!isRefusedQuery(error)) throw error;
  }
  for (const query of queries) for await (const page of reader.scanContacts(query)) yield once(page);
}

/** Groups in one query (intercom 4.6.2). */
const groupsPerQuery = 15;

/** One search in place of several, so that nobody comes twice; undefined where they do not fit into one. */
function joinedQuery(queries: readonly JsonObject[]): JsonObject | undefined {
  if (queries.length < 2 || queries.length > groupsPerQuery) return undefined;
  // Groups nest two deep.
  const groups = queries.map((query) =>
    typeof query['field'] === 'string' ? { operator: 'AND', value: [query] } : query,
  );
  return { operator: 'OR', value: groups };
}

function isNew(id: string, seen: KeyIndex): boolean {
  const before = seen.size;
  seen.add(id);
  return seen.size > before;
}
