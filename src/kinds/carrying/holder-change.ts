import type { Catalog } from '../../types/catalog.ts';
import type { Change, ChangeContext } from '../../types/change.ts';
import type { Planned } from '../../types/kind.ts';
import { sourceOf } from '../declared/declare-map.ts';
import type { Uniting } from '../declared/united-tags.ts';
import type { Carried, Holder } from './carried.ts';
import { carriedFields, carriedReason } from './carried-fields.ts';

/** A live contact or company that no manifest declares. */
export interface UndeclaredHolder extends Pick<Change, 'address' | 'kind' | 'id' | 'requires'> {
  readonly fields: Holder['fields'];
  readonly context?: Pick<ChangeContext, 'role'>;
}

/** What it gets for what it holds. */
export interface HolderGets {
  readonly found: readonly Carried[];
  readonly uniting: Uniting;
}

/** The change that gives values and tags of today to what no manifest declares; undefined where there is none to give. */
export function holderChange(
  { address, kind, id, requires, context, ...holder }: UndeclaredHolder,
  { found, uniting }: HolderGets,
  { formerTags }: Pick<Catalog, 'formerTags'>,
): Extract<Planned, { state: 'change' }> | undefined {
  const carried = carriedFields(found, holder);
  const rules = found.flatMap(({ rule, path }) => (path in carried.fields ? [rule] : []));
  const { add, remove, why } = uniting;
  const formers = remove.flatMap((name) => formerTags.get(name.toLowerCase()) ?? []);
  const [first] = [...rules, ...formers].sort((a, b) => a.order - b.order);
  const reasons = [...(rules.length > 0 ? [carriedReason(carried)] : []), ...why];
  if (first === undefined) return undefined;
  return {
    state: 'change',
    order: first.order,
    change: {
      ...{ address, kind, action: 'update', id },
      requires: [
        ...requires,
        ...rules.map((rule) => rule.address),
        ...formers.map(({ heir }) => heir.address),
      ],
      irreversible: false,
      reason: reasons.join('; '),
      notes: [],
      also: [],
      fields: { ...carried.fields, ...(remove.length > 0 ? { tags: { add, remove } } : {}) },
      source: sourceOf(first.place),
      context: { ...context, ...carried.context, ...uniting.context },
    },
  };
}
