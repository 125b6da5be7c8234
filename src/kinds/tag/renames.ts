import type { Catalog } from '../../types/catalog.ts';
import { tagAddress } from './declaration.ts';

/**
 * Gives live tags the names that they will have after this plan, so that whoever carries one counts as carrying the new one.
 *
 *     new name   former names live                  then
 *     live       any                                nothing is renamed; of a Tags manifest, all give way to the new one
 *     not live   none                               the new one is created
 *     not live   one                                it is renamed
 *     not live   several, of a Tags manifest        the first in the list is renamed; the others give way to it
 *     not live   several, of an owner tag           none: the new one is created
 */
export function renameTags(catalog: Catalog): void {
  for (const [key, { name, address }] of heirsOf(catalog)) {
    const former = [...catalog.formerTags].find(
      ([before, { heir }]) => heir.address === address && catalog.tags.get(before)?.id !== undefined,
    );
    if (former !== undefined && catalog.tags.get(key)?.id === undefined) rename(catalog, former[0], name);
  }
  for (const [before, { heir }] of catalog.formerTags) {
    const live = catalog.tags.get(before);
    if (live?.id !== undefined) catalog.unitedTags.set(live.id, { name: live.name, heir });
  }
  for (const [key, { name, set, hasMembers }] of catalog.ownerTags) {
    if (!hasMembers || catalog.tags.get(key)?.id !== undefined) continue;
    const before = [...catalog.formerOwnerTags]
      .filter(([, tag]) => tag.set === set)
      .map(([former]) => former);
    const [former, ...others] = before.filter((one) => catalog.tags.get(one)?.id !== undefined);
    if (former !== undefined && others.length === 0) rename(catalog, former, name);
  }
}

/** The tags with former names, by lower-cased name. */
function heirsOf({ formerTags }: Catalog) {
  return new Map([...formerTags.values()].map(({ heir }) => [heir.name.toLowerCase(), heir]));
}

function rename({ tags, ids }: Catalog, former: string, name: string): void {
  const key = name.toLowerCase();
  const id = tags.get(former)?.id;
  tags.set(key, { name, id, declared: tags.get(key)?.declared });
  tags.delete(former);
  if (id !== undefined) ids.set(tagAddress(name), id);
  ids.delete(tagAddress(former));
}
