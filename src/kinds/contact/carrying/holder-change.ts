import { address } from '../../../types/address.ts';
import type { CarriedValue } from '../../../types/carrying.ts';
import type { FieldChange } from '../../../types/change.ts';
import type { Planned } from '../../../types/kind.ts';
import type { LivePerson } from '../../../types/person.ts';
import type { Carried } from '../../carrying/carried.ts';
import { sourceOf } from '../../declared/declare-map.ts';
import { carriedReason } from '../comparing/carried-into.ts';

/**
 * The address of a live contact that no manifest declares: the kind and its id, without a set, so that it is the address of
 * no declaration.
 */
export function holderAddress(id: string): string {
  return address('contact', id);
}

/** The change that gives values to a contact that no manifest declares; undefined where there is none to give. */
export function holderChange(
  { id, role, fields: held }: Pick<LivePerson, 'id' | 'role' | 'fields'>,
  found: readonly Carried[],
  requires: readonly string[],
): Extract<Planned, { state: 'change' }> | undefined {
  const fields: Record<string, FieldChange> = {};
  const carried: Record<string, CarriedValue> = {};
  const needed = [...requires];
  let first: Carried | undefined;
  for (const one of found) {
    const { rule, path, from, old, result } = one;
    if (result.state !== 'value') continue;
    fields[path] = { before: held.get(path) ?? null, after: result.value };
    carried[path] = { from, value: old };
    needed.push(rule.address);
    if (first === undefined || rule.order < first.rule.order) first = one;
  }
  if (first === undefined) return undefined;
  return {
    state: 'change',
    order: first.rule.order,
    change: {
      address: holderAddress(id),
      kind: 'contact',
      action: 'update',
      id,
      requires: needed,
      irreversible: false,
      reason: carriedReason({ context: { carried } }),
      notes: [],
      also: [],
      fields,
      source: sourceOf(first.rule.place),
      context: { role, carried },
    },
  };
}
