import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

async function made(csv: string, argv: readonly string[] = []) {
  project = openProject({ 'data/people.csv': csv });
  const run = await project.run(['data/people.csv', '--out', 'migrations/people.yaml', '--json', ...argv]);
  expect(run.exit).toBe(0);
  const { columns, diagnostics } = JSON.parse(run.out);
  const documents = project.documents('migrations/people.yaml');
  return {
    row: (field: string) => columns.find((one: { field: string | null }) => one.field === field),
    found: (diagnostics as { code: string; summary: string; detail?: string; help?: string }[]).map(
      ({ code, summary, detail, help }) => `${code}: ${summary} (${detail}) ${help}`,
    ),
    source: documents.at(-1).source,
    attributes: documents.find(({ kind }) => kind === 'DataAttributes')?.attributes,
  };
}

/** A file with one column beside the email, and so many good values before those given. */
function people(header: string, values: readonly string[]): string {
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  return [`Email,${header}`, ...values.map((value, at) => `p${at}@acme.test,${quoted(value)}`)].join('\n');
}

describe('a field of which some values are bad', () => {
  it('is doubtful and says how many: emails', async () => {
    const { row } = await made('Email\na@acme.test\nb@acme.test\nc at acme.test\nd@acme.test\ne@acme.test\n');
    expect(row('email')).toMatchObject({ sure: 'doubtful', why: '4 of 5 are email addresses' });
  });

  it('is doubtful and says how many: several addresses in a cell', async () => {
    const { row } = await made('Email\na@acme.test ::: a2@acme.test\nb@acme.test\n');
    expect(row('email')).toMatchObject({ sure: 'doubtful', why: '1 of 2 are email addresses' });
  });

  it('is doubtful and says how many: phones of one country, and of a column of countries', async () => {
    const numbers = ['087 123 4567', '087 123 4568', '087 123 4569', '087 123 4570', '0871234571.0'];
    const one = await made(people('Phone', numbers), ['--country', 'IE']);
    expect(one.row('phone')).toMatchObject({ sure: 'doubtful', why: 'national numbers, 4 of 5 can be read' });
    project?.remove();
    const rows = numbers.map((number, at) => `p${at}@acme.test,${number},IE`);
    const { row, found } = await made(['Email,Phone,Country', ...rows].join('\n'));
    expect(row('phone').sure).toBe('doubtful');
    expect(found.join('\n')).toContain(
      '1 of 5 values in column "Phone" are not a phone number of its country',
    );
  });

  it('is doubtful and says how many: dates, with the form that the others have', async () => {
    const days = Array.from({ length: 20 }, (_, at) => `${at + 10}/03/2024`);
    const { row, found } = await made(people('Joined', [...days, '2024-03-01']));
    expect(row('signed_up_at')).toMatchObject({ sure: 'doubtful', why: '20 of 21 are DD/MM/YYYY' });
    expect(found.join('\n')).toContain(
      '1 of 21 values in column "Joined" are not dates of the form DD/MM/YYYY',
    );
  });

  it('is doubtful and named: ids that a spreadsheet has made numbers of', async () => {
    const ids = ['0012', '0013', '0014', '12345.0', '1.46376E+13'];
    const { row, found } = await made(['Customer ID', ...ids].join('\n'));
    expect(row('external_id')).toMatchObject({
      sure: 'doubtful',
      why: '2 of 5 are numbers that a program made of ids',
    });
    expect(found.join('\n')).toContain('"12345.0", "1.46376E+13" in lines 5, 6');
    expect((await project?.findings())?.errors.map((error) => error.split(':')[0])).toEqual([
      'doubtful-id',
      'doubtful-id',
    ]);
  });

  it('is doubtful and says why: ids that come again', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `c${at}`);
    const { row } = await made(['Customer ID', ...ids, 'c0'].join('\n'));
    expect(row('external_id')).toMatchObject({ sure: 'doubtful', why: '1 of 21 occur more than once' });
  });
});

describe('a column that is right only if something else holds', () => {
  it('is likely: owners, who must be teammates', async () => {
    const { row } = await made('Email,Account Owner\na@acme.test,sue@acme.test\nb@acme.test,sue@acme.test\n');
    expect(row('owner')).toMatchObject({ sure: 'likely', why: 'emails of teammates, if all of them are' });
  });

  it('is doubtful: cells that show an error', async () => {
    const { row } = await made('Email,Seats\na@acme.test,5\nb@acme.test,#N/A\nc@acme.test,7\n');
    expect(row('custom_attributes.seats')).toMatchObject({
      sure: 'doubtful',
      why: 'every value is an integer, a cell shows an error',
    });
  });
});

it.each(['Country', 'City', 'Region', 'Owner ID', 'Browser Language'])(
  'a column %s has another name than the standard one',
  async (header) => {
    const { attributes } = await made(people(header, ['Cork', 'Dublin']));
    expect(Object.keys(attributes)).toEqual([`custom_${header.toLowerCase().replace(' ', '_')}`]);
    expect((await project?.findings())?.errors).toEqual([]);
  },
);

it('tags with spaces are doubtful: some programs part tags by them', async () => {
  const { row } = await made(people('Tags', ['vip beta', 'vip']));
  expect(row('tags')).toMatchObject({
    sure: 'doubtful',
    why: 'a tag a cell; 1 of 2 hold spaces: split: " " if those part tags',
  });
});

describe('amounts', () => {
  it.each([
    [['€1.250,00', '€99,00', '€49,50'], { type: 'float' }, ','],
    [['$1,250.00', '$99.00', '$49.50'], { type: 'float' }, '.'],
    [['12,50 €', '1.000,00 €', '3,20 €'], { type: 'float' }, ','],
    [['EUR 12.50', 'EUR 1,000.00', 'EUR 3.20'], { type: 'float' }, '.'],
    [['£5', '£10', '£15'], { type: 'integer' }, '.'],
  ])('are numbers, few of them or not: %j', async (values, declared, decimal) => {
    const { attributes, source, row } = await made(
      people('MRR', [...values, ...values, ...values, ...values]),
    );
    expect(attributes).toEqual({ mrr: declared });
    expect(source.columns.custom_attributes.mrr).toEqual({ column: 'MRR', decimal });
    expect(row('custom_attributes.mrr').why).toMatch(/^amounts in (?:€|\$|£|EUR), the sign is taken off/);
    expect((await project?.findings())?.errors).toEqual([]);
  });

  it.each([
    ['of several currencies', ['€5', '$10', '€15', '$3']],
    ['that are words', ['TOP 10', 'TOP 20', 'TOP 10', 'TOP 20']],
    ['that are rooms', ['R10', 'R20', 'R30', 'R40']],
  ])('%s are no numbers', async (_what, values) => {
    const { attributes } = await made(people('Deal', values));
    expect(attributes.deal.type).not.toMatch(/float|integer/);
  });
});

it('a column of notes is text, few of them or not', async () => {
  const values = Array.from({ length: 12 }, (_, at) => (at % 2 ? 'Called' : 'Wrote'));
  const { attributes } = await made(people('Notes', values));
  expect(attributes).toEqual({ notes: { type: 'string' } });
});

describe('what is marked sensitive', () => {
  it.each([
    ['Tax Exempt', ['yes', 'no'], undefined],
    ['Address verified', ['true', 'false'], undefined],
    ['Tax ID', ['DE1', 'DE2'], true],
    ['Disability', ['yes', 'no'], true],
    ['E-mail 2 - Value', ['ada2@acme.test', 'bob2@acme.test'], true],
    ['Work phone 2', ['+353871234567', '+353871234568'], true],
  ])('%s', async (header, values, sensitive) => {
    const { attributes } = await made(people(header, values), [
      '--column',
      'phone=',
      '--column',
      'email=Email',
    ]);
    const [attribute] = Object.values(attributes) as { sensitive?: boolean }[];
    expect(attribute?.sensitive).toBe(sensitive);
  });
});

it('a column of countries by name says why phones are left out', async () => {
  const rows = ['087 123 4567,Ireland', '087 123 4568,IE', '087 123 4569,IE'];
  const { found } = await made(
    ['Email,Phone,Country', ...rows.map((row, at) => `p${at}@acme.test,${row}`)].join('\n'),
  );
  expect(found.join('\n')).toContain('column "Country" does not say: it holds "Ireland"');
});
