import { expect, it } from 'vitest';
import { delimiterOf } from '../../src/sources/csv/dialect.ts';

it.each<[string, string, string]>([
  ['a header that ends without a newline', 'Id;Name', ';'],
  ['a last row that ends without one and agrees with the header', 'Id;Name, first\n1;Ada', ';'],
  ['cells that are empty in the header', 'Id;;Name, first\n1;;"Ada, of Acme"\n2;;Grace\n', ';'],
  ['cells that are empty in every row', 'Id;Name, last, first\n1;\n2;\n', ';'],
  ['lines that hold blanks only', '\n \nId\tName\n1\tAda, Grace\n', '\t'],
  ['more columns where the records agree as well', 'Id,Name|Plan|Seats\n1,Ada|pro|5\n', '|'],
  ['records that agree, whoever has more columns', 'Id;Name, last, first\n1;Ada\n2;Grace, Hopper\n', ';'],
  ['one column', 'Id\n1\n2\n', ','],
  ['nothing', '', ','],
])('finds the delimiter by %s', (_what, text, delimiter) => {
  expect(delimiterOf(text, '\n', true)).toBe(delimiter);
  expect(delimiterOf(text.replaceAll('\n', '\r'), '\r', true)).toBe(delimiter);
});
