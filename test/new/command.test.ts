import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

const CUSTOMERS = `Customer ID,First name,Last name,Email,Phone,Joined,Plan,Seats,MRR,Trial,Notes,Segments,Zip,Empty
0012,Ada,Lovelace,ada@acme.test,+353871234567,31/01/2024,pro,5,"1.234,50",yes,likes tea,"vip;beta",01234,
0013,Bob,Stone,bob@acme.test,0035387 123 4568,01/02/2024,free,1,"0,00",no,n/a,vip,01235,
0014,Cy,Young,cy@acme.test,,15/02/2024,pro,12,"99,90",no,met in May,,01236,
`;

let project: TestProject;
afterEach(() => project.remove());

describe('interform new', () => {
  it('guesses fields, attributes and their formats, and what it writes is valid', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    const { exit, out, err } = await project.run(['data/customers.csv', '--tag', 'imported']);
    expect(err).toBe('');
    expect(exit).toBe(0);
    expect(project.manifests()).toEqual(['0001-customers-attributes.yaml', '0002-customers.yaml']);
    expect(out).toContain(
      'Wrote:\n  migrations/0001-customers-attributes.yaml\n  migrations/0002-customers.yaml\n',
    );
    expect(out).toContain('interform validate\n  interform plan\n');
    const [attributes, tags] = project.documents('migrations/0001-customers-attributes.yaml');
    expect(attributes).toEqual({
      apiVersion: 'interform/v1',
      kind: 'DataAttributes',
      model: 'contact',
      attributes: {
        plan: { type: 'options', options: ['free', 'pro'] },
        seats: { type: 'integer' },
        mrr: { type: 'float' },
        trial: { type: 'boolean' },
        notes: { type: 'string' },
        zip: { type: 'string', sensitive: true },
      },
    });
    expect(tags).toMatchObject({ kind: 'Tags', tags: ['imported', 'vip', 'beta'] });
    const [set] = project.documents('migrations/0002-customers.yaml');
    expect(set).toEqual({
      apiVersion: 'interform/v1',
      kind: 'ContactSet',
      name: 'customers',
      defaults: { role: 'user', tags: ['imported'] },
      source: {
        file: '../data/customers.csv',
        nulls: ['n/a'],
        columns: {
          external_id: 'Customer ID',
          email: 'Email',
          phone: 'Phone',
          name: ['First name', 'Last name'],
          signed_up_at: { column: 'Joined', date: 'DD/MM/YYYY' },
          tags: { column: 'Segments', split: ';' },
          custom_attributes: {
            plan: 'Plan',
            seats: 'Seats',
            mrr: { column: 'MRR', decimal: ',' },
            trial: 'Trial',
            notes: 'Notes',
            zip: 'Zip',
          },
        },
      },
      identity: { by: ['external_id', 'email'] },
      policy: { on_missing: 'skip', on_blank: 'ignore' },
    });
    expect(await project.findings()).toEqual({ contacts: 3, errors: [], warnings: [] });
  });

  it('says in comments why, where the schema is and what to change', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    await project.run(['data/customers.csv']);
    const text = project.read('migrations/0002-customers.yaml');
    expect(text.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../node_modules/interform/schemas/manifest.schema.json',
    );
    expect(text).toMatch(/on_missing: skip # the cautious choice: update only\. Change to create when/);
    expect(text).toMatch(/external_id: Customer ID # different in every row/);
    expect(text).toMatch(/signed_up_at: \{ column: Joined, date: DD\/MM\/YYYY \} # only DD\/MM\/YYYY fits/);
    expect(text).toMatch(/# Left out:\n# {3}"Empty": empty/);
  });

  it('offers how people leave the set, in a line that is valid as it stands', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    await project.run(['data/customers.csv', '--name', 'VIP-2', '--out', 'migrations/a.yaml']);
    const path = 'migrations/a.yaml';
    const text = project.read(path);
    expect(project.documents(path).at(-1)).not.toHaveProperty('prune');
    project.write(path, text.replace('# prune: ', 'prune: '));
    expect(project.documents(path).at(-1)?.prune).toEqual({ owner_tag: 'set-VIP-2', action: 'untag' });
  });

  it('takes the next versions and never overwrites; a second run is another set', async () => {
    const attributes =
      'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  Plan: { type: string }\n';
    project = openProject({ 'migrations/0007-plan.yaml': attributes, 'data/customers.csv': CUSTOMERS });
    await project.run(['data/customers.csv']);
    await project.run(['data/customers.csv']);
    expect(project.manifests()).toEqual([
      '0007-plan.yaml',
      '0008-customers-attributes.yaml',
      '0009-customers.yaml',
      '0010-customers-2.yaml',
    ]);
    expect(project.read('migrations/0007-plan.yaml')).toBe(attributes);
    const [declared] = project.documents('migrations/0008-customers-attributes.yaml');
    expect(Object.keys(declared.attributes)).not.toContain('plan');
    const [set] = project.documents('migrations/0009-customers.yaml');
    expect(set.source.columns.custom_attributes['Plan']).toBe('Plan');
    expect((await project.findings()).errors).toEqual([]);
  });

  it('leaves a column out, saying so, where day or month or the country is not to be known', async () => {
    const csv = 'email,Phone,Signup date,Renewal\nada@acme.test,087 123 4567,01/02/2024,03/04/2025\n';
    project = openProject({ 'data/list.csv': csv });
    const { exit, err } = await project.run(['data/list.csv']);
    expect(exit).toBe(0);
    expect(err).toContain(
      'warning[unclear-dates]: the dates of column "Signup date" read as DD/MM/YYYY or MM/DD/YYYY',
    );
    expect(err).toContain('the dates of column "Renewal"');
    expect(err).toContain('warning[unclear-country]: 1 of 1 phone numbers in "Phone" name no country');
    const [set] = project.documents('migrations/0001-list.yaml');
    expect(set.source.columns).toEqual({ email: 'email' });
    expect(await project.findings()).toMatchObject({ contacts: 1, errors: [] });
  });

  it('takes what it cannot know from flags', async () => {
    const csv = 'email,Phone,Signup date,Renewal\nada@acme.test,087 123 4567,01/02/2024,03/04/2025\n';
    project = openProject({ 'data/list.csv': csv });
    const argv = [
      'data/list.csv',
      '--country',
      'ie',
      '--dates',
      'MM/DD',
      '--name',
      'Dublin list',
      '--role',
      'lead',
    ];
    expect((await project.run(argv)).err).toBe('');
    const [set] = project.documents('migrations/0002-dublin-list.yaml');
    expect(set).toMatchObject({ name: 'Dublin list', defaults: { role: 'lead' } });
    expect(set.source.columns).toEqual({
      email: 'email',
      phone: { column: 'Phone', country: 'IE' },
      signed_up_at: { column: 'Signup date', date: 'MM/DD/YYYY' },
      custom_attributes: { renewal: { column: 'Renewal', date: 'MM/DD/YYYY' } },
    });
    expect(await project.findings()).toMatchObject({ contacts: 1, errors: [] });
  });

  it('asks on a terminal with the guess as default', async () => {
    const csv = 'No,Mail,Phone,Joined\n7,ada@acme.test,087 123 4567,01/02/2024\n8,bob@acme.test,,\n';
    project = openProject({ 'data/list.csv': csv });
    const answers = ['members', 'No', '', '', 'IE', '', '1'];
    const { exit, questions } = await project.run(['data/list.csv'], { answers });
    expect(exit).toBe(0);
    expect(questions).toEqual([
      'Name of the set [list]: ',
      'Column for external_id (- for none) [-]: ',
      'Column for email (- for none) [Mail]: ',
      'Column for phone (- for none) [Phone]: ',
      expect.stringContaining('Where are they dialled?'),
      'Column for signed_up_at (- for none) [Joined]: ',
      expect.stringContaining('1 for DD/MM/YYYY, 2 for MM/DD/YYYY'),
    ]);
    const [set] = project.documents('migrations/0001-members.yaml');
    expect(set.source.columns).toEqual({
      external_id: 'No',
      email: 'Mail',
      phone: { column: 'Phone', country: 'IE' },
      signed_up_at: { column: 'Joined', date: 'DD/MM/YYYY' },
    });
    expect(await project.findings()).toMatchObject({ contacts: 2, errors: [] });
  });

  it('writes nothing when the questions are ended', async () => {
    project = openProject({
      'data/customers.csv': CUSTOMERS,
      'migrations/0001-vip.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n',
    });
    const { exit, err } = await project.run(['data/customers.csv'], { answers: ['customers'] });
    expect(exit).toBe(1);
    expect(err).toContain('error[interrupted]');
    expect(project.manifests()).toEqual(['0001-vip.yaml']);
  });

  it('prints with --json one document and asks nothing', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    const { exit, out, questions } = await project.run(['data/customers.csv', '--json'], { answers: [] });
    expect(exit).toBe(0);
    expect(questions).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-new/1',
      exit: 0,
      diagnostics: [],
      files: ['migrations/0001-customers-attributes.yaml', 'migrations/0002-customers.yaml'],
      guesses: expect.arrayContaining([
        { field: 'email', columns: ['Email'], written: 'Email', why: 'email addresses' },
        { field: null, columns: ['Empty'], why: 'empty' },
      ]),
    });
  });

  it('writes one manifest to --out, and replaces it only with --force', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    const argv = ['data/customers.csv', '--out', 'migrations/people.yaml', '--name', 'people'];
    expect((await project.run(argv)).exit).toBe(0);
    expect(project.documents('migrations/people.yaml').map(({ kind }) => kind)).toEqual([
      'DataAttributes',
      'Tags',
      'ContactSet',
    ]);
    const before = project.read('migrations/people.yaml');
    const again = await project.run(argv);
    expect(again.exit).toBe(1);
    expect(again.err).toContain('error[manifest-exists]: migrations/people.yaml exists');
    expect(project.read('migrations/people.yaml')).toBe(before);
    expect((await project.run([...argv, '--force', '--tag', 'vip'])).exit).toBe(0);
    expect(project.documents('migrations/people.yaml').at(-1)).toMatchObject({
      name: 'people',
      defaults: { tags: ['vip'] },
    });
    expect((await project.findings()).errors).toEqual([]);
  });

  it.each([
    ['a file that is not there', ['data/nobody.csv'], 'missing-source'],
    ['a file outside the project', ['../elsewhere.csv'], 'missing-source'],
    ['a file of no known kind', ['data/notes.txt'], 'unsupported-source'],
    ['a file without rows', ['data/empty.csv'], 'nothing-to-guess'],
    ['a file in which nothing tells people apart', ['data/colors.csv'], 'nothing-to-guess'],
    ['a column that the file lacks', ['data/customers.csv', '--column', 'email=Mail'], 'bad-flag-value'],
    ['a field that there is not', ['data/customers.csv', '--column', 'mail=Email'], 'bad-flag-value'],
    ['a country that there is not', ['data/national.csv', '--country', 'XX'], 'bad-country'],
    ['an --out that plan would not see', ['data/customers.csv', '--out', 'people.yaml'], 'bad-flag-value'],
  ])('refuses %s and writes nothing', async (_what, argv, code) => {
    project = openProject({
      'data/customers.csv': CUSTOMERS,
      'data/notes.txt': 'Ada',
      'data/empty.csv': 'id,email\n',
      'data/colors.csv': 'color\nred\nred\n',
      'data/national.csv': 'email,phone\nada@acme.test,087 123 4567\n',
      'migrations/0001-vip.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n',
    });
    const { exit, out } = await project.run([...argv, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-error/1', diagnostics: [{ code }] });
    expect(project.manifests()).toEqual(['0001-vip.yaml']);
  });

  it('refuses a name that a set has', async () => {
    project = openProject({ 'data/customers.csv': CUSTOMERS });
    await project.run(['data/customers.csv']);
    const { exit, err } = await project.run(['data/customers.csv', '--name', 'customers']);
    expect(exit).toBe(1);
    expect(err).toContain('error[set-exists]');
  });
});
