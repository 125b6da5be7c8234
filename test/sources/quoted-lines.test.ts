import { describe, expect, it } from 'vitest';
import { mapped } from './mapped.ts';

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `"${line.replaceAll('"', '""')}"`))
    .join('\n');
}

describe('a CSV whose lines are one quoted cell each', () => {
  it.each([
    'id,"email","name"\n1,"ada@acme.test","Ada"\n2,"bob@acme.test","Bob"\n',
    'id,email,name\n1,ada@acme.test,"Lovelace, Ada"\n',
    'id;email\n1;ada@acme.test\n2;bob@acme.test\n',
    'id\temail\n1\tada@acme.test\n',
    'id,"email"\n',
    '\n"id","email"\n\n1,ada@acme.test\n',
  ])('is refused, whatever is mapped: %j', async (text) => {
    const csv = quoted(text);
    for (const columns of [undefined, { email: text.split('\n')[0] ?? '' }, { email: 'email' }]) {
      const source = columns === undefined ? {} : { columns };
      const { rows, findings } = await mapped('a.csv', csv, { source });
      expect(rows).toEqual([]);
      expect(findings).toEqual([
        expect.stringMatching(/^a\.csv:\d quoted-lines: every line is one quoted cell/),
      ]);
    }
    const crlf = await mapped('a.csv', `\ufeff${csv.replaceAll('\n', '\r\n')}`);
    expect(crlf.findings).toEqual([expect.stringContaining('quoted-lines')]);
  });

  it.each([
    ['"Name, first"\n"Lovelace, Ada"\n', 'Name, first', 'Lovelace, Ada'],
    ['"name"\n"Lovelace, Ada"\n', 'name', 'Lovelace, Ada'],
    ['"a,b"\n"Ada"\n', 'a,b', 'Ada'],
  ])('is not a list of one column: %j', async (csv, column, name) => {
    const { values, findings } = await mapped('a.csv', csv, { source: { columns: { name: column } } });
    expect(findings).toEqual([]);
    expect(values).toEqual([{ name }]);
  });

  it('below a header that is not quoted is a row that says so', async () => {
    const { problems } = await mapped('a.csv', 'external_id,name\n"1,""Ada"""\n2,Bob\n');
    expect(problems).toEqual([
      expect.stringMatching(/^a\.csv:2 row 1 cell-count: the row is one quoted cell, which holds a line/),
    ]);
  });
});
