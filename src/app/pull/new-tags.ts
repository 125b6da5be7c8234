import { tagAddress } from '../../kinds/tag/kind.ts';
import { isUnusable } from '../../kinds/unusable-name.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WireTag } from '../../types/intercom.ts';
import { isOwnerTagName } from '../../types/owner-pattern.ts';
import { byKey, leftOut, type NewItem, type NewItems } from './new-item.ts';

/** Not documented; what the language takes (api.md 5.1). */
const LONGEST_NAME = 255;

/**
 * Tags that no manifest declares. An owner tag is declared by its set (DESIGN 3.5), and one of another repository is not ours to
 * declare.
 */
export function newTags(
  tags: readonly WireTag[],
  catalog: Catalog,
  ownerTags: ReadonlySet<string>,
): NewItems {
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const { name } of tags) {
    const address = tagAddress(name);
    const key = name.toLowerCase();
    if (catalog.tags.get(key)?.declared !== undefined || ownerTags.has(key)) continue;
    if (isOwnerTagName(name, catalog.ownerPatterns.patterns)) continue;
    if (isDeclarable(name)) items.push({ kind: 'tag', address, key: name, fields: {} });
    else
      left.push(
        leftOut(
          address,
          'a tag cannot be declared and stays unmanaged',
          'its name is empty, too long, has space around it or a character that no name can hold',
        ),
      );
  }
  return { items: items.sort(byKey), left };
}

/** Whether a manifest can name the tag. */
export function isDeclarable(name: string): boolean {
  return name !== '' && name.trim() === name && name.length <= LONGEST_NAME && !isUnusable(name, 'name');
}
