import type { Change } from '../types/change.ts';
import { changesByAddress } from '../types/ranks.ts';
import { type ChangeHash, changeHasher, type MaskSecret, type Receipt } from './receipt.ts';
import { withDependents } from './requirements.ts';

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

type Strange = ReadonlyMap<Change, keyof typeof REASONS>;

/**
 * Parts the changes of a plan into what was reviewed and what was not. A reviewed change whose requirement is left out is left out too:
 * it would run into something that nobody has seen.
 */
export function reviewedChanges(
  changes: readonly Change[],
  { receipts, within }: ReviewedBy,
  secret: MaskSecret,
): ReviewedChanges {
  const holders = receipts.map((one) => holderOf(one, secret));
  const mustHold = within === undefined ? undefined : holderOf(within, secret);
  const gone = receipts.map(({ receipt }) => receipt.hashes.size);
  const strange = new Map<Change, keyof typeof REASONS>();
  for (const change of changes) {
    let isHeld = false;
    for (const [index, holds] of holders.entries()) {
      if (!holds(change)) continue;
      isHeld = true;
      gone[index] = (gone[index] ?? 0) - 1;
    }
    if (!isHeld) strange.set(change, 'expect');
    else if (mustHold?.(change) === false) strange.set(change, 'within');
  }
  const changeOf = changesByAddress(changes);
  const stranded = withDependents(new Set(strange.keys()), changes, changeOf);
  const left = new Map<string, string>();
  const counts: Record<LeftBy, number> = { expect: 0, within: 0, need: 0 };
  for (const change of changes) {
    const by = strange.get(change);
    if (by === undefined && !stranded.has(change)) continue;
    counts[by ?? 'need'] += 1;
    const why =
      by === undefined ? strandedReason(change, { strange, stranded, changeOf }) : REASONS[by].itself;
    left.set(change.address, why);
  }
  return { left, counts, gone };
}

/** Tells whether a receipt holds a change. One that says that its key is the salt is not keyed, whatever secret there is. */
function holderOf({ receipt }: NamedReceipt, secret: MaskSecret): (change: Change) => boolean {
  const hash: ChangeHash = changeHasher(receipt, receipt.key === 'mask' ? secret : undefined);
  return (change) => receipt.hashes.has(hash(change));
}

interface Stranded {
  readonly strange: Strange;
  readonly stranded: ReadonlySet<Change>;
  readonly changeOf: ReadonlyMap<string, Change>;
}

function strandedReason(change: Change, among: Stranded): string {
  const missing = missingOf(change, among);
  if (missing === undefined) throw new Error(`${change.address} is stranded by nothing`);
  const by = among.strange.get(missing);
  if (by !== undefined) return `it needs ${missing.address}, which ${REASONS[by].needed}`;
  return `it needs ${missing.address}, which ${REASONS[rootOf(missing, among)].further}`;
}

/** What is left out that a change requires, or the merge that it goes with. `seen` is passed over. */
function missingOf(
  change: Change,
  { stranded, changeOf }: Stranded,
  seen: ReadonlySet<Change> = new Set(),
): Change | undefined {
  for (const address of change.requires) {
    const required = changeOf.get(address);
    if (required !== undefined && stranded.has(required) && !seen.has(required)) return required;
  }
  const isAround = ({ kind, requires }: Change) =>
    kind === 'merge' && requires.some((address) => changeOf.get(address) === change);
  return [...stranded].find((one) => isAround(one) && !seen.has(one));
}

/** Which flag left out what a change needs at the end of its needs. */
function rootOf(change: Change, among: Stranded): keyof typeof REASONS {
  const seen = new Set<Change>();
  for (let at: Change | undefined = change; at !== undefined; at = missingOf(at, among, seen)) {
    const by = among.strange.get(at);
    if (by !== undefined) return by;
    seen.add(at);
  }
  return 'expect';
}
