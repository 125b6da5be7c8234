import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactSet, openProject, outcomes, type Project } from '../approval/project.ts';

let project: Project;

afterEach(() => project.close());

const TAGS =
  'apiVersion: interform/v1\nkind: Tags\ntags: [beta, { name: vip, was: [VIP customers, V.I.P.] }]\n';
const LIVE = ['beta', 'vip', 'VIP customers', 'V.I.P.', 'other'];
const FORMER = ['VIP customers'];

type SeedContact = NonNullable<EmulatorSeed['contacts']>[number];

const person = (name: string, ...tags: readonly string[]): SeedContact => ({
  role: 'user',
  external_id: name,
  tags: [...tags],
});

interface Given {
  readonly live?: readonly string[];
  readonly contacts?: readonly SeedContact[];
  readonly companies?: Readonly<Record<string, readonly string[]>>;
  readonly manifests?: Readonly<Record<string, string>>;
  readonly config?: string;
}

async function open({ live = LIVE, contacts = [], companies = {}, manifests = {}, config = '' }: Given) {
  project = await openProject({
    config,
    seed: {
      tags: live.map((name, index) => ({ id: String(index + 1), name })),
      companies: Object.entries(companies).map(([company_id, tags]) => ({
        company_id,
        name: company_id,
        tags: [...tags],
      })),
      contacts: [...contacts],
    },
  });
  for (const [name, text] of Object.entries({ 'tags.yaml': TAGS, ...manifests })) project.write(name, text);
}

const DETACH = ['--allow', 'detach=99'];

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...DETACH, ...argv)).out) as PlanDocument;
}

const membersIn = ({ changes }: PlanDocument) =>
  [...changes].map(({ address, fields }) => [address, fields['tags']]);

/** Names of the tags of each live contact, by external_id. */
function tagsOfPeople(): Readonly<Record<string, readonly string[]>> {
  const found = project.emulator.state
    .liveContacts()
    .map(({ external_id, tags }) => [String(external_id), [...tags].sort()] as const);
  return Object.fromEntries(found);
}

describe('a declared person who carries a tag under a former name', () => {
  const set = (contacts: readonly string[], rest = '') => contactSet(contacts, rest);

  it('gets the tag of today, and then loses the former one, in one change', async () => {
    await open({
      contacts: [
        person('ada', 'VIP customers', 'other'),
        person('bob', 'VIP customers', 'V.I.P.', 'vip'),
        person('cleo', 'vip'),
        { ...person('dora', 'V.I.P.'), role: 'lead', email: 'dora@acme.test' },
      ],
      manifests: {
        'set.yaml': set([
          'external_id: ada',
          'external_id: bob, name: Bob',
          'external_id: cleo',
          'role: lead, email: dora@acme.test',
        ]),
      },
    });
    const plan = await planned();
    expect(membersIn(plan)).toEqual([
      ['contact/beta/bob', { add: [], remove: ['V.I.P.', 'VIP customers'] }],
      ['contact/beta/ada', { add: ['vip'], remove: ['VIP customers'] }],
      ['contact/beta/dora%40acme.test', { add: ['vip'], remove: ['V.I.P.'] }],
    ]);
    const reasons = [...plan.changes].map(({ reason }) => reason);
    expect(reasons).toEqual([
      'differs from live',
      'VIP customers is called vip now',
      'V.I.P. is called vip now',
    ]);
    expect(plan.guards.find(({ verb }) => verb === 'detach')).toMatchObject({ count: 4 });
    expect(plan.diagnostics.map(({ code, severity, address }) => ({ code, severity, address }))).toEqual([
      { code: 'former-tag-live', severity: 'info', address: 'tag/vip' },
      { code: 'former-tag-live', severity: 'info', address: 'tag/vip' },
    ]);
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(tagsOfPeople()).toMatchObject({ ada: ['other', 'vip'], bob: ['vip'], cleo: ['vip'] });
    const ids = project.emulator.state.liveContacts().map(({ id }) => id);
    const writes = project.writes();
    expect(writes.indexOf('POST /tags')).toBeLessThan(writes.indexOf(`DELETE /contacts/${ids[0]}/tags/3`));
    expect(membersIn(await planned())).toEqual([]);
  });

  it('gets the tag that the first of several former ones is renamed to, in the same plan', async () => {
    await open({
      live: ['beta', 'other', 'VIP customers', 'V.I.P.'],
      contacts: [
        person('ada', 'V.I.P.'),
        person('bob', 'VIP customers'),
        person('cleo', 'VIP customers', 'V.I.P.'),
      ],
      manifests: { 'set.yaml': set(['external_id: ada', 'external_id: bob', 'external_id: cleo']) },
    });
    const plan = await planned();
    expect(membersIn(plan)).toEqual([
      ['tag/vip', undefined],
      ['contact/beta/ada', { add: ['vip'], remove: ['V.I.P.'] }],
      ['contact/beta/cleo', { add: [], remove: ['V.I.P.'] }],
    ]);
    expect([...plan.changes][1]?.requires).toEqual(['tag/vip']);
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(tagsOfPeople()).toEqual({ ada: ['vip'], bob: ['vip'], cleo: ['vip'] });
    expect(membersIn(await planned())).toEqual([]);
  });

  it('has the former tag found beyond the ten that a search shows', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `t${index}`);
    await open({
      live: [...LIVE, ...many],
      contacts: [person('ada', ...many, 'VIP customers')],
      manifests: { 'set.yaml': set(['external_id: ada']) },
    });
    expect(membersIn(await planned())).toEqual([
      ['contact/beta/ada', { add: ['vip'], remove: ['VIP customers'] }],
    ]);
  });

  it('is given nothing that an exact set does not want', async () => {
    await open({
      contacts: [person('ada', ...FORMER), person('bob', ...FORMER)],
      manifests: {
        'set.yaml': set(
          ['external_id: ada, tags: [beta]', 'external_id: bob, tags: [vip]'],
          'policy: { tags: exact }\n',
        ),
      },
    });
    expect(membersIn(await planned())).toEqual([
      ['contact/beta/ada', { add: ['beta'], remove: ['VIP customers'] }],
      ['contact/beta/bob', { add: ['vip'], remove: ['VIP customers'] }],
    ]);
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(tagsOfPeople()).toEqual({ ada: ['beta'], bob: ['vip'] });
    expect(membersIn(await planned())).toEqual([]);
  });

  it('is left alone while nothing may be taken off anybody', async () => {
    await open({
      contacts: [person('ada', ...FORMER)],
      manifests: {
        'set.yaml':
          'apiVersion: interform/v1\nkind: ContactSet\nname: beta\npolicy: { on_bad_row: skip }\nsource: { file: rows.csv }\n',
        'rows.csv': 'external_id,email\nada,\nbob,no-email\n',
      },
    });
    const plan = await planned('--allow', 'skip=9');
    expect(membersIn(plan)).toEqual([]);
    expect(plan.diagnostics.map(({ code }) => code)).toContain('prune-withheld');
  });

  it('is not given it where somebody took the former one off since the plan was made', async () => {
    await open({
      contacts: [person('ada', ...FORMER)],
      manifests: { 'set.yaml': set(['external_id: ada']) },
    });
    const file = `${project.folder}/plan.jsonl`;
    expect((await project.plan('--out', file, ...DETACH)).exit).toBe(0);
    const [{ id = '' } = {}] = project.emulator.state.liveContacts();
    project.emulator.handle({
      method: 'DELETE',
      url: `http://intercom.test/contacts/${id}/tags/3`,
      headers: { authorization: 'Bearer of-ada', 'intercom-version': '2.16' },
      body: '',
    });
    expect(outcomes(await project.result(file, ...DETACH))).toEqual([
      'contact/beta/ada stale: VIP customers was taken off since the plan was made, so vip does not take its place',
    ]);
    expect(tagsOfPeople()).toEqual({ ada: [] });
  });

  it('loses nothing without an allowance', async () => {
    await open({
      contacts: Array.from({ length: 30 }, (_, index) => person(`p${index}`, ...FORMER)),
      manifests: { 'set.yaml': set(Array.from({ length: 30 }, (_, index) => `external_id: p${index}`)) },
    });
    expect((await project.plan()).exit).toBe(5);
    expect((await project.plan('--allow', 'detach=30')).exit).toBe(0);
  });
});

describe('somebody whom no manifest declares and who carries a tag under a former name', () => {
  it('gets the tag of today, and then loses the former one', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `t${index}`);
    await open({
      live: [...LIVE, ...many],
      contacts: [
        person('ada', 'VIP customers', 'other'),
        person('bob', 'VIP customers', 'V.I.P.', 'vip'),
        person('cleo', 'vip'),
        { ...person('', 'V.I.P.'), role: 'lead', email: 'dora@acme.test' },
        person('eve', ...many, 'VIP customers'),
        person('finn', 'VIP customers'),
      ],
      manifests: { 'set.yaml': contactSet(['external_id: finn, tags: [beta]']) },
    });
    const ids = project.emulator.state.liveContacts().map(({ id }) => id);
    const plan = await planned();
    const expected = [
      ['contact/beta/finn', { add: ['beta', 'vip'], remove: ['VIP customers'] }],
      [`contact/${ids[0]}`, { add: ['vip'], remove: ['VIP customers'] }],
      [`contact/${ids[1]}`, { add: [], remove: ['V.I.P.', 'VIP customers'] }],
      [`contact/${ids[3]}`, { add: ['vip'], remove: ['V.I.P.'] }],
      [`contact/${ids[4]}`, { add: ['vip'], remove: ['VIP customers'] }],
    ];
    expect(membersIn(plan)).toHaveLength(expected.length);
    expect(membersIn(plan)).toEqual(expect.arrayContaining(expected));
    expect([...plan.changes].at(-1)).toMatchObject({
      action: 'update',
      source: { file: 'tags.yaml', line: 3 },
      reason: expect.stringMatching(/ is called vip now$/),
    });
    expect(plan.guards.find(({ verb }) => verb === 'detach')).toMatchObject({ count: 6 });
    expect((await project.plan()).exit).toBe(5);
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(tagsOfPeople()).toMatchObject({
      ada: ['other', 'vip'],
      bob: ['vip'],
      cleo: ['vip'],
      finn: ['beta', 'vip'],
    });
    expect(membersIn(await planned())).toEqual([]);
  });

  it('is not looked for where no contact is selected, and is found by its id', async () => {
    await open({ contacts: [person('ada', ...FORMER), person('bob', ...FORMER)] });
    expect(membersIn(await planned('--target', 'tag/*'))).toEqual([]);
    expect(project.emulator.requests.some(({ path }) => path.includes('/contacts'))).toBe(false);
    const [{ id = '' } = {}] = project.emulator.state.liveContacts();
    expect(membersIn(await planned('--target', `contact/${id}`))).toHaveLength(1);
  });

  it('belongs to the manifest and the team that say so', async () => {
    await open({
      contacts: [person('ada', ...FORMER)],
      companies: { acme: FORMER },
      manifests: {
        'tags.yaml': `${TAGS}owner: revops\n`,
        'other.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [gold]\nowner: sales\n',
      },
      config: 'guards: { owners: { revops: { max_detach: 1 } } }\n',
    });
    const [{ id = '' } = {}] = project.emulator.state.liveContacts();
    const both = ['company/acme', `contact/${id}`];
    expect(membersIn(await planned('--file', 'tags.yaml')).map(([address]) => address)).toEqual(both);
    expect(membersIn(await planned('--owner', 'revops')).map(([address]) => address)).toEqual(both);
    expect(membersIn(await planned('--owner', 'sales')).map(([address]) => address)).toEqual(['tag/gold']);
    const plan = JSON.parse((await project.plan('--json')).out) as PlanDocument;
    expect(plan.diagnostics.map(({ code }) => code)).toContain('scoped-guard');
  });

  it('is not found in a snapshot that holds no people, which says so', async () => {
    await open({ contacts: [person('ada', ...FORMER)], companies: { acme: FORMER } });
    const file = `${project.folder}/snapshot.json`;
    expect((await project.snapshot(['--out', file])).exit).toBe(0);
    const plan = await planned('--snapshot', file);
    expect(membersIn(plan)).toEqual([['company/acme', { add: ['vip'], remove: ['VIP customers'] }]]);
    expect(plan.diagnostics.map(({ code }) => code)).toContain('carry-not-compared');
    expect((await project.snapshot(['--out', file, '--contacts'])).exit).toBe(0);
    expect(membersIn(await planned('--snapshot', file))).toHaveLength(2);
  });

  it('leaves a set first, where it carries the owner tag of one', async () => {
    await open({
      live: [...LIVE, 'set-beta'],
      contacts: [person('ada', 'set-beta', ...FORMER), person('bob', 'set-beta')],
      manifests: {
        'set.yaml': `${contactSet(['external_id: bob'])}prune: { owner_tag: set-beta, action: untag }\n`,
      },
    });
    const [{ id = '' } = {}] = project.emulator.state.liveContacts();
    expect(membersIn(await planned())).toEqual([['contact/beta/ada', { add: [], remove: ['set-beta'] }]]);
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(membersIn(await planned())).toEqual([
      [`contact/${id}`, { add: ['vip'], remove: ['VIP customers'] }],
    ]);
  });
});

describe('a company that carries a tag under a former name', () => {
  const COMPANIES =
    'apiVersion: interform/v1\nkind: Companies\ncompanies: { acme: { tags: [beta] }, globex: { name: globex } }\n';

  it('gets the tag of today, and then loses the former one, declared or not, with users or without', async () => {
    await open({
      companies: {
        acme: ['V.I.P.', 'other'],
        globex: ['vip', 'V.I.P.', 'VIP customers'],
        initech: ['VIP customers'],
        umbrella: ['vip', 'other'],
      },
      manifests: { 'companies.yaml': COMPANIES },
    });
    const plan = await planned();
    expect(membersIn(plan)).toEqual([
      ['company/acme', { add: ['beta', 'vip'], remove: ['V.I.P.'] }],
      ['company/globex', { add: [], remove: ['V.I.P.', 'VIP customers'] }],
      ['company/initech', { add: ['vip'], remove: ['VIP customers'] }],
    ]);
    expect([...plan.changes][2]).toMatchObject({
      source: { file: 'tags.yaml', line: 3 },
      reason: 'VIP customers is called vip now',
    });
    expect(plan.guards.find(({ verb }) => verb === 'detach')).toMatchObject({ count: 4 });
    expect((await project.apply(...DETACH)).exit).toBe(0);
    expect(membersIn(await planned())).toEqual([]);
  });

  it('is not looked for where no tag gives way to another one, or no company is selected', async () => {
    await open({ live: ['beta', 'vip'], companies: { acme: ['vip'] } });
    await planned();
    await open({ companies: { acme: ['VIP customers'] } });
    expect(membersIn(await planned('--target', 'tag/vip'))).toEqual([]);
    expect(project.emulator.requests.some(({ path }) => path.includes('/companies'))).toBe(false);
  });
});
