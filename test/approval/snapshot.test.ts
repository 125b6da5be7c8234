import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactSet, openProject, type Project, TAGS } from './project.ts';

const ATTRIBUTES = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro, team] }
  seats: { type: integer }
`;
const COMPANIES = `apiVersion: interform/v1
kind: Companies
companies:
  acme: { name: Acme Ltd, tags: [vip] }
  bombe: { name: Bombe Works }
`;
const ADA = 'external_id: customer-9001, email: ada@acme.test, name: Ada, companies: [acme]';

let project: Project;

beforeEach(async () => {
  project = await openProject({
    seed: {
      attributes: [{ model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] }],
      tags: ['VIP'],
      companies: [{ company_id: 'acme', name: 'Acme' }],
      contacts: [
        {
          role: 'user',
          external_id: 'customer-1',
          email: 'grace@acme.test',
          companies: ['acme'],
          tags: ['VIP'],
        },
      ],
    },
  });
  project.write('manifests.yaml', [ATTRIBUTES, TAGS, COMPANIES].join('---\n'));
});

afterEach(() => project.close());

async function planOf(ran: Promise<{ out: string }>): Promise<PlanDocument> {
  return JSON.parse((await ran).out) as PlanDocument;
}

describe('interform snapshot', () => {
  it('saves attributes, tags and companies, and nobody', async () => {
    const { exit, out } = await project.snapshot(['--out', 'live.json']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Saved 1 attribute, 1 tag and 1 company of Acme \(ecahpwf5\) to live\.json\.\n/);
    const text = project.read('live.json');
    expect(JSON.parse(text)).toMatchObject({
      format: 'interform-snapshot/1',
      workspace: { id: 'ecahpwf5' },
      taken_at: '2023-11-14T22:13:20.000Z',
      tags: [{ name: 'VIP' }],
      companies: [{ company_id: 'acme', name: 'Acme' }],
    });
    for (const word of ['grace', 'customer-1', '"people"', 'of-ada']) expect(text).not.toContain(word);
    expect(statSync(join(project.folder, 'live.json')).mode & 0o077).toBe(0);
    expect(project.writes()).toEqual([]);
  });

  it('is the document on stdout without --out, and the facts with --json and --out', async () => {
    const printed = JSON.parse((await project.snapshot([])).out);
    expect(printed).toMatchObject({ format: 'interform-snapshot/1', exit: 0, diagnostics: [] });
    expect(JSON.parse((await project.snapshot(['--json'])).out)).toEqual(printed);
    const facts = JSON.parse((await project.snapshot(['--out', 'live.json', '--json'])).out);
    expect(facts).toMatchObject({
      file: 'live.json',
      counts: { attributes: 1, tags: 1, companies: 1, contacts: null },
    });
    expect(facts).not.toHaveProperty('tags');
  });

  it('refuses --contacts where CI is set, before any request', async () => {
    const { exit, err } = await project.snapshot(['--contacts', '--out', 'live.json'], { CI: 'true' });
    expect(exit).toBe(1);
    expect(err).toContain('error[contacts-in-ci]');
    expect(project.emulator.requests).toHaveLength(0);
    const local = await project.snapshot(['--contacts', '--out', 'live.json']);
    expect(local.out).toContain('1 contact of Acme');
    expect(local.out).toContain('It contains personal data');
  });

  it('refuses to mask people, since a masked snapshot compares nothing', async () => {
    const { exit, err } = await project.snapshot(['--contacts', '--mask', '--out', 'live.json']);
    expect(exit).toBe(1);
    expect(err).toContain('a snapshot with contacts cannot be masked');
    expect(project.emulator.requests).toHaveLength(0);
  });

  it('says what stands in its way', async () => {
    project.write(
      'interform.yaml',
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\nworkspace: { id: x1y2z3 }\n',
    );
    const { exit, err } = await project.snapshot(['--out', 'live.json']);
    expect(exit).toBe(1);
    expect(err).toContain('error[wrong-workspace]');
    expect(() => project.read('live.json')).toThrow('ENOENT');
  });
});

describe('the schema of snapshots', () => {
  const file = new URL('../../schemas/snapshot.schema.json', import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const check = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);

  it.each([[[]], [['--contacts']], [['--json', '--out', 'live.json']]])('fits snapshot %j', async (argv) => {
    project.emulator.foreign('PUT', `/contacts/${project.emulator.state.allContacts()[0]?.id}`, {
      phone: '+353871234567',
    });
    const document = JSON.parse((await project.snapshot(argv)).out);
    expect(check(document), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...document, contacts: [] })).toBe(false);
  });
});

describe('plan --snapshot', () => {
  it('plans attributes, tags and companies as plan does, without a token or a request', async () => {
    const live = await planOf(project.plan('--json'));
    await project.snapshot(['--out', 'live.json']);
    const requests = project.emulator.requests.length;
    const offline = await planOf(project.offline('--snapshot', 'live.json', '--json'));
    expect([...offline.changes].map(({ address, action }) => `${action} ${address}`)).toEqual([
      'update attribute/contact/plan',
      'create attribute/contact/seats',
      'create tag/beta',
      'update company/acme',
      'create company/bombe',
    ]);
    // How many contacts hold a value outside the options only Intercom can count.
    const plain = (plan: PlanDocument) => [...plan.changes].map((change) => ({ ...change, notes: [] }));
    expect(plain(offline)).toEqual(plain(live));
    expect(offline.snapshot).toBe(true);
    expect(live).not.toHaveProperty('snapshot');
    expect(offline.cost.reads).toBe(0);
    expect(project.emulator.requests.length).toBe(requests);
  });

  it('lists contact sets and merges as not compared', async () => {
    project.write('set.yaml', contactSet([ADA]));
    project.write(
      'merges.yaml',
      'apiVersion: interform/v1\nkind: Merges\nmerges:\n  - { from: { email: v@acme.test }, into: { external_id: customer-9001 } }\n',
    );
    await project.snapshot(['--out', 'live.json']);
    const plan = await planOf(project.offline('--snapshot', 'live.json', '--json'));
    expect([...plan.changes].filter(({ kind }) => kind === 'contact' || kind === 'merge')).toEqual([]);
    expect(plan.diagnostics).toMatchObject([
      { code: 'not-compared', severity: 'info', detail: 'contact/beta (1 contact), 1 merge' },
      { code: 'snapshot-plan', severity: 'info' },
    ]);
  });

  it('compares people where the snapshot holds them', async () => {
    const prune = 'prune: { owner_tag: VIP, action: untag }\n';
    project.write(
      'interform.yaml',
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\nworkspace: { owner_tags: [vip] }\n',
    );
    project.write('set.yaml', contactSet([ADA], prune));
    const live = await planOf(project.plan('--json'));
    await project.snapshot(['--contacts', '--out', 'live.json']);
    const offline = await planOf(project.offline('--snapshot', 'live.json', '--json'));
    expect(live.diagnostics).toEqual([]);
    expect(offline.digest).toBe(live.digest);
    expect([...offline.changes].map(({ address, action }) => `${action} ${address}`)).toContain(
      'update contact/beta/customer-1',
    );
    expect(offline.members).toEqual(live.members);
  });

  it('exits as plan does', async () => {
    await project.snapshot(['--out', 'live.json']);
    expect((await project.offline('--snapshot', 'live.json')).exit).toBe(0);
    expect((await project.offline('--snapshot', 'live.json', '--detailed-exitcode')).exit).toBe(2);
    project.write('manifests.yaml', ATTRIBUTES.replace('[free, pro, team]', '[free, team]'));
    expect((await project.offline('--snapshot', 'live.json')).exit).toBe(5);
    project.write(
      'manifests.yaml',
      ATTRIBUTES.replace('type: options, options: [free, pro, team]', 'type: integer'),
    );
    expect((await project.offline('--snapshot', 'live.json')).exit).toBe(1);
  });

  it('is shown and saved and never applied', async () => {
    await project.snapshot(['--out', 'live.json']);
    const { err } = await project.offline('--snapshot', 'live.json', '--out', 'plan.jsonl');
    expect(err).toContain('from a snapshot: it can be shown, but not applied');
    const before = project.emulator.requests.length;
    const result = await project.result('plan.jsonl');
    expect(result.exit).toBe(1);
    expect(result.diagnostics.map(({ code }) => code)).toContain('plan-file-snapshot');
    expect(project.emulator.requests.length).toBe(before);
    const receipt = await project.offline('--snapshot', 'live.json', '--receipt', 'plan.receipt');
    expect(receipt).toMatchObject({ exit: 1 });
    expect(receipt.err).toContain('error[bad-flag-value]');
  });

  it('warns of a company that the snapshot cannot tell of', async () => {
    await project.snapshot(['--out', 'live.json']);
    const snapshot = JSON.parse(project.read('live.json'));
    project.write('live.json', JSON.stringify({ ...snapshot, companies_complete: false }));
    project.write(
      'more.yaml',
      'apiVersion: interform/v1\nkind: Companies\ncompanies: { crypto: { name: Crypto } }\n',
    );
    const plan = await planOf(project.offline('--snapshot', 'live.json', '--json'));
    expect(plan.diagnostics.filter(({ code }) => code === 'snapshot-company')).toMatchObject([
      { severity: 'warning', detail: '"crypto": it is planned as if it were not' },
    ]);
  });

  it.each([
    ['there is none', 'unreadable-snapshot', undefined],
    ['it is cut off', 'snapshot-foreign', (text: string) => text.slice(0, -20)],
    ['it is something else', 'snapshot-foreign', () => '{"format":"interform-plan/1"}'],
    [
      'it is of a later version',
      'snapshot-newer',
      (text: string) => text.replace('snapshot/1', 'snapshot/2'),
    ],
    ['a row is no row', 'snapshot-foreign', (text: string) => text.replace('"name":"VIP"', '"name":7')],
  ])('refuses a snapshot when %s', async (_what, code, change) => {
    await project.snapshot(['--out', 'live.json']);
    if (change !== undefined) project.write('live.json', change(project.read('live.json')));
    const { exit, err } = await project.offline('--snapshot', change === undefined ? 'no.json' : 'live.json');
    expect(exit).toBe(1);
    expect(err).toContain(`error[${code}]`);
  });

  it('refuses a snapshot of another workspace', async () => {
    await project.snapshot(['--out', 'live.json']);
    project.write(
      'interform.yaml',
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\nworkspace: { id: x1y2z3 }\n',
    );
    expect((await project.offline('--snapshot', 'live.json')).err).toContain(
      'error[wrong-workspace]: the snapshot is of another workspace',
    );
  });
});
