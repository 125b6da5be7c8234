import { referencesOf } from '../apply/references.ts';
import { kindOf, kindOfChange } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import { addressSegments } from '../types/address.ts';
import type { PlanDocument } from '../types/plan.ts';

/**
 * Address → Intercom id of what the steps of a plan refer to: ids of changes in the plan, and of other live items that their
 * kind finds. What the plan creates gets its id when it is created.
 */
export async function referencedIds(
  { changes }: Pick<PlanDocument, 'changes'>,
  reader: KindReader,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set<string>();
  for (const change of changes)
    for (const step of kindOfChange(change).steps(change))
      for (const address of referencesOf(step)) if (address !== change.address) wanted.add(address);
  const ids = new Map<string, string>();
  for (const { address, id } of changes) if (id !== null && wanted.has(address)) ids.set(address, id);
  const byKind = new Map<string, string[]>();
  for (const address of wanted) {
    if (ids.has(address)) continue;
    const [name = ''] = addressSegments(address);
    const others = byKind.get(name);
    if (others === undefined) byKind.set(name, [address]);
    else others.push(address);
  }
  for (const [name, addresses] of byKind)
    for (const [address, id] of (await kindOf(name)?.idsOf?.(addresses, reader)) ?? []) ids.set(address, id);
  return ids;
}
