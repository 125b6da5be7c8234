import { attributePath } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Undone } from '../../types/undoing.ts';

/**
 * Whether the manifests of today would move the holder of a former option again after an undo. Values from another attribute
 * are not carried again: what an undo takes away counts as cleared.
 */
export function carriedAgain({ made, inverse }: Undone, { carrying }: Pick<Catalog, 'carrying'>): boolean {
  return Object.entries(made.context?.carried ?? {}).some(
    ([path, { from, value }]) =>
      from === path &&
      path in inverse.fields &&
      carrying.rules.some(
        ({ model, attribute, was }) =>
          model === made.kind && attributePath(attribute) === path && was.has(String(value)),
      ),
  );
}
