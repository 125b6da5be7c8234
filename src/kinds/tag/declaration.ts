import { address } from '../../types/address.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { listOf } from '../declared/declare-map.ts';

/** One tag. Its identity is the name, ignoring case (intercom 5.1). */
export interface TagDeclaration extends Declaration {
  readonly name: string;
}

/** The address of a tag: names that differ in case only are one tag. */
export function tagAddress(name: string): string {
  return address('tag', name.toLowerCase());
}

export async function declareTags(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly TagDeclaration[]> {
  const cell = document.cell(['tags']);
  if (cell === undefined) return [];
  return (listOf(new Map([['tags', cell]]), 'tags') ?? []).map(({ name, place }) => ({
    kind: 'tag',
    address: tagAddress(name),
    place,
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells: new Map([['name', { value: name, place }]]),
    name,
  }));
}
