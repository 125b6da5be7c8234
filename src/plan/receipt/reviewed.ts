import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { ChangeGraph, type Reached } from '../change-graph.ts';
import { type ChangeHash, changeHasher, type MaskSecret, type Receipt } from './receipt.ts';

/** A receipt with the path of its file, for messages. */
export interface NamedReceipt {
  readonly file: string;
  readonly receipt: Receipt;
}

/** Which changes may run: those that one of the receipts holds and, where it is given, `within` holds too. */
export interface ReviewedBy {
  readonly receipts: readonly NamedReceipt[];
  readonly within?: NamedReceipt | undefined;
}

/** Why a change is left out: no receipt of that flag holds it, or it needs a change that is left out. */
export type LeftBy = 'expect' | 'within' | 'need';

export interface ReviewedChanges {
  /** Address → why this change is not run. */
  readonly left: ReadonlyMap<string, string>;
  /** How many changes are left out for each reason; they add up to the size of `left`. */
  readonly counts: Readonly<Record<LeftBy, number>>;
  /** For each of `receipts`, how many of its changes are not in this plan, or not in the same form. */
  readonly gone: readonly number[];
}

/** Wordings: why a change itself is left out, and how to end a sentence about a change that needs one which is left out. */
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

/** Codes for the bytes of `strange`: the index in this list; 0 is a change that may run. */
const BY: readonly (By | undefined)[] = [undefined, 'expect', 'within'];

/**
 * Tells which changes of a plan were reviewed. A reviewed change is left out as well when it requires one that is left out,
 * because it would run into a state that nobody has reviewed.
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

/** Tells whether a receipt holds a change. A receipt with the key `salt` is compared without the secret, even where there is one. */
function holderOf({ receipt }: NamedReceipt, secret: MaskSecret): (change: Change) => boolean {
  const hash: ChangeHash = changeHasher(receipt, receipt.key === 'mask' ? secret : undefined);
  return (change) => receipt.hashes.has(hash(change));
}

interface Stranded {
  /** For each position an index into `BY`. */
  readonly strange: Uint8Array;
  readonly stranded: Reached;
  readonly graph: ChangeGraph;
}

/** For each position: why a change that was reviewed is left out nevertheless. */
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

/** A change that is left out and that this one requires, or whose merge it depends on. Those in `seen` are ignored. */
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

/** Which flag is at the root: follows what is missing until a change that a flag left out. */
function rootOf(place: number, among: Stranded): By {
  const seen = new Set<number>();
  for (let at: number | undefined = place; at !== undefined; at = missingOf(at, among, seen)) {
    const by = BY[among.strange[at] ?? 0];
    if (by !== undefined) return by;
    seen.add(at);
  }
  return 'expect';
}
