import { attributePath } from '../../types/attribute-path.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { JsonObject } from '../../types/json.ts';
import { FILTERS_PER_GROUP, GROUPS_PER_QUERY } from '../people/search-limits.ts';
import type { PeopleReader } from '../people-calls.ts';
import { wantedOptions } from './carry-rules.ts';
import type { AttributeDeclaration } from './declaration.ts';
import type { LiveAttributes } from './live.ts';

/**
 * Counts, for each contact attribute whose options this plan changes, the contacts with a value outside the list (design
 * 3.3). One request each; null where Intercom does not count them, which only costs the note.
 */
export async function countOutside(
  declared: readonly AttributeDeclaration[],
  live: LiveAttributes,
  reader: PeopleReader,
): Promise<ReadonlyMap<string, number | null>> {
  const counts = new Map<string, number | null>();
  const work = declared.map(async (declaration) => {
    const current = live.get(`${declaration.model}/${declaration.name}`);
    const wanted = current === undefined ? undefined : wantedOptions(declaration, current);
    if (current === undefined || wanted === undefined || declaration.model !== 'contact') return;
    const held = current.options ?? [];
    if (held.length === wanted.length && held.every((option) => wanted.includes(option))) return;
    counts.set(declaration.address, await countOne(declaration.name, wanted, reader));
  });
  await Promise.all(work);
  return counts;
}

async function countOne(
  name: string,
  options: readonly string[],
  reader: PeopleReader,
): Promise<number | null> {
  const query = outsideQuery(attributePath(name), options);
  if (query === undefined) return null;
  try {
    return await reader.countContacts(query);
  } catch (error) {
    // A filter that Intercom does not accept must not fail the plan; a token that fails must.
    if (isIntercomFailure(error) && error.status !== null && error.status >= 400 && error.status < 500) {
      if (error.status !== 401 && error.status !== 403) return null;
    }
    throw error;
  }
}

/** Contacts with a value that is none of the options; undefined where that does not fit into one query. */
function outsideQuery(field: string, options: readonly string[]): JsonObject | undefined {
  const leaves: JsonObject[] = [
    { field, operator: '!=', value: null },
    ...options.map((value) => ({ field, operator: '!=', value })),
  ];
  if (leaves.length <= FILTERS_PER_GROUP) return { operator: 'AND', value: leaves };
  const groups: JsonObject[] = [];
  for (let at = 0; at < leaves.length; at += FILTERS_PER_GROUP) {
    groups.push({ operator: 'AND', value: leaves.slice(at, at + FILTERS_PER_GROUP) });
  }
  return groups.length <= GROUPS_PER_QUERY ? { operator: 'AND', value: groups } : undefined;
}
