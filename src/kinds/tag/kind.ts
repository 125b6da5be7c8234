import { addressSegments } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { Current, Kind, Planned, Settled } from '../../types/kind.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { sourceOf } from '../declared/declare-map.ts';
import { countUndeclared } from '../declared/undeclared.ts';
import { hasTagForm, LONGEST_TAG_NAME } from '../values/tag-name.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import { tagAuditing } from './auditing.ts';
import { TAGS } from './calls.ts';
import { declareTags, type TagDeclaration, tagAddress } from './declaration.ts';
import { nearTags } from './lint.ts';
import { tagProbe } from './probe.ts';
import { tagPulling } from './pulling.ts';
import { tagRules } from './rules.ts';
import { tagSnapshot } from './snapshot.ts';
import { tagUndoing } from './undoing.ts';
import type { WireTag } from './wire.ts';

/** Tags by name. They are created and never deleted. */
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
    for (const { address } of await declareTags(document, context)) later.addresses.add(address);
  },
  observe: observeTags,
  unmanaged: ({ tags, ownerTags, later }) =>
    countUndeclared(tags.values(), ({ name }) => {
      const key = name.toLowerCase();
      return ownerTags.has(key) || later.ownerTags.has(key) || later.addresses.has(tagAddress(name));
    }),
  diff: diffTags,
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

function checkTags(declared: readonly TagDeclaration[], catalog: Catalog, report: Report): void {
  for (const { name, address, place } of declared) {
    if (isUnusable(name, 'name'))
      report({ ...unusableName('the name of a tag', name, 'name'), address, ...place });
    if (!hasTagForm(name)) {
      report({
        code: 'tag-name',
        severity: 'error',
        summary: `${JSON.stringify(name.slice(0, 60).toWellFormed())} cannot be the name of a tag`,
        help: `names have 1 to ${LONGEST_TAG_NAME} characters and no space around them`,
        address,
        ...place,
      });
    }
    const key = name.toLowerCase();
    if (!catalog.tags.has(key)) catalog.tags.set(key, { name, id: undefined, declared: address });
  }
}

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
  renameOwnerTags(catalog);
  return live;
}

/**
 * Renames owner tags. Where an owner tag is not live, and exactly one of its former names is, that tag gets the new name, so
 * that nobody has to be tagged again. In the catalog it has the new name from here on.
 */
function renameOwnerTags({ tags, ids, ownerTags, formerOwnerTags }: Catalog): void {
  for (const [key, { name, set, hasMembers }] of ownerTags) {
    const known = tags.get(key);
    if (!hasMembers || known?.id !== undefined) continue;
    const before = [...formerOwnerTags].filter(([, tag]) => tag.set === set).map(([former]) => former);
    const [former, ...others] = before.filter((one) => tags.get(one)?.id !== undefined);
    if (former === undefined || others.length > 0) continue;
    const id = tags.get(former)?.id;
    tags.set(key, { name, id, declared: known?.declared });
    tags.delete(former);
    if (id !== undefined) ids.set(tagAddress(name), id);
    ids.delete(tagAddress(former));
  }
}

function renaming({ address, order, name, place }: Implied, { id, name: before }: WireTag): Planned {
  return {
    state: 'change',
    order,
    change: {
      address,
      kind: 'tag',
      action: 'update',
      id,
      requires: [],
      irreversible: false,
      reason: `the owner tag was called ${before}, and keeps its members`,
      notes: [],
      also: [],
      fields: { name: { before, after: name } },
      source: sourceOf(place),
    },
  };
}

type Implied = Pick<TagDeclaration, 'address' | 'name' | 'order' | 'place'>;

function diffTags(
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
  return [...declared, ...implied].map((declaration): Planned => {
    const { address, name, order, place } = declaration;
    if (names.has(name.toLowerCase())) return { state: 'unchanged', address };
    const renamed = live.find(({ id }) => id === catalog.tags.get(name.toLowerCase())?.id);
    if (renamed !== undefined) return renaming(declaration, renamed);
    names.add(name.toLowerCase());
    const near = nearOf(declaration);
    if (near !== undefined) report(near);
    return {
      state: 'change',
      order,
      change: {
        address,
        kind: 'tag',
        action: 'create',
        id: null,
        requires: [],
        irreversible: false,
        reason: 'declared, not live',
        notes: [],
        also: [],
        fields: { name: { after: name } },
        source: sourceOf(place),
      },
    };
  });
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
      const name = change.id === null ? nameOf(change) : found.name;
      return [change.address, { state: 'live', id: found.id, fields: new Map([['name', name]]) }];
    }),
  );
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
