import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { FieldChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import { type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { Planned } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';
import { listOf } from '../declare-map.ts';
import { emailKey } from '../person-values.ts';
import type { ContactDeclaration } from './declaration.ts';
import type { Resolved } from './resolve.ts';
import type { ContactSet } from './set.ts';

/** Reads who carries the owner tags of pruning sets, with all their tags. A scan that comes short prunes nothing (law 10). */
export async function readCarriers(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reader: IntercomReader,
): Promise<void> {
  const { people } = catalog;
  await Promise.all(
    pruningSets(declared.map(({ set }) => set)).map(async ({ name, prune }) => {
      const tag = catalog.tags.get(prune.ownerTag.toLowerCase())?.id;
      const ids: string[] = [];
      if (tag !== undefined) {
        try {
          for await (const page of reader.scanContacts({ field: 'tag_id', operator: '=', value: tag })) {
            for (const contact of page) {
              // One that was looked up is known better: its lists may be whole by now.
              if (people.byId(contact.id) === undefined) people.set(contact.id, { state: 'live', contact });
              ids.push(contact.id);
            }
          }
          await readAllTags(ids, catalog, reader);
        } catch (error) {
          if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
          catalog.incomplete.add(address('contact', name));
          return;
        }
      }
      catalog.carriers.set(name, ids);
    }),
  );
}

/** Embedded lists stop at ten (api.md 4.1); what else somebody carries decides whether they may be archived. */
async function readAllTags(ids: readonly string[], catalog: Catalog, reader: IntercomReader): Promise<void> {
  const { people } = catalog;
  const short = ids.filter((id) => people.byId(id)?.tagsComplete === false);
  await Promise.all(
    short.map(async (id) =>
      people.setLists(id, { tags: (await reader.contactTags(id)).map((tag) => tag.id) }),
    ),
  );
}

/** Changes for contacts that carry a set's owner tag and that no manifest declares any more (DESIGN 3.5). */
export function prunePlans(resolved: Resolved, catalog: Catalog, report: Report): readonly Planned[] {
  const declaredIds = new Set(
    resolved.wanted.flatMap(({ person, absorb }) => [person?.id, ...absorb.map((lead) => lead.id)]),
  );
  const merged = new Set([...catalog.merges].map(({ lead }) => lead.id));
  const left = leftOutKeys(resolved);
  const taken = new Map<string, Set<string>>();
  const planned: Planned[] = [];
  for (const set of pruningSets(resolved.sets)) {
    const carriers = catalog.carriers.get(set.name);
    const why = withheld(set, resolved, carriers !== undefined);
    if (why !== undefined) {
      report({
        code: 'prune-withheld',
        severity: 'warning',
        summary: `nothing is pruned from set ${set.name}`,
        detail: why,
        help: 'mend what is named, then plan again',
        ...set.place,
      });
      continue;
    }
    const after = lastOrder(set, resolved);
    for (const id of [...(carriers ?? [])].sort()) {
      const person = catalog.people.byId(id);
      if (person === undefined || declaredIds.has(id) || merged.has(id) || isLeftOut(person, left)) continue;
      // Who carries the owner tags of several sets loses what they share once.
      const gone = taken.get(id) ?? new Set();
      taken.set(id, gone);
      planned.push(prune(set, person, { after, gone }, catalog));
    }
  }
  return planned;
}

type PruningSet = ContactSet & { readonly prune: NonNullable<ContactSet['prune']> };

/** The pruning sets that declare anybody: from one without desired contacts nothing is pruned. */
function pruningSets(sets: readonly ContactSet[]): readonly PruningSet[] {
  const pruning = new Map<string, PruningSet>();
  for (const set of sets) {
    if (set.prune !== undefined) pruning.set(set.name, { ...set, prune: set.prune });
  }
  return [...pruning.values()];
}

function withheld(set: ContactSet, resolved: Resolved, scanned: boolean): string | undefined {
  if (!scanned) return 'fewer contacts with its owner tag arrived than Intercom said there are';
  if (set.rejected.size > 0) return `${set.rejected.size} of its rows were skipped`;
  const out = resolved.leftOut.filter((declaration) => declaration.set.name === set.name);
  if (out.length > 0) return `${out.length} of its contacts could not be settled`;
  if (resolved.faulty.has(set.name)) return 'one of its contacts has an error';
  const members = resolved.wanted.some((wanted) =>
    wanted.members.some((member) => member.set.name === set.name),
  );
  return members ? undefined : 'none of its contacts is live, and none of them is created';
}

/** What declarations that could not be settled, and rows that were left out, name: whoever fits may be declared after all. */
function leftOutKeys({ leftOut, sets }: Resolved): ReadonlySet<string> {
  const keys = new Set(sets.flatMap(({ rejectedKeys }) => [...rejectedKeys]));
  for (const { id, externalId, email } of leftOut) {
    for (const key of [id, externalId, email && emailKey(email)]) if (key !== undefined) keys.add(key);
  }
  return keys;
}

function isLeftOut(person: LivePerson, keys: ReadonlySet<string>): boolean {
  const { id, external_id, email } = person;
  if (keys.has(id) || (external_id !== null && keys.has(external_id))) return true;
  return email !== null && keys.has(emailKey(email));
}

/** The position of the last contact that the set declares. */
function lastOrder(set: ContactSet, resolved: Resolved): number {
  let last = 0;
  for (const { members } of resolved.wanted) {
    for (const member of members) if (member.set.name === set.name) last = Math.max(last, member.order);
  }
  return last;
}

function prune(
  set: PruningSet,
  person: LivePerson,
  { after, gone }: { readonly after: number; readonly gone: Set<string> },
  catalog: Catalog,
): Planned {
  const { ownerTag, action } = set.prune;
  const others = [...catalog.ownerTags].filter(([key]) => key !== ownerTag.toLowerCase());
  const owned = others.find(([key]) => person.tags.includes(catalog.tags.get(key)?.id ?? ''));
  const archives = action === 'archive' && owned === undefined;
  const why = `carries ${ownerTag}, and no manifest declares it`;
  const remove = [...new Set([ownerTag, ...(listOf(set.defaults, 'tags') ?? []).map(({ name }) => name)])]
    .map((name) => catalog.tags.get(name.toLowerCase()))
    .filter((tag) => tag?.id !== undefined && person.tags.includes(tag.id))
    .map((tag) => tag?.name ?? '')
    .filter((name) => !gone.has(name))
    .sort();
  for (const name of remove) gone.add(name);
  const fields: Record<string, FieldChange> = archives
    ? { archived: { before: false, after: true } }
    : { tags: { add: [], remove } };
  return {
    state: 'change',
    // After everybody that the set declares, then by id.
    order: after + 0.5,
    change: {
      address: address('contact', set.name, person.external_id ?? person.email ?? person.id),
      kind: 'contact',
      action: archives ? 'archive' : 'update',
      id: person.id,
      requires: [],
      irreversible: false,
      reason:
        owned === undefined || action === 'untag'
          ? why
          : `${why}; it also carries ${owned[1].name}, so it is only untagged`,
      notes: [],
      also: [],
      fields,
      source: null,
      context: { role: person.role, set: set.name },
    },
  };
}
