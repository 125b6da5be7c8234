import type { CarriedValue } from '../../types/carrying.ts';
import type { ChangeContext, FieldChange, ValueChange } from '../../types/change.ts';
import type { Carried, Holder } from './carried.ts';

/** The values that a change writes because the holder has them already, in another place or under a former option. */
export interface CarriedFields {
  readonly fields: Readonly<Record<string, Required<ValueChange>>>;
  readonly context: Pick<ChangeContext, 'carried'>;
}

/** What is left of these once those without a new value are taken out. */
export function carriedFields(found: readonly Carried[], holder: Pick<Holder, 'fields'>): CarriedFields {
  const fields: Record<string, Required<ValueChange>> = {};
  const carried: Record<string, CarriedValue> = {};
  for (const { path, from, old, result } of found) {
    if (result.state !== 'value') continue;
    fields[path] = { before: holder.fields.get(path) ?? null, after: result.value };
    carried[path] = { from, value: old };
  }
  return Object.keys(fields).length === 0 ? NOTHING_CARRIED : { fields, context: { carried } };
}

export const NOTHING_CARRIED: CarriedFields = { fields: {}, context: {} };

/**
 * Whether the declarations of the holder decide the value instead: they write it, or they manage it and nothing was moved
 * within it. A former option is moved also where the live value is kept.
 */
export function isDecided(
  { path, from }: Carried,
  written: Readonly<Record<string, FieldChange>>,
  managed: { has(path: string): boolean },
): boolean {
  return path in written || (from !== path && managed.has(path));
}

/** Why a change is planned that only carries values over. */
export function carriedReason({ context }: Pick<CarriedFields, 'context'>): string {
  const reasons = Object.entries(context.carried ?? {}).map(([path, { from }]) =>
    from === path ? `${path} holds a former option` : `${path} is carried over from ${from}`,
  );
  return reasons.join('; ');
}

/** Whether nothing else differs. */
export function carriesAlone(
  fields: Readonly<Record<string, FieldChange>>,
  { fields: carried }: CarriedFields,
): boolean {
  const count = Object.keys(carried).length;
  return count > 0 && Object.keys(fields).length === count;
}
