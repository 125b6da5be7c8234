import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { ChangeGraph, type Reached } from '../change-graph.ts';
import { type ChangeHash, changeHasher, type MaskSecret, type Receipt } from './receipt.ts';

/** A receipt, and the path by which it was given. */
export interface NamedReceipt {
  readonly file: string;
  readonly receipt: Receipt;
}

/** What may run: a change that one of these receipts holds, and where there is one, `within` too. */
export interface ReviewedBy {
  readonly receipts: readonly NamedReceipt[];
  readonly within?: NamedReceipt | undefined;
}

/** Which flag leaves a change out, or that it needs one that is left out. */
export type LeftBy = 'expect' | 'within' | 'need';

export interface ReviewedChanges {
  /** Address → why this change is not run. */
  readonly left: ReadonlyMap<string, string>;
  /** How many are left by what; they add up to `left`. */
  readonly counts: Readonly<Record<LeftBy, number>>;
  /** For each of the receipts, how many changes that it holds are no change of this plan, at least not as they were. */
  readonly gone: readonly number[];
}

/** Why a change is left alone, and the end of a sentence about a change that needs it. */
const REASONS = {
  expect: {
    itself: 'it was not reviewed',
    needed: 'was not reviewed',
    further: 'needs what was not reviewed',
  },
  within: {
    itself: 'it was reviewed, but is not in the receipt of --within',
    needed: 'is not in the receipt of --within',
    further: 'needs what is not in the receipt of --within',
  },
} as const;

type By = keyof typeof REASONS;

/** What stands for each of them beside a place; 0 for what may run. */
const BY: readonly (By | undefined)[] = [undefined, 'expect', 'within'];

/**
 * Parts the changes of a plan into what was reviewed and what was not. A reviewed change whose requirement is left out is left out too:
 * it would run into something that nobody has seen.
 */
export function reviewedChanges(
  changes: Changes,
  { receipts, within }: ReviewedBy,
  secret: MaskSecret,
): ReviewedChanges {
  const holders = receipts.map((one) => holderOf(one, secret));
  const mustHold = within === undefined ? undefined : holderOf(within, secret);
  const gone = receipts.map(({ receipt }) => receipt.hashes.size);
  const strange = new Uint8Array(changes.length);
  let place = 0;
  for (const change of changes) {
    let isHeld = false;
    for (const [index, holds] of holders.entries()) {
      if (!holds(change)) continue;
      isHeld = true;
      gone[index] = (gone[index] ?? 0) - 1;
    }
    const by: By | undefined = !isHeld ? 'expect' : mustHold?.(change) === false ? 'within' : undefined;
    strange[place++] = BY.indexOf(by);
  }
  const left = new Map<string, string>();
  const counts: Record<LeftBy, number> = { expect: 0, within: 0, need: 0 };
  if (strange.every((by) => by === 0)) return { left, counts, gone };
  const graph = new ChangeGraph(changes);
  const stranded = graph.withDependents(strange.map((by) => (by === 0 ? 0 : 1)));
  const reasons = strandedReasons(changes, { strange, stranded, graph });
  place = -1;
  for (const { address } of changes) {
    place += 1;
    if (stranded.places[place] !== 1) continue;
    const by = BY[strange[place] ?? 0];
    counts[by ?? 'need'] += 1;
    left.set(address, by === undefined ? (reasons.get(place) ?? '') : REASONS[by].itself);
  }
  return { left, counts, gone };
}

/** Tells whether a receipt holds a change. One that says that its key is the salt is not keyed, whatever secret there is. */
function holderOf({ receipt }: NamedReceipt, secret: MaskSecret): (change: Change) => boolean {
  const hash: ChangeHash = changeHasher(receipt, receipt.key === 'mask' ? secret : undefined);
  return (change) => receipt.hashes.has(hash(change));
}

interface Stranded {
  /** What of `BY` a place is left out by. */
  readonly strange: Uint8Array;
  readonly stranded: Reached;
  readonly graph: ChangeGraph;
}

/** Why the changes that were reviewed and yet are left out cannot be made, by place. */
function strandedReasons(changes: Changes, among: Stranded): ReadonlyMap<number, string> {
  const missing = new Map<number, number>();
  for (const place of among.stranded.order) {
    if (among.strange[place] !== 0) continue;
    const needs = missingOf(place, among);
    if (needs === undefined) throw new Error(`change ${place} is stranded by nothing`);
    missing.set(place, needs);
  }
  const addresses = addressesAt(changes, new Set(missing.values()));
  return new Map(
    Array.from(missing, ([place, needs]) => {
      const by = BY[among.strange[needs] ?? 0];
      const which = by === undefined ? REASONS[rootOf(needs, among)].further : REASONS[by].needed;
      return [place, `it needs ${addresses.get(needs)}, which ${which}`] as const;
    }),
  );
}

function addressesAt(changes: Changes, places: ReadonlySet<number>): ReadonlyMap<number, string> {
  const addresses = new Map<number, string>();
  let place = 0;
  for (const { address } of changes) {
    if (places.has(place)) addresses.set(place, address);
    place += 1;
  }
  return addresses;
}

/** What is left out that a change requires, or the merge that it goes with. `seen` is passed over. */
function missingOf(
  place: number,
  { stranded, graph }: Stranded,
  seen: ReadonlySet<number> = new Set(),
): number | undefined {
  const isMissing = (other: number) => stranded.places[other] === 1 && !seen.has(other);
  for (const required of graph.requiredBy(place)) if (isMissing(required)) return required;
  const merges = [...graph.dependentsOf(place)].filter((other) => graph.isMerge(other) && isMissing(other));
  if (merges.length < 2) return merges[0];
  return stranded.order.find((other) => merges.includes(other));
}

/** Which flag left out what a change needs at the end of its needs. */
function rootOf(place: number, among: Stranded): By {
  const seen = new Set<number>();
  for (let at: number | undefined = place; at !== undefined; at = missingOf(at, among, seen)) {
    const by = BY[among.strange[at] ?? 0];
    if (by !== undefined) return by;
    seen.add(at);
  }
  return 'expect';
}
