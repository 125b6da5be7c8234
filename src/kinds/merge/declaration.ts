import { address } from '../../types/address.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { cellsAt } from '../declared/declare-map.ts';

/** One declared merge of lead(s) into a user. Cells: from.*, into.*, skip_duplicate_validation. */
export interface MergeDeclaration extends Declaration {
  readonly from: ContactKey;
  readonly into: ContactKey;
  readonly skipDuplicateValidation: boolean;
}

export async function declareMerges(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly MergeDeclaration[]> {
  const merges = document.data['merges'];
  if (!Array.isArray(merges)) return [];
  return merges.flatMap((_, index) => {
    const path = ['merges', index];
    const from = keyAt(document, [...path, 'from']);
    const into = keyAt(document, [...path, 'into']);
    if (from === undefined || into === undefined) return [];
    return [
      {
        kind: 'merge',
        address: address('merge', from.value),
        place: document.place(path),
        order: context.nextOrder(),
        version: document.version,
        origins: document.origins,
        cells: new Map([
          ...[...cellsAt(document, [...path, 'from'])].map(([key, cell]) => [`from.${key}`, cell] as const),
          ...[...cellsAt(document, [...path, 'into'])].map(([key, cell]) => [`into.${key}`, cell] as const),
        ]),
        from,
        into,
        skipDuplicateValidation: document.cell([...path, 'skip_duplicate_validation'])?.value === true,
      },
    ];
  });
}

/** The one key of `from` or `into`; the schema has checked that there is exactly one. */
function keyAt(document: ManifestDocument, path: readonly (string | number)[]): ContactKey | undefined {
  for (const field of ['id', 'external_id', 'email', 'phone'] as const) {
    const value = document.cell([...path, field])?.value;
    if (typeof value === 'string') return { field, value: value.trim() };
  }
  return undefined;
}
