import { addressSegments } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { Current, Kind, Settled } from '../../types/kind.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { countUndeclared } from '../declared/undeclared.ts';
import { tagAuditing } from './auditing.ts';
import { TAGS } from './calls.ts';
import { checkTags } from './check.ts';
import { declareTags, formerNames, hasFormerTags, type TagDeclaration, tagAddress } from './declaration.ts';
import { diffTags } from './diff.ts';
import { tagProbe } from './probe.ts';
import { tagPulling } from './pulling.ts';
import { renameTags } from './renames.ts';
import { tagRules } from './rules.ts';
import { tagSnapshot } from './snapshot.ts';
import { tagUndoing } from './undoing.ts';
import type { WireTag } from './wire.ts';

/** Tags by name. They are created and renamed, never deleted. */
export const tagKind: Kind<TagDeclaration, readonly WireTag[]> = {
  name: 'tag',
  manifest: 'Tags',
  schema: 'tags.schema.json',
  words: { one: 'tag', many: 'tags' },
  shownWhenZero: true,
  revisable: false,
  repeatable: true,
  guards: {},
  rules: tagRules,
  personal: { fields: () => [], manifest: 'nothing' },
  declare: declareTags,
  check: checkTags,
  async noteLater(document, context, later) {
    for (const declared of await declareTags(document, context))
      for (const { name } of [declared, ...formerNames(declared)]) later.addresses.add(tagAddress(name));
  },
  observe: observeTags,
  unmanaged: ({ tags, ownerTags, formerTags, later }) =>
    countUndeclared(tags.values(), ({ name }) => {
      const key = name.toLowerCase();
      const isNamed = ownerTags.has(key) || formerTags.has(key) || later.ownerTags.has(key);
      return isNamed || later.addresses.has(tagAddress(name));
    }),
  diff: diffTags,
  carries: hasFormerTags,
  steps: tagSteps,
  reread: () => ({ how: 'together' }),
  current: currentTags,
  async idsOf(addresses, reader) {
    const asked = new Set(addresses);
    const live = (await reader.list(TAGS)).map(({ name, id }) => [tagAddress(name), id] as const);
    return new Map(live.filter(([address]) => asked.has(address)));
  },
  same: null,
  verify: verifyTag,
  undoing: tagUndoing,
  pulling: tagPulling,
  snapshot: tagSnapshot,
  auditing: tagAuditing,
  generating: null,
  probes: [tagProbe],
  // POST /tags is an upsert by name (intercom 5.1), so a tag that is not found may be sent again.
  async settle(change, _step, failure, writer): Promise<Settled | undefined> {
    if (failure.outcome !== 'unknown') return undefined;
    const found = findTag(change, await writer.list(TAGS));
    // Renaming a tag to the name that it has changes nothing.
    if (change.id !== null && found?.name !== nameOf(change)) return { state: 'retry' };
    return found === undefined ? { state: 'retry', absent: true } : { state: 'already', id: found.id };
  },
};

async function observeTags(
  _declared: readonly TagDeclaration[],
  catalog: Catalog,
  reader: IntercomReader,
): Promise<readonly WireTag[]> {
  const live = await reader.list(TAGS);
  for (const tag of live) {
    const key = tag.name.toLowerCase();
    catalog.tags.set(key, { name: tag.name, id: tag.id, declared: catalog.tags.get(key)?.declared });
    catalog.ids.set(tagAddress(tag.name), tag.id);
  }
  renameTags(catalog);
  return live;
}

function tagSteps(change: Change): readonly Step[] {
  const name = nameOf(change);
  if (change.id !== null) {
    const body = { id: change.id, name };
    const request = { method: 'POST', path: '/tags', body } as const;
    return [{ level: 'catalog', change: change.address, creates: false, request, expect: { name } }];
  }
  return [
    {
      level: 'catalog',
      change: change.address,
      creates: true,
      request: { method: 'POST', path: '/tags', body: { name } },
      expect: { name },
    },
  ];
}

async function currentTags(
  changes: readonly Change[],
  reader: IntercomReader,
): Promise<ReadonlyMap<string, Current>> {
  const live = await reader.list(TAGS);
  return new Map(
    changes.map((change): [string, Current] => {
      const found = findTag(change, live);
      if (found === undefined) return [change.address, { state: 'absent' }];
      if (change.id === null)
        return [change.address, { state: 'live', id: found.id, fields: new Map([['name', nameOf(change)]]) }];
      return [change.address, renamedTag(change, found, live)];
    }),
  );
}

/** A tag that is to be renamed, as it is now. What Intercom makes of a name that is taken is not known (intercom 12.9). */
function renamedTag(change: Change, { id, name }: WireTag, live: readonly WireTag[]): Current {
  const wanted = nameOf(change).toLowerCase();
  const holder = live.find((tag) => tag.id !== id && tag.name.toLowerCase() === wanted);
  return {
    state: 'live',
    id,
    fields: new Map([['name', name]]),
    ...(holder === undefined
      ? {}
      : { blocked: `another tag is called ${holder.name} by now; the next plan unites the two` }),
  };
}

function verifyTag(step: Step, body: Json): readonly Unstuck[] {
  const kept = (body as { name?: Json } | null)?.name ?? null; // The client checked that it is JSON.
  const sent = step.expect['name'] ?? null;
  return String(kept).toLowerCase() === String(sent).toLowerCase() ? [] : [{ field: 'name', sent, kept }];
}

function nameOf(change: Change): string {
  const field = change.fields['name'];
  if (field !== undefined && 'after' in field && typeof field.after === 'string') return field.after;
  return addressSegments(change.address)[1] ?? '';
}

function findTag(change: Change, live: readonly WireTag[]): WireTag | undefined {
  if (change.id !== null) return live.find(({ id }) => id === change.id);
  const name = nameOf(change).toLowerCase();
  return live.find((tag) => tag.name.toLowerCase() === name);
}
