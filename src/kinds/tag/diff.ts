import type { Catalog, UnitedTag } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { sourceOf } from '../declared/declare-map.ts';
import { type TagDeclaration, tagAddress } from './declaration.ts';
import { nearTags } from './lint.ts';
import type { WireTag } from './wire.ts';

/** A tag that a manifest declares, or the owner tag of a set. */
type Implied = Pick<TagDeclaration, 'address' | 'name' | 'order' | 'place'>;

/** Tags to create and to rename; the catalog has the names that live tags will have. */
export function diffTags(
  declared: readonly TagDeclaration[],
  live: readonly WireTag[],
  catalog: Catalog,
  report: Report,
): readonly Planned[] {
  const names = new Set(live.map((tag) => tag.name.toLowerCase()));
  const own = new Set(declared.map(({ address }) => address));
  // A pruning set declares its owner tag (design 3.5).
  const implied = [...catalog.ownerTags.values()]
    .filter(({ hasMembers }) => hasMembers)
    .map(({ name, place, order }) => ({ address: tagAddress(name), name, place, order }))
    .filter(({ address }) => !own.has(address));
  const nearOf = nearTags(catalog);
  for (const former of catalog.unitedTags.values()) report(stillLive(former, catalog));
  return [...declared, ...implied].map((declaration): Planned => {
    const { address, name } = declaration;
    if (names.has(name.toLowerCase())) return { state: 'unchanged', address };
    const renamed = live.find(({ id }) => id === catalog.tags.get(name.toLowerCase())?.id);
    if (renamed !== undefined) return renaming(declaration, renamed, catalog);
    names.add(name.toLowerCase());
    const near = nearOf(declaration);
    if (near !== undefined) report(near);
    return planned(declaration, {
      action: 'create',
      id: null,
      reason: 'declared, not live',
      fields: { name: { after: name } },
    });
  });
}

/** Nothing counts what carries the tag besides people and companies, so that it is never deleted on the way. */
function stillLive({ name, heir }: UnitedTag, { formerTags }: Catalog): Diagnostic {
  return {
    code: 'former-tag-live',
    severity: 'info',
    summary: `${name}, which tag ${heir.name} was called, is a live tag beside it`,
    detail: `people and companies that carry it get ${heir.name} instead; conversations, tickets and articles may carry it too, so it stays`,
    help: `once nothing needs it, take it out of was, and delete it: kind: Removed, tags: [${JSON.stringify(name)}]`,
    address: heir.address,
    ...formerTags.get(name.toLowerCase())?.place,
  };
}

function renaming(tag: Implied, { id, name: before }: WireTag, { formerTags }: Catalog): Planned {
  const isOwnerTag = !formerTags.has(before.toLowerCase());
  return planned(tag, {
    action: 'update',
    id,
    reason: isOwnerTag
      ? `the owner tag was called ${before}, and keeps its members`
      : `the tag was called ${before}, and stays on everything that carries it`,
    fields: { name: { before, after: tag.name } },
  });
}

function planned(
  { address, order, place }: Implied,
  what: Pick<Change, 'action' | 'id' | 'reason' | 'fields'>,
): Planned {
  const change: Change = {
    address,
    kind: 'tag',
    ...what,
    requires: [],
    irreversible: false,
    notes: [],
    also: [],
    source: sourceOf(place),
  };
  return { state: 'change', order, change };
}
