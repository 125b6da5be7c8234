import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { Planned } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';
import { emailKey } from '../person-values.ts';
import type { ContactDeclaration } from './declaration.ts';
import { type PruningSet, pruneChanges } from './prune-change.ts';
import type { Resolved } from './resolve.ts';
import type { ContactSet } from './set.ts';
import type { Wanted } from './wanted.ts';

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
export function prunePlans(resolved: Resolved, catalog: Catalog, report: Report): Pruning {
  const leavers = new Map<LivePerson, PruningSet[]>();
  for (const [set, people] of whoLeaves(resolved, catalog, report)) {
    for (const person of people) leavers.set(person, [...(leavers.get(person) ?? []), set]);
  }
  const planned: Planned[] = [];
  const ofSet = new Map<string, string[]>();
  for (const [person, sets] of leavers) {
    const changes = pruneChanges(person, sets, catalog);
    // After everybody that the set declares, then by id.
    for (const { set, change } of changes)
      planned.push({ state: 'change', order: lastOrder(set, resolved) + 0.5, change });
    const addresses = changes.map(({ change }) => change.address);
    for (const { name } of sets) ofSet.set(name, [...(ofSet.get(name) ?? []), ...addresses]);
  }
  return { planned, before: lastMembersWait(resolved, ofSet) };
}

/** Whoever left sets. */
export interface Pruning {
  readonly planned: readonly Planned[];
  /** Addresses of the changes that have to be done before this member of a set is archived. */
  readonly before: (wanted: Wanted) => readonly string[];
}

/**
 * From a set of which nobody is live nothing is pruned, so a set that is about to lose its last live members lets go of those who left
 * it before: had one of these changes failed, no later plan would see what is left.
 */
function lastMembersWait(
  { wanted }: Resolved,
  ofSet: ReadonlyMap<string, readonly string[]>,
): Pruning['before'] {
  const lasting = new Set(
    wanted.filter(({ archived }) => !archived).flatMap(({ members }) => members.map(({ set }) => set.name)),
  );
  return ({ members }) => [
    ...new Set(members.flatMap(({ set }) => (lasting.has(set.name) ? [] : (ofSet.get(set.name) ?? [])))),
  ];
}

/** The live people that each pruning set lost, by id; a set of which nothing is pruned is not among them. */
function whoLeaves(
  resolved: Resolved,
  catalog: Catalog,
  report: Report,
): ReadonlyMap<PruningSet, readonly LivePerson[]> {
  const declaredIds = new Set(
    resolved.wanted.flatMap(({ person, absorb }) => [person?.id, ...absorb.map((lead) => lead.id)]),
  );
  const merged = new Set([...catalog.merges].map(({ lead }) => lead.id));
  const leftOut = leftOutKeys(resolved);
  const leaving = new Map<PruningSet, readonly LivePerson[]>();
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
    const people = [...(carriers ?? [])].sort().flatMap((id) => {
      const person = catalog.people.byId(id);
      if (person === undefined || declaredIds.has(id) || merged.has(id)) return [];
      return isLeftOut(person, leftOut) ? [] : [person];
    });
    leaving.set(set, people);
  }
  return leaving;
}

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
