import { posix } from 'node:path';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { SourceColumns } from '../../types/kind/generating.ts';
import { objectOrEmpty } from '../json/object.ts';
import { namedColumns } from './column-spec.ts';

/** What the source at a path of a document says of its file and columns. Nothing is opened, so the file need not exist. */
export function sourceColumns(document: ManifestDocument, path: readonly (string | number)[]): SourceColumns {
  const source = objectOrEmpty(document.cell(path)?.value);
  return {
    file: posix.join(posix.dirname(document.file), String(source['file'])),
    columns: namedColumns(source),
  };
}
