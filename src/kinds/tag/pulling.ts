import type { Diagnostic } from '../../types/diagnostic.ts';
import type { NewItem, NewItems, PullContext, Pulling } from '../../types/kind/pulling.ts';
import { isOwnerTagName } from '../../types/owner-pattern.ts';
import { byKey, leftOut } from '../pulled/items.ts';
import { liveValue } from '../pulled/values.ts';
import { isTagName } from '../values/tag-name.ts';
import { TAGS } from './calls.ts';
import { type TagDeclaration, tagAddress } from './declaration.ts';
import type { WireTag } from './wire.ts';

export const tagPulling: Pulling<TagDeclaration, readonly WireTag[]> = {
  part: 'tags',
  help: 'Tags.',
  form: { items: 'names', list: 'tags', base: 'tags' },
  neededBy: 'every part',
  read: (reader) => reader.list(TAGS),
  count: (tags) => tags.length,
  undeclared: undeclaredTags,
  edits: (path, field) => [{ op: 'set', path: [path], value: liveValue(field) }],
};

/** An owner tag is declared by its set (design 3.5); one of another repository must not be declared here. */
function undeclaredTags(tags: readonly WireTag[], { catalog, ownerTags }: PullContext): NewItems {
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const { name } of tags) {
    const key = name.toLowerCase();
    if (catalog.tags.get(key)?.declared !== undefined || ownerTags.has(key)) continue;
    // What a declared tag was called before is not declared beside it.
    if (catalog.formerTags.has(key)) continue;
    if (catalog.removals.tags.has(key)) continue;
    if (isOwnerTagName(name, catalog.ownerPatterns.patterns)) continue;
    const address = tagAddress(name);
    if (isTagName(name)) items.push({ kind: 'tag', address, key: name, fields: {} });
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
