import type { CarriedValue } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { ChangeContext, FieldChange, ValueChange } from '../../../types/change.ts';
import { carriedBy, decidedKey, type Holder } from '../../carrying/carried.ts';
import type { Wanted } from './wanted.ts';

/** The values that a declared person gets from what the person holds already. */
export interface CarriedInto {
  readonly fields: Readonly<Record<string, Required<ValueChange>>>;
  readonly context: Pick<ChangeContext, 'carried'>;
}

/**
 * What a contact set declares for a person wins; the rest is carried over. `written`: the fields that the declarations
 * change. A former option is moved also where `only_if_empty` keeps the live value.
 */
export function carriedInto(
  { person, scalars }: Pick<Wanted, 'person' | 'scalars'>,
  holder: Holder,
  written: Readonly<Record<string, FieldChange>>,
  catalog: Catalog,
): CarriedInto {
  const found = carriedBy(holder, 'contact', catalog);
  if (found.length === 0) return NOTHING;
  const fields: Record<string, Required<ValueChange>> = {};
  const carried: Record<string, CarriedValue> = {};
  for (const { path, from, old, result } of found) {
    const isDeclared = path in written || (from !== path && scalars.has(path));
    if (isDeclared) {
      if (person !== undefined) catalog.carrying.decided.add(decidedKey(person.id, path));
    } else if (result.state === 'value') {
      fields[path] = { before: holder.fields.get(path) ?? null, after: result.value };
      carried[path] = { from, value: old };
    }
  }
  if (Object.keys(fields).length === 0) return NOTHING;
  return { fields, context: { carried } };
}

const NOTHING: CarriedInto = { fields: {}, context: {} };

/** Why a change is planned that only carries values over. */
export function carriedReason({ context }: Pick<CarriedInto, 'context'>): string {
  const reasons = Object.entries(context.carried ?? {}).map(([path, { from }]) =>
    from === path ? `${path} holds a former option` : `${path} is carried over from ${from}`,
  );
  return reasons.join('; ');
}

/** Whether nothing else differs. */
export function carriesAlone(
  fields: Readonly<Record<string, FieldChange>>,
  { fields: carried }: CarriedInto,
): boolean {
  const count = Object.keys(carried).length;
  return count > 0 && Object.keys(fields).length === count;
}
