import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/types/json.ts';
import { mapped } from './mapped.ts';
import { textRow, workbook } from './workbook.ts';

/** One column, read from each kind of file; a text is a text in all of them. */
const FORMS = {
  CSV: (column: string, texts: readonly string[]) => ({
    name: 'a.csv',
    contents: [column, ...texts.map((text) => `"${text.replaceAll('"', '""')}"`), ''].join('\n'),
  }),
  JSON: (column: string, texts: readonly string[]) => ({
    name: 'a.json',
    contents: JSON.stringify(texts.map((text) => ({ [column]: text }))),
  }),
  XLSX: (column: string, texts: readonly string[]) => ({
    name: 'a.xlsx',
    contents: workbook({
      sheets: {
        A: [column, ...texts]
          .map((text, at) => textRow(at + 1, text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')))
          .join(''),
      },
    }),
  }),
} as const;
const forms = Object.keys(FORMS) as readonly (keyof typeof FORMS)[];

async function read(
  form: keyof typeof FORMS,
  field: string,
  texts: readonly string[],
  given: Parameters<typeof mapped>[2] = {},
) {
  const { name, contents } = FORMS[form]('x', texts);
  const columns = given.source?.['columns'] ?? { [field]: 'x' };
  const found = await mapped(name, contents, { ...given, source: { ...given.source, columns } });
  return { ...found, values: found.values.map((row): Json | undefined => row[field]) };
}

describe('marks that interform itself wrote', () => {
  const rowsOf = (header: string, cell: string) =>
    mapped('x.csv', `${header}\n${'x,'.repeat(header.split(',').length - 1)}${cell}\n`, {
      source: { columns: { name: header.split(',').at(-1) ?? '' } },
    });

  it.each([
    'id,external_id,role,email,phone,name',
    'external_id,custom_attributes.note',
    'name,interform_reason,note',
  ])('are taken off without a word below %s', async (header) => {
    const { values, findings } = await rowsOf(header, "'+1 Ada");
    expect(values).toMatchObject([{ name: '+1 Ada' }]);
    expect(findings.filter((line) => line.includes('guarded'))).toEqual([]);
  });

  it.each(['external_id,custom_attributes.note', 'external_id,name'])(
    'are none before a digit, nor where anybody may have written the header: %s',
    async (header) => {
      const { values, findings } = await rowsOf(header, header.endsWith('name') ? "'+1 Ada" : "'007");
      expect(values).toMatchObject([{ name: header.endsWith('name') ? '+1 Ada' : '007' }]);
      expect(findings.filter((line) => line.includes('guarded'))).toHaveLength(1);
    },
  );

  it('leave the value of an export as it is, and what a reject file quotes to be read', async () => {
    const cell = `"'=""0012345"""`;
    expect((await rowsOf('external_id,custom_attributes.note', cell)).values).toMatchObject([
      { name: '="0012345"' },
    ]);
    expect((await rowsOf('interform_reason,note', cell)).values).toMatchObject([{ name: '0012345' }]);
  });
});

describe.each(forms)('marks of a spreadsheet in %s', (form) => {
  it('are taken off, with one warning that counts them', async () => {
    const { values, problems, diagnostics } = await read(form, 'external_id', [
      '="0012345"',
      "'0012346",
      "'7210448301122",
      'plain',
    ]);
    expect(problems).toEqual([]);
    expect(values).toEqual(['0012345', '0012346', '7210448301122', 'plain']);
    expect(diagnostics).toMatchObject([{ code: 'guarded-cell', severity: 'warning' }]);
    expect(diagnostics[0]?.summary).toContain('(3 times)');
  });

  it('are taken off before what a formula begins with', async () => {
    const { values } = await read(form, 'name', ["'=1+1", "'+353", "'-5", "'@ada", '="a ""b"""']);
    expect(values).toEqual(['=1+1', '+353', '-5', '@ada', 'a "b"']);
  });

  it('are none before a letter or alone', async () => {
    const { values, findings } = await read(form, 'name', ["'t Hooft", "'", '"quoted"', "O'Brien"]);
    expect(values).toEqual(["'t Hooft", "'", '"quoted"', "O'Brien"]);
    expect(findings).toEqual([]);
  });

  it('leave a formula a formula', async () => {
    const { values, diagnostics } = await read(form, 'name', ['=A1&"x"', '="a"&"b"']);
    expect(values).toEqual(['=A1&"x"', '="a"&"b"']);
    expect(diagnostics).toMatchObject([{ code: 'formula-cell' }]);
  });

  it('do not hide a phone number', async () => {
    const { values } = await read(form, 'phone', ["'+353871234567", '="+353871234568"']);
    expect(values).toEqual(['+353871234567', '+353871234568']);
  });
});

describe.each(forms)('ids that are numbers by now in %s', (form) => {
  const DOUBTFUL = ['12345.0', '12346.00', '12347,0', '1.46376E+13', '1,46376E+13', '1e+21', '1.0E5'];

  it('make their rows bad', async () => {
    const { problems, values } = await read(form, 'external_id', [...DOUBTFUL, '0012', '1e3', '12E5', '1.5']);
    expect(values).toEqual([...DOUBTFUL.map(() => undefined), '0012', '1e3', '12E5', '1.5']);
    expect(problems).toHaveLength(DOUBTFUL.length);
    for (const problem of problems) expect(problem).toContain('doubtful-id');
    expect(problems[0]).toContain('ends in .0');
    expect(problems[3]).toContain('rounded');
  });

  it('are taken as they are where the column says so', async () => {
    const source = { columns: { external_id: { column: 'x', as: 'text' } } };
    const { values, problems } = await read(form, 'external_id', DOUBTFUL, { source });
    expect(problems).toEqual([]);
    expect(values).toEqual(DOUBTFUL);
  });

  it('are ids of companies too', async () => {
    const { problems } = await read(form, 'companies', ['12345.0']);
    expect(problems).toMatchObject([expect.stringContaining('doubtful-id')]);
  });

  it('are numbers in other fields', async () => {
    const { values, problems } = await read(form, 'custom_attributes.seats', ['5.0', '1.5E+3']);
    expect(problems).toEqual([]);
    expect(values).toEqual(['5.0', '1.5E+3']);
  });
});

it('an id that is a number in JSON or XLSX is its digits', async () => {
  const columns = { external_id: 'x' };
  const json = await mapped('a.json', '[{"x":12345.0},{"x":14637613035933}]', { source: { columns } });
  expect(json.values).toEqual([{ external_id: '12345' }, { external_id: '14637613035933' }]);
  const cell = (row: number, value: string) => `<row r="${row}"><c r="A${row}"><v>${value}</v></c></row>`;
  const sheet = workbook({
    sheets: { A: `${textRow(1, 'x')}${cell(2, '12345.0')}${cell(3, '1.4637613035933E13')}` },
  });
  const xlsx = await mapped('a.xlsx', sheet, { source: { columns } });
  expect(xlsx.values).toEqual([{ external_id: '12345' }, { external_id: '14637613035933' }]);
});

describe.each(forms)('errors of a spreadsheet in %s', (form) => {
  const ERRORS = [
    ...['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!', '#SPILL!', '#CALC!', '#ERROR!'],
    ...[
      '#NV',
      '#BEZUG!',
      '#WERT!',
      '#VALEUR!',
      '#NOM?',
      '#¡REF!',
      '#¿NOMBRE?',
      '#N/D',
      '########',
      'Err:502',
      '#N/A N/A',
      '#N/A Field Not Applicable',
      '#ADR!',
      '#NAZWA?',
      '#DZIEL/0!',
      '#ССЫЛКА!',
      '#Н/Д',
      '#VÄRDEFEL!',
      '#SAYI/0!',
      '#ODKAZ!',
    ],
  ];

  it.each([
    'external_id',
    'email',
    'phone',
    'name',
    'signed_up_at',
    'custom_attributes.seats',
    'tags',
    'companies',
  ])('are bad cells, and clear nothing: %s', async (field) => {
    const fields = { onBlank: 'clear' } as const;
    const { values, problems } = await read(form, field, ERRORS, { fields });
    expect(values).toEqual(ERRORS.map(() => undefined));
    expect(problems).toHaveLength(ERRORS.length);
    for (const problem of problems) expect(problem).toContain('error-cell');
  });

  it('are what the source says they are', async () => {
    const { values, problems } = await read(form, 'name', ['#N/A', '#REF!', '#1 fan', '#', 'C#'], {
      source: {
        nulls: ['#N/A'],
        columns: { name: { column: 'x', values: { '#REF!': 'Ref' }, other: 'keep' } },
      },
    });
    expect(problems).toEqual([]);
    expect(values).toEqual([undefined, 'Ref', '#1 fan', '#', 'C#']);
  });
});

describe.each(forms)('words for nothing in %s', (form) => {
  const WORDS = ['None', 'null', 'NULL', 'NaN', 'nan', '\\N', '<NA>'];

  it.each(['ignore', 'clear'] as const)('leave the field alone, on_blank: %s', async (onBlank) => {
    for (const field of ['name', 'email', 'phone', 'custom_attributes.seats', 'tags']) {
      const { values, problems, diagnostics } = await read(form, field, WORDS, { fields: { onBlank } });
      expect(problems).toEqual([]);
      expect(values).toEqual(WORDS.map(() => undefined));
      expect(diagnostics).toMatchObject([{ code: 'blank-word', severity: 'info' }]);
      expect(diagnostics[0]?.summary).toContain(`(${WORDS.length} times)`);
    }
  });

  it('clear where nulls names them', async () => {
    const source = { nulls: ['NULL', 'None'] };
    const { values } = await read(form, 'name', ['NULL', 'None', 'NaN'], {
      source,
      fields: { onBlank: 'clear' },
    });
    expect(values).toEqual([null, null, undefined]);
  });

  it('are values where the column names them, and names of people in another spelling', async () => {
    const source = { columns: { name: { column: 'x', values: { None: 'Nobody' }, other: 'keep' } } };
    const { values } = await read(form, 'name', ['None', 'Null', 'none', 'None of these'], { source });
    expect(values).toEqual(['Nobody', 'Null', 'none', 'None of these']);
  });
});

it('a word for nothing leaves the next column its turn, and no gap in a joined name', async () => {
  const csv = 'a,b\nAda,None\nNULL,Null\n';
  const { values } = await mapped('a.csv', csv, { source: { columns: { name: ['a', 'b'] } } });
  expect(values).toEqual([{ name: 'Ada' }, { name: 'Null' }]);
});

describe('guards of interform', () => {
  it.each(['interform_reason', 'own'])('are no finding where it wrote the file: %s', async (which) => {
    const header =
      which === 'own'
        ? 'id,external_id,role,email,phone,name'
        : 'id,external_id,role,phone,name,interform_reason';
    const row = which === 'own' ? ",7,user,,'+353871234567,''=1" : ",7,user,'+353871234567,''=1,why";
    const columns = { external_id: 'external_id', phone: 'phone', name: 'name' };
    const { values, diagnostics } = await mapped('a.csv', `${header}\n${row}\n`, { source: { columns } });
    expect(values).toEqual([{ external_id: '7', phone: '+353871234567', name: "'=1" }]);
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
