import type { Declaration } from '../../types/declaration.ts';
import { textOf } from './declare-map.ts';

type WithCells = Pick<Declaration, 'cells'>;

/** The declared type; undefined when no version states one. The schema has checked the word. */
export function declaredType({ cells }: WithCells): string | undefined {
  return textOf(cells, 'type');
}

/** The declared options, where each is a text; undefined when unmanaged. */
export function declaredOptions({ cells }: WithCells): readonly string[] | undefined {
  const value = cells.get('options')?.value;
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function isDeclaredArchived({ cells }: WithCells): boolean {
  return cells.get('archived')?.value === true;
}
