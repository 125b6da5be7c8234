import type { Declaration } from '../../types/declaration.ts';
import { textOf } from './declare-map.ts';

/** The declared description, without space around it; undefined where there is none. */
export function declaredDescription({ cells }: Pick<Declaration, 'cells'>): string | undefined {
  return textOf(cells, 'description')?.trim() || undefined;
}
