import type { JsonObject } from '../../types/json.ts';
import { KeyIndex } from '../../types/key-index.ts';
import type { LivePerson } from '../../types/person.ts';
import { EVERYBODY } from '../people/everybody.ts';
import { livePerson } from '../people/person-values.ts';
import { GROUPS_PER_QUERY } from '../people/search-limits.ts';
import type { PeopleReader } from '../people-calls.ts';
import { type Held, holderQueries, isRefusedQuery, type TypeOf } from './find-holders.ts';

/**
 * The live contacts that may hold something of what is wanted, each once, page by page. A search that Intercom refuses is
 * replaced by simpler ones, and in the end by reading everybody. Rejects with code `incomplete` where fewer came than
 * Intercom said there are (law 10), and with the refusal of a later page: what came before it is not read twice.
 */
export async function* scanHolders(
  wanted: readonly Held[],
  typeOf: TypeOf,
  reader: PeopleReader,
): AsyncGenerator<readonly LivePerson[]> {
  const queries = await holderQueries(wanted, typeOf, reader);
  if (queries.length === 0) return;
  const ways = [...joinedQuery(queries), queries, [EVERYBODY]];
  const seen = queries.length > 1 ? new KeyIndex() : undefined;
  for (const [index, way] of ways.entries()) {
    const progress = { isFirstPage: true };
    try {
      for (const query of way) {
        progress.isFirstPage = true;
        for await (const page of reader.scanContacts(query)) {
          progress.isFirstPage = false;
          const people = page.map(livePerson);
          yield seen === undefined ? people : people.filter(({ id }) => isNew(id, seen));
        }
      }
      return;
    } catch (error) {
      if (!progress.isFirstPage || !isRefusedQuery(error) || index === ways.length - 1) throw error;
    }
  }
}

/** One search in place of several, so that fewer pages come; none where they do not fit into one. */
function joinedQuery(queries: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  if (queries.length < 2 || queries.length > GROUPS_PER_QUERY) return [];
  // Groups nest two deep.
  const groups = queries.map((query) =>
    typeof query['field'] === 'string' ? { operator: 'AND', value: [query] } : query,
  );
  return [[{ operator: 'OR', value: groups }]];
}

/** Whether the id comes for the first time; it is remembered. */
export function isNew(id: string, seen: KeyIndex): boolean {
  const before = seen.size;
  seen.add(id);
  return seen.size > before;
}
