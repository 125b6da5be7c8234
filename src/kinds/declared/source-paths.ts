import type { ManifestDocument } from '../../types/declaration.ts';

/** The paths of the source or sources of a document. */
export function sourcePaths({ data }: ManifestDocument): readonly (readonly (string | number)[])[] {
  const source = data['source'];
  if (source === undefined) return [];
  return Array.isArray(source) ? source.map((_, index) => ['source', index]) : [['source']];
}
