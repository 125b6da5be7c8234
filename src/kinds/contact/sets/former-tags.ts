import type { Catalog, FormerTag } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { isOwnerTagName } from '../../../types/owner-pattern.ts';
import { spot } from '../../../types/place.ts';
import { formerTagInUse } from '../../declared/former-tag.ts';

/**
 * Reports tags with a former name where either is an owner tag: whoever carries one belongs to a set, and would leave it or
 * come into it by a Tags manifest.
 */
export function checkFormerTags(catalog: Catalog, report: Report): void {
  for (const former of catalog.formerTags.values()) {
    const detail = ofSet(former.name, catalog) ?? ofSet(former.heir.name, catalog);
    if (detail !== undefined) report(formerTagInUse(former, { detail, help: HELP }));
  }
}

const HELP =
  'owner tags tell who belongs to which set; one gets another name where its set says so: owner_tag: { name: …, was: [ … ] }';

/** Which set the tag marks the members of; undefined for any other tag. */
function ofSet(
  name: FormerTag['name'],
  { ownerTags, formerOwnerTags, ownerPatterns, later }: Catalog,
): string | undefined {
  const key = name.toLowerCase();
  const said = JSON.stringify(name);
  const owner = ownerTags.get(key);
  if (owner !== undefined) return `${said} marks the members of set ${owner.set}, at ${spot(owner.place)}`;
  const former = formerOwnerTags.get(key);
  if (former !== undefined)
    return `${said} marked the members of set ${former.set}, at ${spot(former.place)}`;
  if (later.ownerTags.has(key)) return `${said} marks the members of a set of a later version`;
  const pattern = ownerPatterns.patterns.find((one) => isOwnerTagName(name, [one]));
  return pattern === undefined ? undefined : `${said} fits ${pattern} of workspace.owner_tags`;
}
