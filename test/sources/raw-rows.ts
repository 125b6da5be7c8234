import { checkRowCount } from '../../src/sources/expectations.ts';
import { openFile } from '../../src/sources/files/open-file.ts';
import { objectOrEmpty, valueAt } from '../../src/sources/json/object.ts';
import { comparedText, nullTexts, wantedValues } from '../../src/sources/row-filter.ts';
import type { SourceContext } from '../../src/sources/source-context.ts';
import type { SourceRow } from '../../src/sources/source-row.ts';
import type { Row } from '../../src/types/declaration.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';

/**
 * The rows of one source, in the order of the file. `row` counts from 1 over all rows of the file, also those that
 * `where` leaves out. A file that cannot be read ends the rows with a finding; nothing is thrown.
 */
export async function* openRows(source: JsonObject, context: SourceContext): AsyncIterable<Row> {
  let failed = false;
  const report = (diagnostic: Diagnostic) => {
    failed ||= diagnostic.severity === 'error';
    context.report(diagnostic);
  };
  const opened = await openFile(source, { ...context, report });
  if (opened === undefined) return;
  const { file, header = [] } = opened;
  const keep = rowFilter(source);
  let rows = 0;
  for await (const batch of opened.rows) {
    for (const row of batch) {
      const place = { file, row: row.row, line: row.line };
      if ('fault' in row) {
        report({ severity: 'error', ...row.fault, ...place });
        continue;
      }
      rows++;
      const kept = keep({ place, values: valuesOf(row, header) });
      if (kept !== undefined) yield kept;
    }
  }
  if (!failed) checkRowCount(file, rows, source, context);
}

function valuesOf(row: Exclude<SourceRow, { fault: unknown }>, header: readonly string[]): JsonObject {
  if ('object' in row) return row.object;
  return Object.fromEntries(header.map((name, index) => [name, row.cells[index] ?? null]));
}

/**
 * `where` and `nulls` of a source: undefined for a row that `where` leaves out; cells that `nulls` lists become null.
 * Values compare as text. A column is a literal key, else a dotted path.
 */
function rowFilter(source: JsonObject): (row: Row) => Row | undefined {
  const wanted = wantedValues(source);
  const blank = nullTexts(source);
  return (row) => {
    for (const [column, values] of wanted) {
      if (!values.has(comparedText(valueAt(row.values, column)))) return undefined;
    }
    return blank.size === 0 ? row : { ...row, values: objectOrEmpty(blanked(row.values, blank)) };
  };
}

function blanked(value: Json, blank: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => blanked(item, blank));
  if (typeof value !== 'object' || value === null) return blank.has(String(value).trim()) ? null : value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blanked(inner, blank)]));
}
