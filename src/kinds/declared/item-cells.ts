import type { Declaration } from '../../types/declaration.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import { textOf } from './declare-map.ts';

type WithCells = Pick<Declaration, 'cells'>;

/** The declared type; undefined when no version states one. The schema has checked the word. */
export function declaredType({ cells }: WithCells): string | undefined {
  return textOf(cells, 'type');
}

/** The declared options, each a text or a map with its `value`; undefined when unmanaged. */
export function declaredOptions({ cells }: WithCells): readonly string[] | undefined {
  const value = cells.get('options')?.value;
  if (!Array.isArray(value)) return undefined;
  return value.map((option: Json) => String(isJsonObject(option) ? (option['value'] ?? '') : option));
}

export function isDeclaredArchived({ cells }: WithCells): boolean {
  return cells.get('archived')?.value === true;
}
