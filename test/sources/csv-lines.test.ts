import { describe, expect, it } from 'vitest';
import { type CsvRecord, CsvSplitter } from '../../src/sources/csv/splitter.ts';

/** The records of a text that comes in pieces of this size, as their line and cells. */
function split(text: string, newline: '\n' | '\r', size: number): readonly string[] {
  const splitter = new CsvSplitter(',', newline);
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += size) records.push(...splitter.push(text.slice(at, at + size)));
  records.push(...splitter.end());
  return records.map(({ line, cells, broken }) =>
    broken === undefined ? `${line}: ${cells.join('|')}` : `${line}! ${broken.fault}`,
  );
}

/** A file and its records; `~` stands for the newline of the file. */
const FILES: readonly [string, string, readonly string[]][] = [
  ['a cell of two lines', 'a,"b~b"~c,d~', ['1: a|b~b', '3: c|d']],
  ['one of four lines, two of them empty', '"a~~~a",b~c,d~', ['1: a~~~a|b', '5: c|d']],
  ['two in one row', '"a~a","b~b"~c,d~', ['1: a~a|b~b', '4: c|d']],
  ['rows one after the other', 'x~"a~a"~"b~b"~y~', ['1: x', '2: a~a', '4: b~b', '6: y']],
  ['one that ends with a newline', '"a~",b~c,d', ['1: a~|b', '3: c|d']],
  ['one that is a newline only', 'a,"~"~c,d', ['1: a|~', '3: c|d']],
  ['quotes in it', '"a ""b""~""c""",d~e,f~', ['1: a "b"~"c"|d', '3: e|f']],
  ['a row behind it that ends in quotes', '"a~a"~c,"d"~e~', ['1: a~a', '3: c|d', '4: e']],
  ['empty lines between', '"a~a"~~c~', ['1: a~a', '3: ', '4: c']],
  ['the end of the file in place of a newline', 'a~"b~b"', ['1: a', '2: b~b']],
  ['a row that is broken behind it', '"a~a"~"b"b~c~', ['1: a~a', '3! text-behind', '4: c']],
  ['a row that is broken before it', '"b"b~"a~a"~c~', ['1! text-behind', '2: a~a', '4: c']],
  ['a row that is never closed behind it', '"a~a"~"b~c~d~', ['1: a~a', '3! unclosed', '4: c', '5: d']],
];

describe.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
] as const)('the line that a record begins in, with %s', (_name, newline) => {
  it.each(FILES)('counts the newlines in quotes: %s', (_what, file, expected) => {
    const text = file.replaceAll('~', newline);
    const wanted = expected.map((record) => record.replaceAll('~', newline));
    const ending = newline === '\r' ? '\r' : '\n';
    for (let size = 1; size <= text.length; size++) expect(split(text, ending, size)).toEqual(wanted);
  });
});

it('is counted from the line that the splitter is told', () => {
  const splitter = new CsvSplitter(';', '\n', 4);
  const records = [...splitter.push('"a\na";b\nc;d\n'), ...splitter.end()];
  expect(records.map(({ line }) => line)).toEqual([4, 6]);
  expect(splitter.line).toBe(7);
});
