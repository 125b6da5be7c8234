import type { Declaration } from '../../types/declaration.ts';
import type { Place } from '../../types/place.ts';
import { declaredOptions } from './item-cells.ts';

/** An option as it is declared. */
export interface PlacedOption {
  readonly label: string;
  readonly place: Place;
}

/** The options of a list that holds nothing but their texts; undefined when unmanaged. */
export function placedOptions(
  declaration: Pick<Declaration, 'cells' | 'place'>,
): readonly PlacedOption[] | undefined {
  const cell = declaration.cells.get('options');
  return declaredOptions(declaration)?.map((label, index) => ({
    label,
    place: cell?.elements?.[index] ?? cell?.place ?? declaration.place,
  }));
}
