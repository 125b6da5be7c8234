import { describe, expect, it } from 'vitest';
import { writeRejects } from '../../src/sources/write-rejects.ts';
import type { RowLayout } from '../../src/types/mapped-row.ts';
import { type Given, mapped } from './mapped.ts';
import { textRow, workbook } from './workbook.ts';

/** The reject file of a source's bad rows. */
async function rejected(name: string, contents: string | Uint8Array, given: Given = {}) {
  const { rows } = await mapped(name, contents, given);
  const rejects = rows
    .filter(({ problems }) => problems.length > 0)
    .map((row) => ({ row, reasons: row.problems.map(({ summary }) => summary) }));
  const [file] = writeRejects(rejects);
  return { name: file?.name ?? '', text: [...(file?.lines() ?? [])].join('') };
}

describe('a reject file', () => {
  const text =
    'external_id;email;name\n1;ada@acme.test;Ada\n2;bob;"Bob; the ""first"""\n3\n4;cy@acme.test;Cy;x\n5;di@acme.test;"Di\n';

  it('holds the bad rows of a CSV file as they were, with the reason behind', async () => {
    expect(await rejected('people.csv', text)).toEqual({
      name: 'rejected-people.csv',
      text: `\uFEFFexternal_id;email;name;interform_reason
2;bob;"Bob; the ""first""";this is not an email address
3;;;the row has too few cells
4;cy@acme.test;"Cy;x";the row has too many cells
5;di@acme.test;Di;a quote is opened here and never closed
`,
    });
  });

  it('holds the bad lines of a JSON Lines file as objects, and one that cannot be read as its text', async () => {
    const lines = '{"external_id":"1","email":"bob"}\n{broken\n[1,2]\n{"external_id":"2"}\n';
    const { name, text: written } = await rejected('people.jsonl', lines);
    expect(name).toBe('rejected-people.jsonl');
    expect(
      written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { external_id: '1', email: 'bob', interform_reason: 'this is not an email address' },
      { text: '{broken', interform_reason: expect.stringMatching(/^the JSON cannot be read: /) },
      { value: [1, 2], interform_reason: 'a row is no object' },
    ]);
  });

  it('can be mended and fed in again, once more rejected too', async () => {
    const { text: first } = await rejected('people.csv', text);
    const mended = first.replace('2;bob', '2;bob@acme.test').replace('"Cy;x"', 'Cy');
    const { values, findings } = await mapped('rejected-people.csv', mended, {
      source: { format: { encoding: 'windows-1252' } },
    });
    expect(findings).toEqual([]);
    expect(values).toEqual([
      { external_id: '2', email: 'bob@acme.test', name: 'Bob; the "first"' },
      { external_id: '3' },
      { external_id: '4', email: 'cy@acme.test', name: 'Cy' },
      { external_id: '5', email: 'di@acme.test', name: 'Di' },
    ]);
    expect((await rejected('people.csv', first)).text).toBe(
      '\uFEFFexternal_id;email;name;interform_reason\n2;bob;"Bob; the ""first""";this is not an email address\n',
    );
  });

  it('is JSON Lines for JSON, every digit kept', async () => {
    const json = '[{"external_id":12345678901234567890,"email":"x","traits":{"a":[1]}},{"external_id":"2"}]';
    const { name, text: lines } = await rejected('people.json', json);
    expect(name).toBe('rejected-people.jsonl');
    expect(lines).toBe(
      '{"external_id":"12345678901234567890","email":"x","traits":{"a":[1]},"interform_reason":"this is not an email address"}\n',
    );
    const again = await mapped(name, lines.replace('"x"', '"x@acme.test"'));
    expect(again.values).toEqual([{ external_id: '12345678901234567890', email: 'x@acme.test' }]);
    expect(again.findings).toEqual([
      expect.stringContaining('unused-columns: nothing is mapped from one column (traits)'),
    ]);
  });

  it('holds no formula and no control character, and is read as what it was', async () => {
    const names = ['=1+1', '+353 1', '-5', '@ada', "'=1+1", "'007", 'A\u001b[31m', "'t Hooft"];
    const header = 'external_id,email,name,=note';
    const source = { columns: { external_id: 'external_id', email: 'email', name: 'name' } };
    const rows = names.map((name, index) => `${index},bad,${name},`);
    // As a spreadsheet marks texts, and a row whose cells cannot be told apart.
    const text = `${header}\n${rows.join('\n')}\n8,bad,'-6,\n9,bad,'-7,"x" y\n`;
    const { text: first } = await rejected('people.csv', text, { source });
    const lines = first.replace('\uFEFF', '').trimEnd().split('\n');
    expect(lines[0]).toBe("external_id,email,name,'=note,interform_reason");
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual([
      "'=1+1",
      "'+353 1",
      "'-5",
      "'@ada",
      // A reader takes one apostrophe off what a spreadsheet would run without it.
      "'=1+1",
      '007',
      String.raw`'\A\x1b[31m`,
      "'t Hooft",
      "'-6",
      "'-7",
    ]);
    const mended = first.replaceAll(',bad,', ',ada@acme.test,');
    const { values } = await mapped('rejected-people.csv', mended, { source });
    expect(values.map((value) => value['name'])).toEqual([
      '=1+1',
      '+353 1',
      '-5',
      '@ada',
      '=1+1',
      '007',
      'A\u001b[31m',
      "'t Hooft",
      '-6',
      '-7',
    ]);
    const again = await rejected('people.csv', first, { source });
    expect(again.text).toBe(
      first.replace('text stands behind a closing quote', 'this is not an email address'),
    );
  });

  it('is CSV for XLSX', async () => {
    const sheet = `${textRow(1, 'external_id', 'email')}${textRow(2, '1', 'x, y')}`;
    expect(await rejected('people.xlsx', workbook({ sheets: { S: sheet } }))).toEqual({
      name: 'rejected-people.csv',
      text: '\uFEFFexternal_id,email,interform_reason\n1,"x, y",this is not an email address\n',
    });
  });

  it('holds a row of several readings once, with the reasons of all, and rows that are doubled in one twice', () => {
    const reading = (): RowLayout => ({ file: 'people.csv', form: 'csv', delimiter: ',', header: ['id'] });
    const [first, second, third] = [reading(), reading(), reading()];
    const reject = (layout: RowLayout, id: string, ...reasons: string[]) => ({
      row: { raw: { cells: [id] }, layout },
      reasons,
    });
    const [file, ...others] = writeRejects([
      reject(first, '1', 'no email'),
      reject(first, '2', 'no name'),
      reject(second, '3', 'bad phone'),
      reject(first, '1', 'no email, doubled'),
      reject(second, '1', 'bad phone', 'no email, doubled'),
      reject(second, '3', 'bad phone, doubled'),
      reject(third, '1', 'no tag'),
      reject(third, '3', 'no tag'),
      reject(third, '4', 'no tag'),
    ]);
    expect(others).toEqual([]);
    expect(file?.rows).toBe(6);
    for (const _again of [1, 2]) {
      expect([...(file?.lines() ?? [])].join('')).toBe(`\uFEFFid,interform_reason
1,no email
2,no name
1,"no email, doubled; bad phone; no tag"
3,bad phone
3,"bad phone, doubled; no tag"
4,no tag
`);
    }
  });
});
