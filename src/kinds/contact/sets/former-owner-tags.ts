import { address } from '../../../types/address.ts';
import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';

/**
 * Reports former names of owner tags that still mean something else. The tag is renamed, or taken off, for everybody who
 * carries it: if it belongs to another set, that would be the members of that set; if a manifest declares it, people to whom
 * agents gave it.
 */
export function checkFormerOwnerTags(catalog: Catalog, report: Report): void {
  const claimed = new Map<string, DeclaredSet>();
  for (const set of catalog.sets) {
    if (set.prune === undefined) continue;
    const { ownerTag, ownerTagWas, place } = set.prune;
    for (const name of ownerTagWas) {
      const key = name.toLowerCase();
      const heir = claimed.get(key);
      const isOwn = key === ownerTag.toLowerCase();
      const use = isOwn
        ? 'it is the name of today'
        : (useOf(key, catalog) ?? (heir === undefined ? undefined : `set ${heir.name} was marked by it too`));
      if (heir === undefined && !isOwn) claimed.set(key, set);
      if (use === undefined || heir === set) continue;
      report({
        code: 'former-tag-in-use',
        severity: 'error',
        summary: `the former owner tag ${name} of set ${set.name} is still in use`,
        detail: use,
        help: 'was: takes over whoever carries the tag; name only a tag that marked the members of this set and of no other',
        ...place,
      });
    }
  }
}

function useOf(key: string, { ownerTags, later, tags }: Catalog): string | undefined {
  const owner = ownerTags.get(key);
  if (owner !== undefined) return `it marks the members of set ${owner.set}`;
  if (later.ownerTags.has(key)) return 'a set of a later version names it';
  if (tags.get(key)?.declared !== undefined || later.addresses.has(address('tag', key)))
    return 'a Tags manifest declares it';
  return undefined;
}
