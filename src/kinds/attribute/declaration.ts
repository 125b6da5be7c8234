import { address } from '../../types/address.ts';
import type { AttributeType, Model } from '../../types/catalog.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { cellsAt, textOf } from '../declared/declare-map.ts';

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
    ...(document.lessened(['attributes', name]) ? { unsure: true } : {}),
    model,
    name,
  }));
}

/** The declared type; undefined when no version states one. The schema has checked the word. */
export function declaredType(declaration: AttributeDeclaration): AttributeType | undefined {
  return textOf(declaration.cells, 'type') as AttributeType | undefined;
}

/** The declared options; undefined when unmanaged. */
export function declaredOptions(declaration: AttributeDeclaration): readonly string[] | undefined {
  const value = declaration.cells.get('options')?.value;
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function isDeclaredTrue(declaration: AttributeDeclaration, path: string): boolean {
  return declaration.cells.get(path)?.value === true;
}
