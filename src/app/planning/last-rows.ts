import { planPeople, withoutChange } from '../../kinds/contact/comparing/diff.ts';
import { tellLater } from '../../kinds/contact/identity/later.ts';
import { livingKeys, meetingKey } from '../../kinds/contact/identity/meeting-keys.ts';
import type { Conditional } from '../../kinds/contact/identity/part.ts';
import { detachableIn, NOTHING_DETACHABLE } from '../../kinds/contact/pruning/exact.ts';
import { NOBODY_PRUNED, prunePlans } from '../../kinds/contact/pruning/prune.ts';
import type { SetMembers } from '../../kinds/contact/sets/set-members.ts';
import type { Unsettled } from '../../kinds/contact/sets/withheld.ts';
import { isWithheld } from '../../kinds/contact/sets/withheld.ts';
import { mergeKind } from '../../kinds/merge/kind.ts';
import { type ResolvedMerges, resolveMerges } from '../../kinds/merge/resolve.ts';
import { peopleByKey } from '../../kinds/people/merging.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Planned } from '../../types/kind.ts';
import type { PartRow } from './declared-people.ts';
import { FaultyItems } from './faulty-items.ts';
import type { Parts } from './free-rows.ts';
import type { At, Ledger } from './ledger.ts';
import { lookUpAll } from './look-up.ts';
import { MetRows, markLast } from './met-rows.ts';
import { partCatalog } from './part-catalog.ts';
import { PartOfPeople } from './part-of-people.ts';
import { type PeopleToPlan, readBesides } from './people-to-plan.ts';
import { readLeavers } from './read-leavers.ts';
import { NOTES } from './row-notes.ts';

/** What is decided for the plan as a whole. */
export interface Closed {
  /** True where an incomplete or faulty read forbids to detach or prune anything. */
  readonly withheld: boolean;
  /** Declared merges without a change. */
  readonly merges: { readonly unchanged: number; readonly skipped: number };
}

/**
 * Plans what depends on all other rows: contacts that left a set (and rows that declare them in other sets), contacts that are
 * declared archived in a pruning set, and declared merges with the contacts that they are about.
 */
export async function planLast(
  plan: PeopleToPlan,
  { ledger, parts, round }: { readonly ledger: Ledger; readonly parts: Parts; readonly round: number },
): Promise<Closed> {
  const { catalog: whole, report, merges, reader } = plan;
  const { notes, outcomes } = ledger;
  const catalog: Catalog = { ...partCatalog(whole), mergeSources: whole.mergeSources };
  await readLeavers(plan, ledger, catalog);
  const { rows, at } = await readLast(plan, catalog, { ledger, parts, round });
  await mergeKind.deepen?.(merges, catalog, reader);
  const part = new PartOfPeople(rows, catalog, ledger, at);
  const faulty = new FaultyItems();
  let resolved: ResolvedMerges = { unchanged: [], skipped: [] };
  const settled = part.settle(() => {
    resolved = resolveMerges(merges, catalog, faulty.noting(part.report(false)));
  });
  countMembers(plan, ledger, catalog.carriers);
  for (const address of catalog.incomplete) whole.incomplete.add(address);
  for (const [row, address] of ledger.incomplete)
    if (notes.has(row, NOTES.incomplete)) whole.incomplete.add(address);
  ledger.uncertain.settle(plan.people.sets, (row, of) => notes.round(row) === of);
  for (const set of outcomes.faulty()) catalog.faulty.add(set);
  const withheld = isWithheld(unsettledOf(plan, ledger), catalog, report);
  const detachable = withheld ? NOTHING_DETACHABLE : detachableIn(catalog);
  const later = new Set<string>();
  const members = membersOf(plan, ledger);
  const pruning = withheld
    ? NOBODY_PRUNED
    : prunePlans(settled.resolved, { catalog, detachable, members, later, report });
  const planned = [
    ...planPeople(settled, catalog, { detachable, pruning, later }),
    ...pruning.planned,
    ...withoutChange(settled.resolved),
  ];
  const merged = part.merges(resolved);
  part.take(planned.map(always), merged, plan.finish);
  const kept = withheld ? 0 : notes.count(NOTES.later, 0, plan.people.rows);
  tellLater(later.size + kept, report);
  const unchanged = resolved.unchanged.filter((address) => !faulty.has(address)).length;
  return { withheld, merges: { unchanged, skipped: resolved.skipped.length } };
}

interface Closing {
  readonly ledger: Ledger;
  readonly parts: Parts;
  readonly round: number;
}

/**
 * Reads and looks up the rows that are planned last, together with the merges. Rows that turn out to share a key with these
 * join them.
 */
async function readLast(
  plan: PeopleToPlan,
  catalog: Catalog,
  { ledger, parts, round }: Closing,
): Promise<{ readonly rows: readonly PartRow[]; readonly at: At }> {
  const { people, context, merges, reader } = plan;
  const { meetings, notes } = ledger;
  const keys = merges.flatMap(({ from, into }) => [from, into]);
  const at = parts.next(round);
  const isLast = (row: number) => notes.has(meetings.group(row), NOTES.last);
  for (;;) {
    markLast(meetings, notes, people.rows + 1);
    const met = new MetRows(plan, ledger, at);
    if (anyOf(people.rows, isLast)) {
      for await (const batch of people.read(context.deaf, { first: false }))
        for (const one of batch) if (isLast(one.row)) met.add(one);
    }
    const rows = met.rows();
    await lookUpAll(rows, keys, catalog, reader);
    await readBesides(rows, catalog, plan);
    meetLast(plan, ledger, { rows, catalog, at });
    markLast(meetings, notes, people.rows + 1);
    if (!anyOf(people.rows, (row) => isLast(row) && notes.part(row) !== at.part)) return { rows, at };
  }
}

/** Records the keys by which these rows, and the declared merges, meet other rows. */
function meetLast(
  { merges, people, fields }: PeopleToPlan,
  ledger: Ledger,
  { rows, catalog, at }: { readonly rows: readonly PartRow[]; readonly catalog: Catalog; readonly at: At },
): void {
  const part = new PartOfPeople(rows, catalog, ledger, at);
  part.meet();
  const touch = (key: string) => ledger.meetings.touch(people.rows, key);
  const nobody = { externalId: undefined, email: undefined };
  for (const { from, into } of merges) {
    for (const key of [from, into]) {
      touch(meetingKey(key));
      for (const person of peopleByKey(key, catalog.people)) livingKeys(person, nobody, fields, touch);
    }
  }
}

function anyOf(rows: number, holds: (row: number) => boolean): boolean {
  for (let row = 0; row < rows; row++) if (holds(row)) return true;
  return false;
}

function always(planned: Planned): Conditional {
  return { planned, when: 'always' };
}

function unsettledOf({ people }: PeopleToPlan, { notes }: Ledger): Unsettled {
  return (name) => {
    const { from, to } = people.rowsOf(name);
    return notes.count(NOTES.leftOut, from, to);
  };
}

function membersOf({ people }: PeopleToPlan, { notes }: Ledger): SetMembers {
  const withAny = (bits: number) =>
    new Set(
      people.sets.flatMap(({ name }) => {
        const { from, to } = people.rowsOf(name);
        return notes.count(bits, from, to) > 0 ? [name] : [];
      }),
    );
  return {
    withMembers: withAny(NOTES.wanted),
    lasting: withAny(NOTES.lasting),
    withAbsent: withAny(NOTES.absent),
    lastPlaces: new Map(people.sets.map(({ name, order }) => [name, people.lastPlaceOf(order)])),
  };
}

/** Counts the live members of each set: live contacts that it declares or that carry its owner tag (design 6.4). */
function countMembers(
  { people, catalog }: PeopleToPlan,
  { notes, people: living }: Ledger,
  carriers: Catalog['carriers'],
): void {
  for (const { name } of people.sets) {
    const { from, to } = people.rowsOf(name);
    const declared = notes.count(NOTES.member, from, to);
    const others = carriers.get(name);
    if (declared === 0 && others === undefined) continue;
    // Some that seemed to have left are members by what was planned last; count them once.
    const members = new Uint8Array(living.ids.size + 1);
    for (let row = from; row < to; row++) if (notes.has(row, NOTES.member)) members[living.of.get(row)] = 1;
    const left = others?.filter((id) => members[living.ids.find(id) + 1] !== 1).length ?? 0;
    catalog.members.set(name, declared + left);
  }
}
