import type { Cells, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { RowFields } from '../../types/mapped-row.ts';
import type { Place } from '../../types/place.ts';

const FIELDS: RowFields = {
  byName: new Set(['id', 'external_id', 'email', 'phone', 'hash', 'role']),
  lists: new Set(),
  dates: new Set(),
  phones: new Set(['phone']),
  emails: new Set(['email']),
  identities: new Map([
    ['id', 'id'],
    ['external_id', 'id'],
    ['hash', 'id'],
  ]),
  neverCleared: new Set(['id', 'external_id', 'email', 'phone', 'hash', 'role']),
  onBlank: 'ignore',
  defaults: new Map(),
};

/** The rows of the sources. A bad row stops the plan: nobody may be missed, or taken for somebody else. */
export async function removedRows(
  document: ManifestDocument,
  context: DeclareContext,
  take: (cells: Cells, place: Place) => void,
): Promise<void> {
  const source = document.data['source'];
  if (source === undefined) return;
  const paths = Array.isArray(source) ? source.map((_, at) => ['source', at]) : [['source']];
  for (const path of paths) {
    for await (const rows of context.rows(document, path, FIELDS)) {
      for (const { cells, place, problems } of rows) {
        for (const problem of problems) context.report(problem);
        if (problems.every(({ severity }) => severity !== 'error')) take(cells, place);
      }
    }
  }
}
