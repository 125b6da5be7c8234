import type { Change } from '../types/change.ts';
import { changesByAddress } from '../types/ranks.ts';
import { changeHash, type Receipt } from './receipt.ts';
import { withDependents } from './requirements.ts';

/** Why a change is left alone that a receipt does not hold. */
const NOT_REVIEWED = 'it was not reviewed';

export interface ReviewedChanges {
  /** Address → why this change is not run. */
  readonly left: ReadonlyMap<string, string>;
  /** How many changes that the receipt holds are no change of this plan, at least not as they were. */
  readonly gone: number;
}

/**
 * Parts the changes of a plan into what a receipt holds and what it does not. A reviewed change whose requirement was not
 * reviewed is left out too: it would run into something that nobody has seen.
 */
export function reviewedChanges(changes: readonly Change[], receipt: Receipt): ReviewedChanges {
  const strange = new Set<Change>();
  for (const change of changes)
    if (!receipt.hashes.has(changeHash(change, receipt.salt))) strange.add(change);
  const changeOf = changesByAddress(changes);
  const stranded = withDependents(strange, changes, changeOf);
  const left = new Map<string, string>();
  for (const change of changes) {
    if (strange.has(change)) left.set(change.address, NOT_REVIEWED);
    else if (stranded.has(change))
      left.set(change.address, strandedReason(change, stranded, strange, changeOf));
  }
  return { left, gone: receipt.hashes.size - (changes.length - strange.size) };
}

function strandedReason(
  change: Change,
  stranded: ReadonlySet<Change>,
  strange: ReadonlySet<Change>,
  changeOf: ReadonlyMap<string, Change>,
): string {
  const missing = change.requires
    .map((address) => changeOf.get(address))
    .find((requirement) => requirement !== undefined && stranded.has(requirement));
  if (missing === undefined) throw new Error(`${change.address} is stranded by nothing`);
  const why = strange.has(missing) ? 'was not reviewed' : 'needs what was not reviewed';
  return `it needs ${missing.address}, which ${why}`;
}
