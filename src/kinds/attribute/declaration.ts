import { address } from '../../types/address.ts';
import type { AttributeType, Model } from '../../types/attribute-type.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { cellsAt } from '../declared/declare-map.ts';
import { declaredType } from '../declared/item-cells.ts';

/** One data attribute. Cells: type, options, description, messenger_writable, archived, protect, sensitive. */
export interface AttributeDeclaration extends Declaration {
  readonly model: Model;
  readonly name: string;
}

export async function declareAttributes(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly AttributeDeclaration[]> {
  const model: Model = document.data['model'] === 'company' ? 'company' : 'contact';
  return document.keys(['attributes']).map((name) => ({
    kind: 'attribute',
    address: address('attribute', model, name),
    place: document.keyPlace(['attributes', name]),
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells: cellsAt(document, ['attributes', name]),
    ...(document.isPartial(['attributes', name]) ? { isPartial: true } : {}),
    model,
    name,
  }));
}

/** The declared type; the schema has checked that it is one. */
export function declaredAttributeType(declaration: AttributeDeclaration): AttributeType | undefined {
  return declaredType(declaration) as AttributeType | undefined;
}

export function isDeclaredTrue(declaration: AttributeDeclaration, path: string): boolean {
  return declaration.cells.get(path)?.value === true;
}
