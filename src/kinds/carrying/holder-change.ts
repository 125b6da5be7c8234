import type { Change, ChangeContext } from '../../types/change.ts';
import type { Planned } from '../../types/kind.ts';
import { sourceOf } from '../declared/declare-map.ts';
import type { Carried, Holder } from './carried.ts';
import { carriedFields, carriedReason } from './carried-fields.ts';

/** A live contact or company that no manifest declares. */
export interface UndeclaredHolder extends Pick<Change, 'address' | 'kind' | 'id' | 'requires'> {
  readonly fields: Holder['fields'];
  readonly context?: Pick<ChangeContext, 'role'>;
}

/** The change that gives values to what no manifest declares; undefined where there is none to give. */
export function holderChange(
  { address, kind, id, requires, context, ...holder }: UndeclaredHolder,
  found: readonly Carried[],
): Extract<Planned, { state: 'change' }> | undefined {
  const carried = carriedFields(found, holder);
  const rules = found.flatMap(({ rule, path }) => (path in carried.fields ? [rule] : []));
  const [first] = [...rules].sort((a, b) => a.order - b.order);
  if (first === undefined) return undefined;
  return {
    state: 'change',
    order: first.order,
    change: {
      ...{ address, kind, action: 'update', id },
      requires: [...requires, ...rules.map((rule) => rule.address)],
      irreversible: false,
      reason: carriedReason(carried),
      notes: [],
      also: [],
      fields: carried.fields,
      source: sourceOf(first.place),
      context: { ...context, ...carried.context },
    },
  };
}
