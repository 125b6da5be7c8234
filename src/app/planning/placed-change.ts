import { isOfPairs } from '../../kinds/declared/sets.ts';
import type { Behind } from '../../plan/selection/filter-criteria.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { BehindOf } from '../origins.ts';
import type { PlacedChange } from './planned-changes.ts';

/**
 * A change with what may select it: the address of the contact that absorbs a lead, and the documents behind it where flags ask
 * for them.
 */
export function placedChange(
  { change, order }: Pick<PlacedChange, 'change' | 'order'>,
  { merges }: Pick<Catalog, 'merges'>,
  behind: BehindOf | undefined,
): PlacedChange {
  const alias = isOfPairs(change.kind) ? merges.of(change.id ?? '')?.absorbedBy : undefined;
  const placed = { change, order, alias };
  return behind === undefined ? placed : { ...placed, behind: documentsBehind(change, alias, behind) };
}

function documentsBehind(
  change: Change,
  alias: string | undefined,
  behind: BehindOf,
): Readonly<Record<string, readonly Behind[]>> {
  const answers = [change.address, ...change.also, ...(alias === undefined ? [] : [alias])];
  return Object.fromEntries(answers.map((address) => [address, behind(change, address)]));
}
