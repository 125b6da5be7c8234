import { attributeName } from '../../types/attribute-path.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { ColumnsOf, Filling } from '../../types/kind/generating.ts';
import { sourcePaths } from './source-paths.ts';

type Path = readonly (string | number)[];

/** Whose attributes are filled, and by whom. */
export type FilledBy = Pick<Filling, 'of' | 'by' | 'name'>;

/** The custom attributes of the maps at these paths of a document, each once. */
export function attributesAt(
  document: ManifestDocument,
  paths: Iterable<Path>,
  how: Exclude<Filling['how'], 'column'>,
  by: FilledBy,
): readonly Filling[] {
  const names = new Set<string>();
  for (const path of paths) for (const name of document.keys([...path, 'custom_attributes'])) names.add(name);
  return [...names].map((field) => ({ ...by, field, how, file: document.file }));
}

/** The custom attributes that the sources of a document fill: by their columns, and by their defaults. */
export function attributesOfSources(
  document: ManifestDocument,
  columnsOf: ColumnsOf,
  by: FilledBy,
): readonly Filling[] {
  return sourcePaths(document).flatMap((path) => {
    const { file, columns } = columnsOf(document, path);
    const defaults = attributesAt(document, [[...path, 'defaults']], 'default', by);
    if (columns === undefined) return [{ ...by, field: null, how: 'column' as const, file }, ...defaults];
    const mapped = [...columns].flatMap(([field, from]): Filling[] => {
      const name = attributeName(field);
      return name === undefined ? [] : [{ ...by, field: name, how: 'column', file, columns: from }];
    });
    return [...mapped, ...defaults];
  });
}
