import type { Catalog } from '../../../types/catalog.ts';
import type { FieldChange } from '../../../types/change.ts';
import { type Carried, carriedBy, decidedKey, type Holder } from '../../carrying/carried.ts';
import {
  type CarriedFields,
  carriedFields,
  isDecided,
  NOTHING_CARRIED,
} from '../../carrying/carried-fields.ts';
import type { Wanted } from './wanted.ts';

/**
 * The values that a declared person gets from what the person holds already: what a contact set declares wins, the rest is
 * carried over. `written`: the fields that the declarations change.
 */
export function carriedInto(
  { person, scalars }: Pick<Wanted, 'person' | 'scalars'>,
  holder: Holder,
  written: Readonly<Record<string, FieldChange>>,
  catalog: Catalog,
): CarriedFields {
  const found = carriedBy(holder, 'contact', catalog);
  if (found.length === 0) return NOTHING_CARRIED;
  const left: Carried[] = [];
  for (const one of found) {
    if (!isDecided(one, written, scalars)) left.push(one);
    else if (person !== undefined) catalog.carrying.decided.add(decidedKey(person.id, one.path));
  }
  return carriedFields(left, holder);
}
