import type { Json } from '../../types/json.ts';
import { SourceProblem } from '../source-problem.ts';
import {
  type FormatInput,
  type FormatReader,
  type OpenedFile,
  type RowFault,
  reasonColumn,
  type SourceRow,
} from '../source-row.ts';
import { openArchive } from './archive.ts';
import { type SheetRow, sheetRows } from './sheet.ts';
import { openWorkbook } from './workbook.ts';

/**
 * The rows of a sheet: the first visible one, or the one that `format.sheet` names. The zipped file is in memory, with the
 * texts that its cells share; the sheet itself is unzipped and read piece by piece.
 */
export const xlsxRows: FormatReader = async (reading) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of reading.bytes) pieces.push(piece);
  const archive = openArchive(Buffer.concat(pieces));
  const workbook = await openWorkbook(archive, reading);
  const bytes = archive.open(workbook.sheet);
  if (bytes === undefined) throw missingSheet(reading);
  const batches = sheetRows(bytes, workbook)[Symbol.asyncIterator]();
  const wanted = reading.format['header_row'];
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    const at = next.value.findIndex(({ number }) => typeof wanted !== 'number' || number === wanted);
    const header = next.value[at];
    if (header !== undefined) return opened(header, next.value.slice(at + 1), batches);
  }
  throw missingSheet(reading);
};

function opened(
  header: SheetRow,
  rest: readonly SheetRow[],
  batches: AsyncIterator<readonly SheetRow[]>,
): OpenedFile {
  const names = Array.from(header.cells, (cell) => (cell === undefined || cell === null ? '' : String(cell)));
  const reason = names.indexOf(reasonColumn);
  // Removed only at the end, where the reject file puts it: elsewhere the cells behind it would shift.
  if (reason === names.length - 1) names.pop();
  async function* rows(): OpenedFile['batches'] {
    yield rest.map((row) => sourceRow(row, header.number, names.length));
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      yield next.value.map((row) => sourceRow(row, header.number, names.length));
    }
  }
  return { header: names, headerLine: header.number, form: 'xlsx', delimiter: ',', batches: rows() };
}

function sourceRow(row: SheetRow, header: number, length: number): SourceRow {
  const cells: Json[] = Array.from({ length }, (_, index) => row.cells[index] ?? null);
  const faults: ReadonlyMap<number, RowFault> | undefined = row.faults;
  return { row: row.number - header, line: row.number, cells, ...(faults === undefined ? {} : { faults }) };
}

function missingSheet({ file, format, placeOf }: FormatInput): SourceProblem {
  const wanted = format['header_row'];
  return new SourceProblem({
    code: 'no-header',
    summary: typeof wanted === 'number' ? `row ${wanted} of the sheet is empty` : 'the sheet is empty',
    help: `a row of ${file} must name the columns`,
    ...(typeof wanted === 'number' ? placeOf(['format', 'header_row']) : {}),
  });
}
