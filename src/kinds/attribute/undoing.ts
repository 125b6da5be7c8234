import { isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { Undoing } from '../../types/undoing.ts';
import { type AttributeDeclaration, declaredOptions, isDeclaredTrue } from './declaration.ts';
import { sameAttributeValue } from './steps.ts';

const noSuch = { never: 'attributes are neither converted nor merged' };

/** Attributes cannot be deleted: one that was created is archived. */
export const attributeUndoing: Undoing<AttributeDeclaration> = {
  of: {
    create: 'archive',
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: 'unarchive',
    unarchive: 'archive',
  },
  keeps(path, before) {
    if (path === 'type') return 'the type of an attribute stays';
    return path === 'options' && before === null ? 'a list cannot become a plain text again' : undefined;
  },
  again(undone, declared) {
    const byAddress = new Map(declared.map((declaration) => [declaration.address, declaration]));
    return undone.flatMap(({ made, inverse }) => {
      const declaration = byAddress.get(made.address);
      if (declaration === undefined) return [];
      const isWanted = Object.entries(inverse.fields).some(([path, field]) => {
        if (isMembership(field)) return false;
        const wanted = declaredValue(declaration, path);
        return wanted !== undefined && sameAttributeValue(path, wanted, field.before ?? null);
      });
      return isWanted ? [made.address] : [];
    });
  },
};

/** In the plan's terms; undefined where it is unmanaged. Whatever is declared is live, unless it says otherwise. */
function declaredValue(declaration: AttributeDeclaration, path: string): Json | undefined {
  if (path === 'archived') return isDeclaredTrue(declaration, 'archived');
  if (path === 'options') return declaredOptions(declaration);
  const value = declaration.cells.get(path)?.value;
  return path === 'description' && value === '' ? null : value;
}
