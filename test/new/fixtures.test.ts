import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => project.remove());

const MAILCHIMP = `"Email Address","First Name","Last Name","Phone Number",Birthday,Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID,NOTES,TAGS
ada@acme.test,Ada,Lovelace,+353871234567,12/10,Acme,2,,,"2024-04-18 13:51:14",192.0.2.1,55331253,89501affba,,"""VIP"",""Dublin, IE"""
bob@acme.test,Bob,,,,Acme,2,"2024-04-19 08:00:00",192.0.2.2,"2024-04-19 08:01:00",192.0.2.2,55331254,89501affbb,,
`;
const MIXPANEL = `$distinct_id,$email,$name,$city,$last_seen,Plan
customer-1,ada@acme.test,Ada,Dublin,2024-04-18T13:51:14,pro
customer-2,bob@acme.test,Bob,Cork,2024-04-19T13:51:14,free
customer-3,cy@acme.test,Cy,Cork,2024-04-19T13:51:14,free
`;

/** The set of the only manifest that holds one. */
function setOf(opened: TestProject) {
  return opened
    .manifests()
    .flatMap((name) => opened.documents(`migrations/${name}`))
    .find(({ kind }) => kind === 'ContactSet');
}

describe('known exports', () => {
  it('of Mailchimp become a preset, with their own fields as attributes', async () => {
    project = openProject({ 'data/audience.csv': MAILCHIMP });
    expect((await project.run(['data/audience.csv'])).exit).toBe(0);
    expect(setOf(project)).toMatchObject({
      source: {
        file: '../data/audience.csv',
        preset: 'mailchimp',
        columns: { custom_attributes: { company: 'Company' } },
      },
      identity: { by: ['email'] },
    });
    expect(project.documents('migrations/0001-audience-attributes.yaml')[1].tags).toEqual([
      'VIP',
      'Dublin, IE',
    ]);
    expect(await project.findings()).toMatchObject({ contacts: 2, errors: [], warnings: [] });
  });

  it('of Mixpanel too, as CSV and as JSON with properties', async () => {
    const people = [
      { $distinct_id: 'customer-1', $properties: { $email: 'ada@acme.test', $name: 'Ada', Seats: 5 } },
      { $distinct_id: 'customer-2', $properties: { $email: 'bob@acme.test', $name: 'Bob', Seats: 7 } },
    ];
    project = openProject({ 'data/people.csv': MIXPANEL, 'data/engage.json': JSON.stringify(people) });
    expect((await project.run(['data/people.csv', '--out', 'migrations/people.yaml'])).exit).toBe(0);
    expect((await project.run(['data/engage.json', '--out', 'migrations/engage.yaml'])).exit).toBe(0);
    expect(project.documents('migrations/people.yaml').at(-1).source).toEqual({
      file: '../data/people.csv',
      preset: 'mixpanel',
      columns: { custom_attributes: { plan: 'Plan' } },
    });
    expect(project.documents('migrations/engage.yaml').at(-1).source).toEqual({
      file: '../data/engage.json',
      preset: 'mixpanel',
      columns: { custom_attributes: { seats: '$properties.Seats' } },
    });
    expect(await project.findings()).toMatchObject({ contacts: 5, errors: [] });
  });
});

describe('every format', () => {
  const rows = [
    { id: '90071992547409931', contact: { email: 'ada@acme.test' }, tags: ['vip'], score: 1.5, active: true },
    { id: '90071992547409932', contact: { email: 'bob@acme.test' }, tags: [], score: 2, active: false },
  ];
  const EXPECTED = {
    external_id: 'id',
    email: 'contact.email',
    tags: 'tags',
    custom_attributes: { score: 'score', active: 'active' },
  };

  it.each([
    ['JSON with a list inside', 'people.json', JSON.stringify({ people: rows })],
    ['JSON Lines', 'people.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')],
    ['compressed JSON Lines', 'people.jsonl.gz', gzipSync(rows.map((row) => JSON.stringify(row)).join('\n'))],
  ])('is read: %s', async (_what, name, content) => {
    project = openProject({ [`data/${name}`]: content });
    expect((await project.run([`data/${name}`])).err).toBe('');
    expect(setOf(project)?.source.columns).toEqual(EXPECTED);
    expect(await project.findings()).toEqual({ contacts: 2, errors: [], warnings: [] });
  });
});

describe('hostile files', () => {
  it('cannot write YAML of their own through headers, tags or names', async () => {
    const header = [
      'email',
      '"a: {b: c}"',
      '"x #y"',
      '"line\nkind: Merges"',
      "'q'",
      '\x24{var.secret}',
      '"- z"',
      '007',
      'Yes',
      '!bang',
      '*al',
    ];
    const csv = `${header.join(',')}\nada@acme.test,1,2,3,4,5,6,7,8,9,10\nbob@acme.test,1,2,3,4,5,6,7,8,9,11\n`;
    project = openProject({ 'data/odd "name".csv': csv });
    const { exit, err } = await project.run([
      'data/odd "name".csv',
      '--tag',
      '\x24{var.x}: [',
      '--name',
      'a: b # c',
    ]);
    expect(err).toBe('');
    expect(exit).toBe(0);
    const set = setOf(project);
    expect(set).toMatchObject({ kind: 'ContactSet', name: 'a: b # c' });
    expect(Object.values(set?.source.columns.custom_attributes)).toEqual([
      ...[
        'a: {b: c}',
        'x #y',
        'line\nkind: Merges',
        "'q'",
        '$\x24{var.secret}',
        '- z',
        '007',
        'Yes',
        '!bang',
        '*al',
      ],
    ]);
    const found = await project.findings();
    expect(found).toMatchObject({ contacts: 2, errors: [] });
  });

  it('have columns left out that nothing could tell apart or hold', async () => {
    const long = 'x'.repeat(256);
    const csv = `email,Team,Team,Essay,,plan\nada@acme.test,a,b,${long},z,"pro "\nbob@acme.test,a,b,short,z,pro\n`;
    project = openProject({ 'data/list.csv': csv });
    const { out } = await project.run(['data/list.csv']);
    expect(out).toContain('Team: another column has the same name');
    expect(out).toContain('Essay: a value is longer than the 255 characters that Intercom keeps');
    expect(setOf(project)?.source.columns).toEqual({ email: 'email', custom_attributes: { plan: 'plan' } });
    expect((await project.findings()).errors).toEqual([]);
  });

  it('have rows that validate refuses counted, since the file must be mended', async () => {
    const emails = [...Array.from({ length: 9 }, (_, n) => `ada-${n}@acme.test`), 'nobody'];
    project = openProject({ 'data/list.csv': `email\n${emails.join('\n')}\n` });
    const { exit, err } = await project.run(['data/list.csv']);
    expect(exit).toBe(0);
    expect(err).toContain(
      'warning[unreadable-values]: 1 of 10 values in column "email" are not email addresses',
    );
  });
});
