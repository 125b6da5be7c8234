import { afterEach, describe, expect, it } from 'vitest';
import { type NewSet, newText } from '../../src/render/screens/new-text.ts';
import { displayWidth } from '../../src/render/terminal/width.ts';
import { openProject, type TestProject } from './project.ts';

let project: TestProject | undefined;
afterEach(() => project?.remove());

const SET: NewSet = {
  ...{ name: 'customers', rows: 3, files: ['migrations/0001-customers.yaml'] },
  columns: [
    {
      columns: ['Customer ID'],
      field: 'external_id',
      type: 'id',
      sure: 'sure',
      why: 'different in every row',
    },
    {
      columns: ['First name', 'Last name'],
      field: 'name',
      type: 'text',
      sure: 'sure',
      why: 'joined by a space',
    },
    {
      columns: ['Plan'],
      field: 'custom_attributes.plan',
      type: 'options',
      sure: 'likely',
      why: '2 different values in 3 rows',
    },
    {
      columns: ['Password'],
      field: null,
      type: null,
      sure: null,
      why: 'a password or what is left of one: it stays out of Intercom',
    },
  ],
};

describe('what new says of its columns', () => {
  it('is a table where there is room', () => {
    expect(newText(SET, 100, '')).toBe(`Wrote:
  migrations/0001-customers.yaml

Set customers, guessed from 3 rows:
  column                  field                   type     how sure  why
  Customer ID             external_id             id       sure      different in every row
  First name + Last name  name                    text     sure      joined by a space
  Plan                    custom_attributes.plan  options  likely    2 different values in 3 rows

Not used:
  Password: a password or what is left of one: it stays out of Intercom

Look through them, then:
  interform validate
  interform plan
on_missing: skip updates people who are there and creates nobody. Change it to create when the plan
looks right.`);
  });

  it.each([100, 80, 60, 40])('breaks no word in %i columns', (width) => {
    const text = newText(SET, width, ' -C shop');
    const words = new Set(text.split(/\s+/));
    for (const line of text.split('\n')) {
      const isOneWord = !line.trim().includes(' ');
      if (!isOneWord) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    for (const word of ['external_id', 'custom_attributes.plan', 'different', 'Password:', 'options'])
      expect([...words].some((one) => one.replace(/,$/, '') === word)).toBe(true);
  });

  it('shows nothing of a file that a terminal would obey', () => {
    const text = newText(
      {
        ...SET,
        columns: [
          {
            ...SET.columns[0],
            columns: ['\u001b[31mID'],
            field: 'a\nb',
            type: 'id',
            sure: 'sure',
            why: 'x\ry',
          },
        ],
      },
      80,
      '',
    );
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\r');
    expect(text).toContain('a\\nb');
  });

  it('is in the document, too', async () => {
    project = openProject({
      'data/a.csv':
        'user_id,email,Birthday,Plan,token,Renewal\n1,ada@acme.test,2000-01-15,pro,a1b2,soon\n2,bob@acme.test,2000-01-16,pro,c3d4,2024-01-15\n3,cy@acme.test,2000-01-17,free,e5f6,2024-01-16\n4,di@acme.test,2000-01-18,free,e5f7,2024-01-17\n',
    });
    const { out } = await project.run(['data/a.csv', '--json']);
    expect(JSON.parse(out).columns).toEqual([
      { columns: ['user_id'], field: 'external_id', type: 'id', sure: 'sure', why: 'different in every row' },
      { columns: ['email'], field: 'email', type: 'email', sure: 'sure', why: 'email addresses' },
      {
        columns: ['Birthday'],
        field: 'custom_attributes.birthday',
        type: 'date',
        sure: 'likely',
        why: 'every value is a date; marked sensitive',
      },
      {
        columns: ['Plan'],
        field: 'custom_attributes.plan',
        type: 'options',
        sure: 'likely',
        why: '2 different values in 4 rows',
      },
      {
        columns: ['Renewal'],
        field: 'custom_attributes.renewal',
        type: 'date',
        sure: 'doubtful',
        why: '3 of 4 values are dates',
      },
      {
        columns: ['token'],
        field: null,
        type: null,
        sure: null,
        why: 'a secret or a token: it stays out of Intercom',
      },
    ]);
  });
});

describe('on a terminal', () => {
  const csv = `email,Renewal,Amount\n${Array.from({ length: 20 }, (_, at) => `p${at}@acme.test,2024-01-${10 + at},"1,${200 + at}"`).join('\n')}\nzoe@acme.test,soon,"1,500"\n`;
  const argv = ['data/a.csv', '--name', 'a', '--column', 'external_id=', '--out', 'migrations/a.yaml'];

  it.each([
    ['', '', { renewal: { type: 'date' }, amount: { type: 'integer' } }],
    ['2', '2', { renewal: { type: 'string' }, amount: { type: 'float' } }],
    ['0', '0', undefined],
  ])('every doubtful column is asked about: %s, %s', async (renewal, amount, declared) => {
    project = openProject({ 'data/a.csv': csv });
    const { exit, questions } = await project.run(argv, { answers: ['', renewal, amount] });
    expect(exit).toBe(0);
    expect(questions).toEqual([
      'Column for email (- for none) [email]: ',
      expect.stringContaining('1 of 21 values of "Renewal" are not dates, such as "soon"'),
      expect.stringContaining('"Amount" has numbers such as 1,200'),
    ]);
    const attributes = project.documents('migrations/a.yaml').find(({ kind }) => kind === 'DataAttributes');
    expect(attributes?.attributes).toEqual(declared);
  });

  it('nothing is asked with --yes, and nothing is written where the questions end', async () => {
    project = openProject({ 'data/a.csv': csv, 'migrations/.keep': '' });
    const stopped = await project.run(argv, { answers: [''] });
    expect(stopped.exit).toBe(1);
    expect(project.manifests()).toEqual([]);
    const { exit, questions } = await project.run([...argv, '--yes'], { answers: [] });
    expect({ exit, questions }).toEqual({ exit: 0, questions: [] });
  });
});

describe('lists and times', () => {
  it('of an address book are cut at its colons', async () => {
    project = openProject({ 'data/p.csv': 'email,Labels\na@acme.test,Friends ::: VIP\nb@acme.test,VIP\n' });
    await project.run(['data/p.csv', '--out', 'migrations/p.yaml']);
    const documents = project.documents('migrations/p.yaml');
    expect(documents.at(-1).source.columns.tags).toEqual({ column: 'Labels', split: ' ::: ' });
    expect(documents.find(({ kind }) => kind === 'Tags').tags).toEqual(['Friends', 'VIP']);
  });

  it('of programs become tags, one by one', async () => {
    project = openProject({
      'data/p.csv':
        'user_id,email,tags\n1,a@acme.test,"[""vip"",""beta""]"\n2,b@acme.test,"[\'vip\']"\n3,c@acme.test,[]\n4,d@acme.test,"{vip,beta}"\n',
    });
    await project.run(['data/p.csv', '--out', 'migrations/p.yaml']);
    const documents = project.documents('migrations/p.yaml');
    expect(documents.at(-1).source.columns.tags).toBe('tags');
    expect(documents.find(({ kind }) => kind === 'Tags').tags).toEqual(['vip', 'beta']);
    expect(await project.findings()).toEqual({ contacts: 4, errors: [], warnings: [] });
  });

  it.each([
    ['Created (UTC)', '2024-01-15 09:30', { column: 'Created (UTC)', timezone: 'UTC' }],
    [
      'Signed up (Europe/Dublin)',
      '15/01/2024 09:30',
      { column: 'Signed up (Europe/Dublin)', date: 'DD/MM/YYYY', timezone: 'Europe/Dublin' },
    ],
    ['Created (UTC)', '2024-01-15T09:30:00Z', 'Created (UTC)'],
    ['Joined (Shop)', '2024-01-15 09:30', 'Joined (Shop)'],
  ])('of %s such as %s are in the timezone that the name says', async (header, value, written) => {
    project = openProject({ 'data/p.csv': `email,${header}\na@acme.test,${value}\n` });
    await project.run(['data/p.csv', '--out', 'migrations/p.yaml']);
    expect(project.documents('migrations/p.yaml').at(-1).source.columns.signed_up_at).toEqual(written);
    expect((await project.findings()).errors).toEqual([]);
  });
});
