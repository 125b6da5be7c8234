import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactSet, openProject, outcomes, type Project } from '../approval/project.ts';

let project: Project;

afterEach(() => project.close());

const tags = (list: string) => `apiVersion: interform/v1\nkind: Tags\ntags: ${list}\n`;
const RENAMED = tags('[beta, { name: vip, was: [VIP customers, V.I.P.] }]');
const ADA = {
  id: '650000000000000000000001',
  role: 'user' as const,
  external_id: 'ada',
  created_at: 1700000000,
};
const BOB = {
  id: '650000000000000000000002',
  role: 'user' as const,
  external_id: 'bob',
  created_at: 1700000001,
};

async function open(live: readonly string[], manifests: Readonly<Record<string, string>>): Promise<void> {
  project = await openProject({
    seed: {
      tags: ['beta', ...live].map((name, index) => ({ id: String(index + 1), name })),
      companies: [{ company_id: 'acme', name: 'Acme', tags: live.slice(0, 1) }],
      contacts: [
        { ...ADA, tags: live.slice(0, 1) },
        { ...BOB, tags: live.slice(0, 1) },
      ],
    },
  });
  for (const [name, text] of Object.entries(manifests)) project.write(name, text);
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
}

const errorsIn = ({ diagnostics }: PlanDocument) =>
  diagnostics.filter(({ severity }) => severity === 'error');

/** Name → id of the live tags. */
async function liveTags(): Promise<Readonly<Record<string, string>>> {
  const answer = project.emulator.handle({
    method: 'GET',
    url: 'http://intercom.test/tags',
    headers: { authorization: 'Bearer of-ada', 'intercom-version': '2.16' },
    body: '',
  });
  const { data } = JSON.parse((await answer).body) as {
    readonly data: readonly { readonly id: string; readonly name: string }[];
  };
  return Object.fromEntries(data.map(({ id, name }) => [name, id]));
}

describe('a tag that had another name', () => {
  const SET = contactSet(['external_id: ada, tags: [VIP]', 'external_id: carol, tags: [vip]']);
  const COMPANIES = 'apiVersion: interform/v1\nkind: Companies\ncompanies: { acme: { tags: [vip] } }\n';

  it('is renamed in place: it keeps its id, and nobody is tagged again', async () => {
    await open(['VIP customers'], { 'tags.yaml': RENAMED, 'set.yaml': SET, 'companies.yaml': COMPANIES });
    const plan = await planned();
    expect(errorsIn(plan)).toEqual([]);
    expect([...plan.changes]).toMatchObject([
      {
        address: 'tag/vip',
        action: 'update',
        id: '2',
        irreversible: false,
        reason: expect.stringContaining('VIP customers'),
        fields: { name: { before: 'VIP customers', after: 'vip' } },
        source: { file: 'tags.yaml', line: 3 },
      },
      { address: 'contact/beta/carol', action: 'create', fields: { tags: { add: ['vip'] } } },
    ]);
    expect(plan.summary).toMatchObject({ update: 1, create: 1 });
    expect((await project.apply()).exit).toBe(0);
    expect(project.writes()).toEqual(['POST /tags', 'POST /contacts', 'POST /tags']);
    expect(await liveTags()).toEqual({ beta: '1', vip: '2' });
    expect([...(await planned()).changes]).toEqual([]);
  });

  it('is renamed from the first of its former names that is live', async () => {
    await open(['V.I.P.'], { 'tags.yaml': RENAMED });
    expect((await project.apply()).exit).toBe(0);
    expect(await liveTags()).toEqual({ beta: '1', vip: '2' });
  });

  it('is created where none of its names is live, and the words may stay where it is', async () => {
    await open([], { 'tags.yaml': RENAMED });
    expect([...(await planned()).changes]).toMatchObject([{ address: 'tag/vip', action: 'create' }]);
    expect((await project.apply()).exit).toBe(0);
    const plan = await planned();
    expect([...plan.changes]).toEqual([]);
    expect(plan.diagnostics).toEqual([]);
  });

  it('is not counted as unmanaged, nor taken over by a pull, while its former name is live', async () => {
    await open(['VIP customers'], { 'tags.yaml': RENAMED });
    expect((await project.plan()).out).not.toContain('Not managed here');
  });

  it('is looked for under the former names of every version that declares it', async () => {
    await open(['Old VIP'], {
      '0001-tags.yaml': tags('[{ name: vip, was: [Old VIP] }]'),
      '0002-tags.yaml': tags('[{ name: VIP, was: [V.I.P.] }, beta]'),
    });
    expect([...(await planned()).changes]).toMatchObject([
      { address: 'tag/vip', fields: { name: { before: 'Old VIP', after: 'vip' } } },
    ]);
  });

  it('is not renamed where the new name was taken since the plan was made', async () => {
    await open(['VIP customers'], { 'tags.yaml': RENAMED });
    const file = `${project.folder}/plan.jsonl`;
    expect((await project.plan('--out', file)).exit).toBe(0);
    project.emulator.handle({
      method: 'POST',
      url: 'http://intercom.test/tags',
      headers: { authorization: 'Bearer of-ada', 'intercom-version': '2.16' },
      body: JSON.stringify({ name: 'Vip' }),
    });
    expect(outcomes(await project.result(file))).toEqual([
      'tag/vip stale: another tag is called Vip by now; the next plan unites the two',
    ]);
  });

  it('is not renamed where somebody renamed it otherwise since the plan was made', async () => {
    await open(['VIP customers'], { 'tags.yaml': RENAMED });
    const file = `${project.folder}/plan.jsonl`;
    expect((await project.plan('--out', file)).exit).toBe(0);
    project.emulator.handle({
      method: 'POST',
      url: 'http://intercom.test/tags',
      headers: { authorization: 'Bearer of-ada', 'intercom-version': '2.16' },
      body: JSON.stringify({ id: '2', name: 'Gold' }),
    });
    expect(outcomes(await project.result(file))).toEqual([
      'tag/vip stale: name is "Gold", the plan saw "VIP customers" and wants "vip"',
    ]);
  });
});

describe('a former name of a tag is an error', () => {
  const owner = (rest: string) =>
    `${contactSet(['external_id: ada'])}prune: { owner_tag: ${rest}, action: untag }\n`;

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'where a manifest declares it as well',
      { 'a.yaml': tags('[VIP customers]'), 'b.yaml': tags('[{ name: vip, was: [vip CUSTOMERS] }]') },
      /"vip CUSTOMERS" is declared at a\.yaml:3:8/,
    ],
    [
      'where two tags had it',
      { 'a.yaml': tags('[{ name: gold, was: [VIPs] }, { name: vip, was: [vips] }]') },
      /"vips" was gold as well, at a\.yaml:3:\d+/,
    ],
    [
      'where it is the name of today',
      { 'a.yaml': tags('[{ name: vip, was: [VIP] }]') },
      /"VIP" and "vip" are one name/,
    ],
    [
      'where it marks the members of a set',
      { 'a.yaml': tags('[{ name: vip, was: [set-vip] }]'), 'b.yaml': owner('set-vip') },
      /"set-vip" marks the members of set beta, at b\.yaml:\d+/,
    ],
    [
      'where it marked the members of a set',
      { 'a.yaml': tags('[{ name: vip, was: [VIPs] }]'), 'b.yaml': owner('{ name: set-vip, was: [vips] }') },
      /"VIPs" marked the members of set beta, at b\.yaml:\d+/,
    ],
    [
      'where it marks the members of sets by its form',
      { 'a.yaml': tags('[{ name: vip, was: [set-other] }]') },
      /"set-other" fits set-\* of workspace\.owner_tags/,
    ],
    [
      'where the tag of today marks the members of sets',
      { 'a.yaml': tags('[{ name: set-vip, was: [VIPs] }]') },
      /"set-vip" fits set-\* of workspace\.owner_tags/,
    ],
  ])('%s', async (_name, manifests, detail) => {
    await open([], manifests);
    for (const out of [
      await project.plan('--json', '--no-mask'),
      await project.validate('--json', '--no-mask'),
    ]) {
      const found = errorsIn(JSON.parse(out.out) as PlanDocument);
      expect(found.map(({ code, detail: said }) => ({ code, said }))).toEqual([
        { code: 'tag-was-in-use', said: expect.stringMatching(detail) },
      ]);
      expect(found[0]).toMatchObject({ address: expect.stringContaining('tag/'), file: expect.any(String) });
    }
  });

  it.each([
    ['nothing', '""'],
    ['space around it', '" VIPs"'],
    ['a character that no name can hold', '"VI\\0Ps"'],
  ])('where it is %s', async (_name, text) => {
    await open([], { 'a.yaml': tags(`[{ name: vip, was: [${text}] }]`) });
    expect(errorsIn(await planned()).length).toBeGreaterThan(0);
    expect((await project.validate()).exit).toBe(1);
  });

  it.each([
    ['people', contactSet(['external_id: ada, tags: [vip customers]'])],
    [
      'companies',
      'apiVersion: interform/v1\nkind: Companies\ncompanies: { acme: { tags: [beta, vip customers] } }\n',
    ],
  ])('where %s are to carry it, and the error says the name of today', async (_name, manifest) => {
    await open(['VIP customers'], { 'tags.yaml': RENAMED, 'more.yaml': manifest });
    for (const out of [await project.plan('--json'), await project.validate('--json')])
      expect(errorsIn(JSON.parse(out.out) as PlanDocument)).toMatchObject([
        {
          code: 'former-tag-name',
          detail: '"vip customers" is called vip, at tags.yaml:3:33',
          help: 'write vip',
          file: 'more.yaml',
        },
      ]);
  });
});
