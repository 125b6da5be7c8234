import { address } from '../../types/address.ts';
import type { Json } from '../../types/json.ts';
import type { Undoing, Undone } from '../../types/undoing.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { wantedAgain } from '../declared/wanted-again.ts';
import { carryRule } from './carry-rules.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';
import { sameAttributeValue } from './steps.ts';

const noSuch = { never: 'attributes are neither converted nor merged' };

/** Attributes cannot be deleted, so a created one is archived. */
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
  again: (undone, declared) => [
    ...wantedAgain(undone, declared, (declaration, path, held) => {
      const wanted = declaredValue(declaration, path);
      return wanted !== undefined && sameAttributeValue(path, wanted, held);
    }),
    ...archivedAgain(undone, declared),
  ],
};

/** Archivals of old attributes that `from` with `archive: true` asks for. */
function archivedAgain(
  undone: readonly Undone[],
  declared: readonly AttributeDeclaration[],
): readonly string[] {
  const asked = new Set(
    declared.flatMap((declaration) => {
      const from = carryRule(declaration)?.from;
      return from?.archive === true ? from.attributes.map((name) => attributeAddress(declaration, name)) : [];
    }),
  );
  return undone.flatMap(({ made }) =>
    made.action === 'archive' && asked.has(made.address) ? [made.address] : [],
  );
}

function attributeAddress({ model }: AttributeDeclaration, name: string): string {
  return address('attribute', model, name);
}

/**
 * The declared value in the plan's terms; undefined where it is unmanaged. A declared attribute is not archived unless it
 * says so.
 */
function declaredValue(declaration: AttributeDeclaration, path: string): Json | undefined {
  if (path === 'archived') return isDeclaredTrue(declaration, 'archived');
  if (path === 'options') return declaredOptions(declaration);
  const value = declaration.cells.get(path)?.value;
  return path === 'description' && value === '' ? null : value;
}
