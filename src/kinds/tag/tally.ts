import type { TagsAudit } from '../../types/audit.ts';
import { byText } from '../../types/by-text.ts';
import type { AuditedContact } from '../../types/kind/auditing.ts';
import { nameForm, nearEqual } from '../../types/near-equal.ts';
import { isOwnerTagName } from '../../types/owner-pattern.ts';
import type { PeopleCalls } from '../people-calls.ts';
import type { WireTag } from './wire.ts';

/** Counts how many contacts carry each tag. */
export interface TagsTally {
  add(contact: AuditedContact): void;
  /** False once a contact had more than the ten tags that are embedded (intercom 8.10): the counts are too low then. */
  exact(): boolean;
  /** By tag id. */
  counts(): ReadonlyMap<string, number>;
}

export function createTagsTally(): TagsTally {
  const counts = new Map<string, number>();
  let exact = true;
  return {
    add({ tags }) {
      if (tags === undefined) return;
      if (tags.has_more) exact = false;
      for (const { id } of tags.data) counts.set(id, (counts.get(id) ?? 0) + 1);
    },
    exact: () => exact,
    counts: () => counts,
  };
}

/** Asks Intercom for each count: one request a tag (`tag_id` takes `=`, intercom 4.6.3). */
export async function searchTagCounts(
  tags: readonly WireTag[],
  reader: Pick<PeopleCalls, 'countContacts'>,
): Promise<ReadonlyMap<string, number>> {
  return new Map(
    await Promise.all(
      tags.map(
        async ({ id }): Promise<[string, number]> => [
          id,
          await reader.countContacts({ field: 'tag_id', operator: '=', value: id }),
        ],
      ),
    ),
  );
}

/** `managed` and `ownerTags` hold lower-cased names: tags ignore case (intercom 5.1). */
export function auditTags(input: {
  readonly tags: readonly WireTag[];
  readonly managed: ReadonlySet<string>;
  /** The present and former owner tags of sets. */
  readonly ownerTags: ReadonlySet<string>;
  /** `workspace.owner_tags`. */
  readonly patterns: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly countedBy: TagsAudit['counted_by'];
}): TagsAudit {
  const items = input.tags
    .map(({ id, name }) => ({
      id,
      name,
      managed: input.managed.has(name.toLowerCase()),
      ...(!input.ownerTags.has(name.toLowerCase()) && isOwnerTagName(name, input.patterns)
        ? { orphaned: true as const }
        : {}),
      contacts: input.counts.get(id) ?? 0,
    }))
    .sort((a, b) => byText(a.name.toLowerCase(), b.name.toLowerCase()) || byText(a.id, b.id));
  return {
    counted_by: input.countedBy,
    counts: {
      tags: items.length,
      unmanaged: items.filter(({ managed }) => !managed).length,
      unused: items.filter(({ contacts }) => contacts === 0).length,
    },
    items,
    near_equal_names: nearEqual(items, ({ name }) => nameForm(name)).map((group) =>
      group.map(({ name }) => name),
    ),
  };
}
