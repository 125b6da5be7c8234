import { afterEach, describe, expect, it } from 'vitest';
import { nearShapeOf } from '../../src/app/new/value-shape.ts';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

const days = (count: number, write: (day: string, month: string) => string) =>
  Array.from({ length: count }, (_, at) =>
    write(String((at % 28) + 1).padStart(2, '0'), String((at % 12) + 1).padStart(2, '0')),
  );
const iso = (count: number) => days(count, (day, month) => `2024-${month}-${day}`);
const dayFirst = (count: number) => days(count, (day, month) => `${day}/${month}/2024`);

async function made(
  header: string,
  values: readonly string[],
  argv: readonly string[] = [],
  more: Record<string, string> = {},
) {
  const rows = values.map((value, at) => `p${at}@acme.test,"${value}"`).join('\n');
  project = openProject({ 'data/people.csv': `email,${header}\n${rows}\n`, ...more });
  const run = await project.run(['data/people.csv', '--out', 'migrations/people.yaml', ...argv]);
  expect(run.exit).toBe(0);
  const documents = project.documents('migrations/people.yaml');
  return {
    ...run,
    err: run.err.replace(/\s+/g, ' '),
    columns: documents.at(-1).source.columns,
    attributes: documents.find(({ kind }) => kind === 'DataAttributes')?.attributes,
  };
}

describe('values that are not what the others are', () => {
  it.each([
    ['a date among 485', 'Renewal', [...iso(484), 'soon'], { type: 'date' }, 'Renewal'],
    ['a day too many', 'Renewal', [...iso(40), '2024-02-30'], { type: 'date' }, 'Renewal'],
    ['a date where the name says nothing', 'Third', [...iso(20), 'n.a.'], { type: 'date' }, 'Third'],
    [
      'a date in other writing',
      'Renewal',
      [...dayFirst(60), '31st of May'],
      { type: 'date' },
      { column: 'Renewal', date: 'DD/MM/YYYY' },
    ],
    [
      'month first among day first',
      'Renewal',
      [...dayFirst(60), '05/31/2024'],
      { type: 'date' },
      { column: 'Renewal', date: 'DD/MM/YYYY' },
    ],
    [
      'a word among numbers',
      'Seats',
      [...Array.from({ length: 50 }, (_, at) => String(at)), 'many'],
      { type: 'integer' },
      'Seats',
    ],
    [
      'a word among yes and no',
      'Active',
      [...Array.from({ length: 50 }, (_, at) => (at % 2 ? 'yes' : 'no')), 'maybe'],
      { type: 'boolean' },
      'Active',
    ],
  ] as const)('keep the type and are listed: %s', async (_what, header, values, declared, written) => {
    const { columns, attributes, err } = await made(header, values);
    expect(Object.values(attributes)).toEqual([declared]);
    expect(Object.values(columns.custom_attributes)).toEqual([written]);
    expect(err).toMatch(/warning\[unreadable-values\]: 1 of \d+ values in column/);
    expect(err).toContain(`line ${values.length + 1}`);
  });

  it('keep the date by which somebody signed up', async () => {
    const { columns, err } = await made('Joined', [...dayFirst(30), 'unknown', 'unknown']);
    expect(columns.signed_up_at).toEqual({ column: 'Joined', date: 'DD/MM/YYYY' });
    expect(err).toContain('2 of 32 values in column "Joined" are not dates');
    expect(err).toContain('if "unknown" says nothing, write it into nulls');
  });

  it.each([
    ['words', ['red', 'green', 'blue', 'red']],
    ['as many words as dates', [...iso(10), ...Array.from({ length: 10 }, (_, at) => `word ${at}`)]],
    ['two ways to write dates', [...iso(10), ...dayFirst(10)]],
  ])('are text where they are many: %s', (_what, values) => {
    expect(nearShapeOf(values, false, undefined)).toEqual({ shape: { is: 'string' }, misfits: [] });
  });
});

describe('--dates', () => {
  const either = ['01/02/2024', '03/04/2024', '05/06/2024', '07/08/2024'];

  it.each([
    ['DD/MM', 'DD/MM/YYYY'],
    ['MM/DD', 'MM/DD/YYYY'],
  ] as const)('%s is taken, one bad value or not', async (dates, format) => {
    for (const values of [either, [...either, ...either, ...either, 'soon']]) {
      const { columns } = await made('Renewal', values, ['--dates', dates]);
      expect(columns.custom_attributes.renewal).toEqual({ column: 'Renewal', date: format });
      project?.remove();
    }
  });

  it('decides where some read only one way and some only the other', async () => {
    const values = [...either, ...either, ...either, '13/01/2024', '01/31/2024'];
    const { columns, err } = await made('Renewal', values, ['--dates', 'MM/DD']);
    expect(columns.custom_attributes.renewal).toEqual({ column: 'Renewal', date: 'MM/DD/YYYY' });
    expect(err).toContain('"13/01/2024" in line 14');
  });

  it('that no value allows is said', async () => {
    const { columns, err } = await made('Renewal', ['01/31/2024', '02/28/2024'], ['--dates', 'DD/MM']);
    expect(columns.custom_attributes.renewal).toEqual({ column: 'Renewal', date: 'MM/DD/YYYY' });
    expect(err).toContain('warning[dates-against-flag]');
  });
});

describe('a column named like a field', () => {
  it.each([
    ['Phone', ['call me', 'none yet', '+353871234567']],
    ['Joined', ['spring', 'last year', '2024-01-15']],
    ['Customer ID', ['1', '1', '1', '2']],
  ])('%s is warned of where its values do not fit', async (header, values) => {
    const { err } = await made(header, values);
    expect(err).toContain(`warning[column-misfit]: column "${header}" is named like`);
  });

  it('email is warned of, too', async () => {
    project = openProject({ 'data/a.csv': 'id,Email\n1,Ada\n2,Bob\n3,cy@acme.test\n' });
    const { err } = await project.run(['data/a.csv']);
    expect(err).toContain('column "Email" is named like email');
  });

  it('email with several addresses in a cell is used, and the cells are named', async () => {
    project = openProject({
      'data/a.csv':
        'id,Email\n1,ada@acme.test\n2,"bob@acme.test, bob@home.test"\n3,cy@acme.test;cy@home.test\n',
    });
    const { err } = await project.run(['data/a.csv', '--out', 'migrations/a.yaml']);
    expect(err).toContain(
      'warning[several-addresses]: 2 of 3 cells in column "Email" hold several addresses',
    );
    expect(project.documents('migrations/a.yaml').at(-1).source.columns.email).toBe('Email');
  });
});

describe('values that differ from options by case', () => {
  const declared = (options: string) =>
    `apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes: { plan: { type: options, options: [${options}] } }\n`;

  it('are mapped to those that a manifest declares', async () => {
    const { columns } = await made('Plan', ['Pro', 'FREE', 'free'], [], {
      'migrations/0001-plan.yaml': declared('free, pro'),
    });
    expect(columns.custom_attributes.plan).toEqual({
      column: 'Plan',
      values: { Pro: 'pro', FREE: 'free', free: 'free' },
    });
    expect((await project?.findings())?.errors).toEqual([]);
  });

  it('are mapped to the spelling that most rows have', async () => {
    const { columns, attributes } = await made('Plan', ['Pro', 'Pro', 'pro', 'Free', 'FREE', 'Free']);
    expect(attributes.plan).toEqual({ type: 'options', options: ['Free', 'Pro'] });
    expect(columns.custom_attributes.plan.values).toEqual({
      Pro: 'Pro',
      pro: 'Pro',
      Free: 'Free',
      FREE: 'Free',
    });
    expect((await project?.findings())?.errors).toEqual([]);
  });
});
