import { afterEach, describe, expect, it } from 'vitest';
import { textRow, workbook } from '../sources/workbook.ts';
import { openProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => project.remove());

async function made(content: string | Uint8Array, file = 'people.csv') {
  project = openProject({ [`data/${file}`]: content, 'migrations/.keep': '' });
  const run = await project.run([`data/${file}`, '--out', 'migrations/people.yaml', '--json']);
  const { diagnostics } = JSON.parse(run.out) as {
    diagnostics: { code: string; summary: string; detail?: string }[];
  };
  const set = project.manifests().includes('people.yaml')
    ? project.documents('migrations/people.yaml').at(-1)
    : undefined;
  return { ...run, diagnostics, codes: diagnostics.map(({ code }) => code), set };
}

describe('a file without names of its columns', () => {
  it.each([
    ['email and name', 'ada@acme.test,Ada\nbob@acme.test,Bob\ncy@acme.test,Cy\n'],
    ['one column', 'ada@acme.test\nbob@acme.test\n'],
    [
      'an export of Firebase',
      'u1,ada@acme.test,true,aGFzaA==,c2FsdA==,Ada,,,\nu2,bob@acme.test,false,aGFz,c2Fs,Bob,,,\n',
    ],
    ['phone numbers', 'Ada,+353 87 123 4567\nBob,+353871234568\n'],
    ['semicolons', 'Ada;Dublin;ada@acme.test\nBob;Cork;bob@acme.test\n'],
    ['numbers and dates', '17,Ada,2024-01-15,5\n18,Bob,2024-01-16,7\n'],
  ])('is refused: %s', async (_what, csv) => {
    const { exit, codes, set } = await made(csv);
    expect(exit).toBe(1);
    expect(codes).toEqual(['headerless-file']);
    expect(set).toBeUndefined();
  });

  it('is refused as a sheet, too', async () => {
    const { codes } = await made(
      workbook({ sheets: { S: textRow(1, 'ada@acme.test', 'Ada') + textRow(2, 'bob@acme.test', 'Bob') } }),
      'people.xlsx',
    );
    expect(codes).toEqual(['headerless-file']);
  });

  it.each([
    ['names that nobody knows', 'Kunde,Ort\nada@acme.test,Cork\n'],
    ['years among the names', 'email,2023,2024\nada@acme.test,1,2\n'],
  ])('is no file with %s', async (_what, csv) => {
    expect((await made(csv)).codes).toEqual([]);
  });
});

describe('a title above the names of the columns', () => {
  const rows = 'id,name,email\n1,Ada,ada@acme.test\n2,Bob,bob@acme.test\n';

  it.each([
    ['one line', `Customer list\n${rows}`, 2],
    ['a date and an empty line', `Customer list,2024-01-15\n\n${rows}`, 3],
    ['commas behind it', `Customer list,,\n,,\n${rows}`, 3],
    ['an address in it', `Exported by ops@acme.test\n${rows}`, 2],
    ['semicolons below', `Customer list\n${rows.replaceAll(',', ';')}`, 2],
    [
      'names that nobody knows',
      'Kundenliste\nNr,Ort,Adresse\n1,Cork,ada@acme.test\n2,Bonn,bob@acme.test\n',
      2,
    ],
  ])('is passed over, and said: %s', async (_what, csv, line) => {
    const { codes, set } = await made(csv);
    expect(codes).toContain('title-line');
    expect(set.source.format).toEqual({ header_row: line });
    expect(set.source.columns.email).toMatch(/email|Adresse/);
    expect(await project.findings()).toMatchObject({ contacts: 2, errors: [] });
  });

  it('is passed over in a sheet', async () => {
    const { codes, set } = await made(
      workbook({
        sheets: {
          S: textRow(1, 'Customer list') + textRow(3, 'id', 'email') + textRow(4, '1', 'ada@acme.test'),
        },
      }),
      'people.xlsx',
    );
    expect(codes).toEqual(['title-line']);
    expect(set.source.format).toEqual({ header_row: 3 });
    expect(await project.findings()).toMatchObject({ contacts: 1, errors: [] });
  });
});

describe('rows that cannot be read', () => {
  it('are counted and named', async () => {
    const { diagnostics, exit } = await made(
      'id,name,email,labels\n1,Ada,ada@acme.test,\n2,Bob,bob@acme.test\n3,Cy,cy@acme.test\n4,Di,di@acme.test,a,b\n',
    );
    expect(exit).toBe(0);
    expect(diagnostics[0]).toMatchObject({
      code: 'unreadable-rows',
      summary: '3 of 4 rows of data/people.csv cannot be read',
      detail: 'the row has too few cells: lines 3, 4; the row has too many cells: line 5',
    });
  });

  it('are an error where there are no others', async () => {
    const { codes, exit, set } = await made('id,name,email,labels\n2,Bob,bob@acme.test\n3,Cy,cy@acme.test\n');
    expect(exit).toBe(1);
    expect(codes).toEqual(['unreadable-rows']);
    expect(set).toBeUndefined();
  });
});

describe('other quotes than double ones', () => {
  it.each([
    ['single ones', "'id','email'\n'1','ada@acme.test'\n"],
    ['those of a word processor', '“id”,“email”\n“1”,“ada@acme.test”\n'],
    ['backticks', '`id`,`email`\n`1`,`ada@acme.test`\n'],
  ])('are refused: %s', async (_what, csv) => {
    const { codes, exit } = await made(csv);
    expect(exit).toBe(1);
    expect(codes).toEqual(['other-quotes']);
  });
});
