import { describe, expect, it } from 'vitest';
import { mapped } from './mapped.ts';
import { workbook } from './workbook.ts';

/** One column of numbers, as JSON and as a sheet. */
const FORMS = {
  JSON: (numbers: readonly string[]) => ({
    name: 'a.json',
    contents: `[${numbers.map((number) => `{ "x": ${number} }`).join(', ')}]`,
  }),
  XLSX: (numbers: readonly string[]) => ({
    name: 'a.xlsx',
    contents: workbook({
      sheets: {
        A: `<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>${numbers
          .map((number, at) => `<row r="${at + 2}"><c r="A${at + 2}"><v>${number}</v></c></row>`)
          .join('')}`,
      },
    }),
  }),
} as const;

describe.each(Object.keys(FORMS) as (keyof typeof FORMS)[])('a number of %s that was rounded', (form) => {
  const read = async (field: string, numbers: readonly string[], column: object = {}) => {
    const { name, contents } = FORMS[form](numbers);
    const { rows } = await mapped(name, contents, {
      source: { columns: { [field]: { column: 'x', ...column } } },
    });
    return rows.map(({ cells, problems }) => problems[0]?.code ?? cells.get(field)?.value);
  };

  it('is no id', async () => {
    expect(await read('external_id', ['1.46376E+13', '14637600000000', '1.23457e+12'])).toEqual([
      'doubtful-id',
      'doubtful-id',
      'doubtful-id',
    ]);
  });

  it('is no phone number', async () => {
    expect(await read('phone', ['3.53871E+11', '353871000000'], { country: 'IE' })).toEqual([
      'doubtful-id',
      'doubtful-id',
    ]);
  });

  it('is told from one that was not', async () => {
    expect(
      await read('external_id', ['12345.0', '100000', '1e5', '14637612000000', '7210448301122']),
    ).toEqual(['12345', '100000', '100000', '14637612000000', '7210448301122']);
    expect(await read('external_id', ['14637600000000'], { as: 'text' })).toEqual(['14637600000000']);
    expect(await read('custom_attributes.x', ['14637600000000'])).toEqual([14637600000000]);
  });
});
