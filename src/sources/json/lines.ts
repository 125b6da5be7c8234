import { decoded } from '../files/decode.ts';
import { declaredEncoding } from '../files/encoding.ts';
import { SourceProblem } from '../source-problem.ts';
import {
  batchRows,
  type FormatInput,
  type FormatReader,
  type OpenedFile,
  type SourceRow,
} from '../source-row.ts';
import { JsonCursor } from './cursor.ts';
import { objectRow } from './object.ts';

/** No line of JSON Lines is longer than this many characters. */
const maxLine = 16 * 1024 * 1024;

/** The rows of JSON Lines: one object a line. A line that is no JSON is a bad row; the next ones are read. */
export const jsonLinesRows: FormatReader = async (reading) => ({
  header: undefined,
  form: 'json-lines',
  delimiter: '',
  batches: batches(reading),
});

async function* batches(reading: FormatInput): OpenedFile['batches'] {
  let line = 0;
  let row = 0;
  let batch: SourceRow[] = [];
  let rest = '';
  const take = (text: string) => {
    line++;
    if (text.trim() === '') return;
    row++;
    batch.push(parsed(text, row, line));
  };
  try {
    for await (const piece of decoded(reading.bytes, declaredEncoding(reading))) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLine) throw tooLong(line + 1);
      for (const text of lines) {
        take(text);
        if (batch.length < batchRows) continue;
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    if (!(error instanceof SourceProblem) || error.finding.line !== undefined) throw error;
    yield batch;
    throw new SourceProblem({ line: line + 1, row: row + 1, ...error.finding });
  }
  take(rest);
  yield batch;
}

function parsed(text: string, row: number, line: number): SourceRow {
  try {
    const after = 'the end of the line';
    return objectRow(new JsonCursor(text, { line, column: 1, after }).only(), row, line);
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    const { file: _file, line: _line, ...fault } = error.finding;
    return { row, line, raw: { text: text.replace(/\r$/, '') }, fault };
  }
}

function tooLong(line: number): SourceProblem {
  return new SourceProblem({
    code: 'row-too-long',
    summary: `a line is longer than ${maxLine / 1024 / 1024} million characters`,
    help: 'write one object a line',
    line,
  });
}
