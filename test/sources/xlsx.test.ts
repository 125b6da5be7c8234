import { gzipSync } from 'node:zlib';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { inPieces, mapped } from './mapped.ts';
import { textRow, workbook } from './workbook.ts';

const COLUMNS = {
  external_id: 'Customer ID',
  name: 'Name',
  signed_up_at: { column: 'Joined', date: 'DD/MM/YYYY' },
  custom_attributes: { seats: 'Seats', vip: 'VIP' },
};

/** A workbook written by write-excel-file, which shares no code with the reader. */
async function people(): Promise<Uint8Array> {
  const joined = (iso: string, format: string) => ({ type: Date, value: new Date(iso), format });
  const { toBuffer } = await writeExcelFile([
    { sheet: 'Notes', data: [[{ value: 'Notes' }], [{ value: 'nothing here' }]] },
    {
      sheet: 'People',
      data: [
        ['Customer ID', 'Name', 'Joined', 'Seats', 'VIP'].map((value) => ({ value })),
        [
          { value: 14637613035933 },
          { value: 'Ada & Co <ltd>' },
          joined('2024-01-15T00:00:00Z', 'dd/mm/yyyy'),
          { value: 12.5 },
          { value: true },
        ],
        [],
        [
          { value: '007' },
          { value: ' Zoë ' },
          joined('2024-02-29T09:30:00Z', 'yyyy-mm-dd hh:mm'),
          { type: 'Formula', value: '=1+1' },
          { value: false },
        ],
      ],
    },
  ]);
  return toBuffer();
}

describe('a row of a sheet in which nothing is written', () => {
  it('is no row, whatever its cells are formatted as, and the others keep their numbers', async () => {
    const blank =
      '<row r="3"><c r="A3" t="inlineStr"><is><t> </t></is></c></row>' +
      '<row r="4"><c r="A4" t="str"><v></v></c><c r="B4" s="1"/></row><row r="5"/>';
    const rows = `${textRow(1, 'external_id', 'name')}${textRow(2, '7', 'Ada')}${blank}${textRow(6, '8', 'Bob')}`;
    const read = await mapped('a.xlsx', workbook({ sheets: { S: rows } }));
    expect(read.values).toEqual([
      { external_id: '7', name: 'Ada' },
      { external_id: '8', name: 'Bob' },
    ]);
    expect(read.rows.map(({ place }) => place.line)).toEqual([2, 6]);
    expect(read.findings).toEqual([]);
  });
});

describe('an XLSX file of another library', () => {
  const source = { columns: COLUMNS, format: { sheet: 'People' } };

  it('is read with dates, numbers and truth as the sheet means them', async () => {
    const { values, problems, rows } = await mapped('people.xlsx', await people(), { source });
    expect(values).toEqual([
      {
        external_id: '14637613035933',
        name: 'Ada & Co <ltd>',
        signed_up_at: '2024-01-15',
        'custom_attributes.seats': 12.5,
        'custom_attributes.vip': true,
      },
      {
        external_id: '007',
        name: 'Zoë',
        signed_up_at: '2024-02-29T09:30:00',
        'custom_attributes.vip': false,
      },
    ]);
    expect(rows.map(({ place }) => place)).toEqual([
      { file: 'migrations/data/people.xlsx', row: 1, line: 2 },
      { file: 'migrations/data/people.xlsx', row: 3, line: 4 },
    ]);
    expect(problems).toEqual([
      'people.xlsx:4 row 3 uncached-formula: the formula has no stored value (Seats: null) = open the file in a spreadsheet program, which works it out, and save it again',
    ]);
  });

  it('comes zipped and in pieces too', async () => {
    const bytes = gzipSync(await people());
    const stream = () => inPieces(bytes, 100);
    expect((await mapped('people.xlsx.gz', '', { source, files: { stream } })).values).toHaveLength(2);
  });

  it('has the sheet that is named, the first without a name', async () => {
    const bytes = await people();
    expect((await mapped('people.xlsx', bytes, { source: { columns: { name: 'Notes' } } })).values).toEqual([
      { name: 'nothing here' },
    ]);
    expect((await mapped('people.xlsx', bytes, { source: { format: { sheet: 'Peple' } } })).findings).toEqual(
      [
        'm:format.sheet missing-sheet: there is no sheet "Peple" (did you mean "People"?) = sheets are Notes, People',
      ],
    );
  });
});

describe('a cell of a sheet', () => {
  const STYLES = `<numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="[$-409]d\\-mmm\\-yy;@"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="0.00 &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/></cellXfs>`;

  async function cell(xml: string, more: { shared?: string; date1904?: boolean } = {}) {
    const rows = `${textRow(1, 'x', 'name')}<row r="2"><c r="A2"><v>1</v></c>${xml}</row>`;
    const bytes = workbook({ sheets: { S: rows }, styles: STYLES, ...more });
    const source = { columns: { 'custom_attributes.x': 'name' } };
    const { values, problems } = await mapped('a.xlsx', bytes, { source });
    return problems[0] ?? values[0]?.['custom_attributes.x'];
  }

  const dates: readonly [string, string, boolean, string][] = [
    ['a day', '<c r="B2" s="1"><v>45306</v></c>', false, '2024-01-15'],
    ['an instant', '<c r="B2" s="2"><v>45306.395833333336</v></c>', false, '2024-01-15T09:30:00'],
    ['a day of 1904', '<c r="B2" s="1"><v>43844</v></c>', true, '2024-01-15'],
    ['the first of January 1900', '<c r="B2" s="1"><v>1</v></c>', false, '1900-01-01'],
    ['the first of March 1900', '<c r="B2" s="1"><v>61</v></c>', false, '1900-03-01'],
    ['a form of its own', '<c r="B2" s="4"><v>45306</v></c>', false, '2024-01-15'],
    ['ISO 8601', '<c r="B2" t="d"><v>2024-01-15T00:00:00</v></c>', false, '2024-01-15'],
    ['a time of day', '<c r="B2" s="7"><v>0.395833333333333</v></c>', false, '09:30:00'],
  ];
  for (const [name, xml, date1904, value] of dates) {
    it(`is a date: ${name}`, async () => expect(await cell(xml, { date1904 })).toBe(value));
  }

  it('is a number, with the zeros that its format shows', async () => {
    expect(await cell('<c r="B2"><v>0.30000000000000004</v></c>')).toBe(0.3);
    expect(await cell('<c r="B2"><v>1E3</v></c>')).toBe(1000);
    expect(await cell('<c r="B2" s="3"><v>123</v></c>')).toBe('00123');
    expect(await cell('<c r="B2" s="5"><v>1.5</v></c>')).toBe(1.5);
    expect(await cell('<c r="B2" s="6"><v>45306</v></c>')).toBe(45306);
  });

  it('is text: shared, inline, with runs, escapes and readings', async () => {
    const shared =
      '<si><t>x</t></si><si><r><t>Ada </t></r><r><rPr/><t xml:space="preserve">Love</t></r><rPh sb="0" eb="1"><t>エ</t></rPh><t>lace_x000D_</t></si>';
    expect(await cell('<c r="B2" t="s"><v>1</v></c>', { shared })).toBe('Ada Lovelace');
    expect(await cell('<c r="B2" t="inlineStr"><is><r><t>A</t></r><r><t>&amp;B</t></r></is></c>')).toBe(
      'A&B',
    );
    expect(await cell('<c r="B2" t="str"><f>A2</f><v>kept</v></c>')).toBe('kept');
  });

  it('is what its formula came to, or a bad row where that is not stored or an error', async () => {
    expect(await cell('<c r="B2"><f>1+1</f><v>2</v></c>')).toBe(2);
    expect(await cell('<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>')).toBe(true);
    expect(await cell('<c r="B2"><f>1+1</f><v></v></c>')).toContain('uncached-formula');
    expect(await cell('<c r="B2"><f>1+1</f></c>')).toContain('uncached-formula');
    expect(await cell('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')).toBe(
      'a.xlsx:2 row 1 error-cell: the cell shows an error (name: "#DIV/0!"; #DIV/0!) = mend the formula and save the file again',
    );
  });

  it('is a bad row where the spreadsheet has rounded an id', async () => {
    expect(await cell('<c r="B2"><v>1.2345678901234567E+19</v></c>')).toContain('rounded-number');
    expect(await cell('<c r="B2"><v>999999999999999</v></c>')).toBe(999999999999999);
  });

  it('does not count where no column is mapped from it', async () => {
    const rows = `${textRow(1, 'external_id', 'x')}<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1</f></c></row>`;
    expect(await mapped('a.xlsx', workbook({ sheets: { S: rows } }))).toMatchObject({
      values: [{ external_id: '1' }],
      problems: [],
    });
  });
});

describe('a sheet', () => {
  it('has its header in the first row that holds something, or where header_row says', async () => {
    const rows = `<row r="3"><c r="B3" t="inlineStr"><is><t>external_id</t></is></c><c r="D3" t="inlineStr"><is><t>name</t></is></c></row><row r="4"/><row r="7"><c r="B7"><v>1</v></c><c r="D7" t="inlineStr"><is><t>Ada</t></is></c></row>`;
    const { values, rows: read } = await mapped('a.xlsx', workbook({ sheets: { S: rows } }));
    expect(values).toEqual([{ external_id: '1', name: 'Ada' }]);
    expect(read[0]?.place).toMatchObject({ row: 4, line: 7 });
    const titled = `${textRow(1, 'Customers of Acme')}${textRow(2, 'external_id')}${textRow(3, '7')}`;
    const source = { format: { header_row: 2 } };
    expect((await mapped('a.xlsx', workbook({ sheets: { S: titled } }), { source })).values).toEqual([
      { external_id: '7' },
    ]);
  });

  it('is the first that can be seen, unless one is named', async () => {
    const sheets = {
      Notes: textRow(1, 'of', 'mine'),
      People: `${textRow(1, 'external_id')}${textRow(2, '7')}`,
    };
    const book = workbook({ sheets, hidden: ['Notes'] });
    expect(await mapped('a.xlsx', book)).toMatchObject({ values: [{ external_id: '7' }], findings: [] });
    const named = { format: { sheet: 'Notes' }, columns: { external_id: 'of', name: 'mine' } };
    expect((await mapped('a.xlsx', book, { source: named })).findings).toEqual([
      expect.stringContaining('holds no rows'),
    ]);
    const all = workbook({ sheets: { People: sheets.People }, hidden: ['People'] });
    expect((await mapped('a.xlsx', all)).values).toEqual([{ external_id: '7' }]);
  });

  it('is empty, or no workbook at all', async () => {
    expect((await mapped('a.xlsx', workbook({ sheets: { S: '' } }))).findings).toEqual([
      expect.stringContaining('no-header: the sheet is empty'),
    ]);
    const whole = workbook({ sheets: { S: textRow(1, 'external_id') } });
    const broken: readonly [Uint8Array | string, string][] = [
      ['external_id,name\n1,Ada\n', 'it is no ZIP archive, or cut off'],
      [whole.subarray(0, whole.length - 40), 'it is no ZIP archive, or cut off'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'it is an old .xls file or protected by a password'],
      [workbook({ sheets: { S: '<row><c></row>' } }), 'sheet1.xml is broken'],
      [
        workbook({ sheets: { S: '<row><c r="ZZZZZZ1"><v>1</v></c></row>' } }),
        'a cell stands beyond column 16384',
      ],
    ];
    for (const [bytes, detail] of broken) {
      const { findings } = await mapped('a.xlsx', bytes);
      expect(findings).toEqual([expect.stringContaining('bad-xlsx: the XLSX file cannot be read')]);
      expect(findings[0]).toContain(detail);
    }
  });
});

it('an XLSX file whose elements bear a prefix is read as one without', async () => {
  const parts = unzipSync(
    workbook({ sheets: { People: textRow(1, 'Id', 'Name') + textRow(2, '007', 'Ada') } }),
  );
  const prefixed = Object.entries(parts).map(([path, bytes]): [string, Uint8Array] => {
    const text = strFromU8(bytes);
    const isMain = path.startsWith('xl/') && !path.endsWith('.rels');
    const named = text.replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1x:').replace(' xmlns=', ' xmlns:x=');
    return [path, strToU8(isMain ? named : text)];
  });
  const source = { columns: { external_id: 'Id', name: 'Name' } };
  const { values, findings } = await mapped('a.xlsx', zipSync(Object.fromEntries(prefixed)), { source });
  expect(findings).toEqual([]);
  expect(values).toEqual([{ external_id: '007', name: 'Ada' }]);
});
