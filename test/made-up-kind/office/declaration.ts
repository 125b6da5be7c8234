import { cellsAt } from '../../../src/kinds/declared/declare-map.ts';
import { address } from '../../../src/types/address.ts';
import type { Declaration, ManifestDocument } from '../../../src/types/declaration.ts';
import type { DeclareContext } from '../../../src/types/kind.ts';

export interface OfficeDeclaration extends Declaration {
  readonly name: string;
}

/** In the order in which they are compared and shown. */
export const FIELDS = ['city', 'keyholder', 'phones'] as const;

export function officeAddress(name: string): string {
  return address('office', name);
}

export async function declareOffices(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly OfficeDeclaration[]> {
  return document.keys(['offices']).map((name) => ({
    kind: 'office',
    address: officeAddress(name),
    place: document.keyPlace(['offices', name]),
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells: cellsAt(document, ['offices', name]),
    name,
  }));
}
