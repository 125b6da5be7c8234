import { nearest } from '../../types/nearest.ts';
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
import { objectRow } from './object.ts';
import { JsonStream } from './stream.ts';

/**
 * The rows of a JSON file: the list at `format.path`, else the document itself when it is a list, else the one list that
 * the document's object holds. Integers beyond 2^53 are decimal strings, exact to the last digit; smaller ones are
 * numbers, so that `String(value)` is exact for every integer. Only the row at hand is in memory.
 */
export const jsonRows: FormatReader = async (reading) => ({
  header: undefined,
  form: 'json-lines',
  delimiter: '',
  batches: batches(reading),
});

/** Rows that are held back while it may still turn out that the file holds several lists. */
const heldRows = 1000;

async function* batches(reading: FormatInput): OpenedFile['batches'] {
  const stream = new JsonStream(decoded(reading.bytes, declaredEncoding(reading)));
  try {
    const { path } = reading.format;
    const first = await stream.peek();
    if (typeof path === 'string') {
      const depth = await followPath(stream, path, reading);
      yield* elements(stream);
      await leave(stream, depth);
    } else if (first === '[') yield* elements(stream);
    else if (first === '{') yield* onlyList(stream, reading);
    else throw noRows(reading, first === '' ? 'the file is empty' : 'the file holds one value');
    const next = await stream.peek();
    if (next === '{' && first === '{') throw jsonLines(reading, stream.line);
    if (next !== '') stream.unexpected('the end of the file');
  } finally {
    await stream.close();
  }
}

async function* elements(stream: JsonStream): AsyncGenerator<readonly SourceRow[], void> {
  await stream.expect('[');
  let batch: SourceRow[] = [];
  let row = 0;
  for (let first = true; await stream.next(']', first); first = false) {
    await stream.peek();
    const { line } = stream;
    row++;
    batch.push(objectRow(await stream.value(', or ]'), row, line));
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  await stream.expect(']');
  yield batch;
}

async function* onlyList(
  stream: JsonStream,
  reading: FormatInput,
): AsyncGenerator<readonly SourceRow[], void> {
  const names: string[] = [];
  let held: (readonly SourceRow[])[] | undefined = [];
  let rows = 0;
  await stream.expect('{');
  for (let first = true; await stream.next('}', first); first = false) {
    const key = await stream.key();
    if ((await stream.peek()) === '[') names.push(key);
    if (names.length !== 1 || (await stream.peek()) !== '[') {
      await stream.skip(', or }');
      continue;
    }
    for await (const batch of elements(stream)) {
      rows += batch.length;
      held?.push(batch);
      if (held === undefined) yield batch;
      else if (rows > heldRows) {
        yield* held;
        held = undefined;
      }
    }
  }
  await stream.expect('}');
  const [only, second] = names;
  if (only === undefined) throw noRows(reading, 'the object holds no list');
  if (second !== undefined) {
    throw noRows(reading, `the object holds several lists: ${names.join(', ')}`, `format: { path: ${only} }`);
  }
  if (held !== undefined) yield* held;
}

/** Moves the stream to the list at the path. Returns how many objects the list is inside of. */
async function followPath(stream: JsonStream, path: string, reading: FormatInput): Promise<number> {
  const steps = path.split('.');
  for (const step of steps) {
    if ((await stream.peek()) !== '{') throw noRows(reading, `nothing stands at ${path}`);
    await stream.expect('{');
    const seen: string[] = [];
    let found = false;
    for (let first = true; !found && (await stream.next('}', first)); first = false) {
      const key = await stream.key();
      if (key === step) found = true;
      else {
        seen.push(key);
        await stream.skip(', or }');
      }
    }
    if (found) continue;
    const near = nearest(step, seen);
    const meant = near === undefined ? '' : `; did you mean "${near}"?`;
    const there = `keys there are ${seen.slice(0, 10).join(', ')}`;
    throw noRows(reading, `there is no key ${step}${meant}`, there);
  }
  if ((await stream.peek()) !== '[') throw noRows(reading, `no list stands at ${path}`);
  return steps.length;
}

/** Reads what is left behind the rows, so that a file cut off or broken at its end is found out. */
async function leave(stream: JsonStream, depth: number): Promise<void> {
  for (let left = depth; left > 0; left--) {
    while (await stream.next('}', false)) {
      await stream.key();
      await stream.skip(', or }');
    }
    await stream.expect('}');
  }
}

function noRows({ file, format, placeOf }: FormatInput, detail: string, help?: string): SourceProblem {
  return new SourceProblem({
    code: 'no-rows',
    summary: `there is no list of rows in ${file}`,
    detail,
    help: help ?? 'name the list with format: { path: … }, or write the rows as [ { … }, … ]',
    ...placeOf(format['path'] === undefined ? ['file'] : ['format', 'path']),
  });
}

function jsonLines({ file }: FormatInput, line: number): SourceProblem {
  return new SourceProblem({
    code: 'json-syntax',
    summary: 'the JSON cannot be read: the end of the file is expected here',
    detail: 'another object begins here',
    help: `one object a line is JSON Lines: call the file ${file.replace(/\.json(\.gz)?$/i, '.jsonl$1')}`,
    line,
  });
}
