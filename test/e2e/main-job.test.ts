import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { type Scratch, scratch } from './command-line.ts';

const project = `apiVersion: interform/v1
kind: Project
guards: { max_convert: 1, max_merge: 1 }
`;
const manifest = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  seats: { type: integer }
  plan: { type: options, options: [free, pro] }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
---
apiVersion: interform/v1
kind: Companies
companies:
  acme: { name: Acme, plan: Enterprise, monthly_spend: 990, remote_created_at: 2024-01-15, tags: [vip] }
---
apiVersion: interform/v1
kind: ContactSet
name: beta
identity: { leads: absorb }
contacts:
  - external_id: ada
    email: ada@acme.test
    name: Ada
    custom_attributes: { seats: 3, plan: pro }
    tags: [vip]
    companies: [acme]
  - { external_id: grace, email: grace@acme.test, custom_attributes: { seats: 5 } }
---
apiVersion: interform/v1
kind: Merges
merges:
  - { from: { email: visitor@acme.test }, into: { external_id: ada }, skip_duplicate_validation: true }
`;

describe('the main job, from the command line, against the emulator over HTTP', () => {
  let emulator: Emulator;
  let folder: Scratch;
  let env: Record<string, string>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    emulator = createEmulator({ token: 'dev' });
    emulator.foreign('POST', '/contacts', { role: 'lead', email: 'visitor@acme.test' });
    emulator.foreign('POST', '/contacts', { role: 'lead', email: 'grace@acme.test', name: 'Grace' });
    const listening = await emulator.listen({ port: 0 });
    close = listening.close;
    env = { INTERCOM_BASE_URL: listening.url, INTERCOM_ACCESS_TOKEN: 'dev' };
    folder = scratch({ 'interform.yaml': project, 'migrations/0001-all.yaml': manifest });
  });
  afterAll(async () => {
    folder.remove();
    await close();
  });

  const plan = async (...flags: string[]) => {
    const ran = await folder.run(['plan', '--json', ...flags], env);
    return { exit: ran.exit, plan: JSON.parse(ran.stdout) as PlanDocument };
  };
  const contactId = (externalId: string) => {
    const found = emulator.state.liveContacts().find((contact) => contact.external_id === externalId);
    if (found === undefined) throw new Error(`${externalId} is not live`);
    return found.id;
  };

  it('plans a create of every kind, a conversion and a merge, and says so with exit 2', async () => {
    const first = await plan('--detailed-exitcode');
    expect(first.exit).toBe(2);
    expect(first.plan.summary).toMatchObject({ create: 5, convert: 1, merge: 1, unchanged: 0, blocked: 0 });
    expect([...first.plan.changes].map((change) => change.address)).toEqual([
      'attribute/contact/seats',
      'attribute/contact/plan',
      'tag/vip',
      'company/acme',
      'contact/beta/ada',
      'contact/beta/grace',
      expect.stringMatching(/^merge\/[0-9a-f]{24}$/),
    ]);
    expect(
      emulator.requests.every(({ method, path }) => method === 'GET' || path === '/contacts/search'),
    ).toBe(true);
  });

  it('applies with exit 0 and then has nothing to do', async () => {
    const applied = await folder.run(['apply', '--auto-approve', '--json'], env);
    const result = JSON.parse(applied.stdout) as ResultDocument;
    expect(result.summary).toMatchObject({ done: 7, failed: 0, unknown: 0 });
    expect(applied.exit).toBe(0);
    const again = await plan('--detailed-exitcode');
    expect(again.plan.changes).toEqual([]);
    expect(again.exit).toBe(0);
  });

  it('shows exactly the field that somebody edited', async () => {
    emulator.foreign('PUT', `/contacts/${contactId('ada')}`, { name: 'Ada L.' });
    const edited = await plan();
    expect(edited.plan.changes).toHaveLength(1);
    expect([...edited.plan.changes][0]?.fields).toEqual({ name: { before: 'Ada L.', after: 'Ada' } });
  });

  it('reports a change as stale when its live field moved after the plan was saved, does the others, and exits 3, then 4', async () => {
    emulator.foreign('PUT', `/contacts/${contactId('grace')}`, { custom_attributes: { seats: 9 } });
    const saved = await folder.run(['plan', '--out', 'p.jsonl'], env);
    expect(saved.exit).toBe(0);
    emulator.foreign('PUT', `/contacts/${contactId('ada')}`, { name: 'Countess' });
    emulator.clearRequests();

    const first = await folder.run(['apply', 'p.jsonl', '--auto-approve', '--json'], env);
    const result = JSON.parse(first.stdout) as ResultDocument;
    expect([...result.results].map(({ address, outcome }) => [address, outcome])).toEqual([
      ['contact/beta/ada', 'stale'],
      ['contact/beta/grace', 'done'],
    ]);
    expect(first.exit).toBe(3);
    const writes = emulator.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    expect(writes).toEqual([`/contacts/${contactId('grace')}`]);

    const second = await folder.run(['apply', 'p.jsonl', '--auto-approve'], env);
    expect(second.exit).toBe(4);
    expect(emulator.state.contact(contactId('ada'))?.name).toBe('Countess');
  });

  it('never takes what is piped in for the name of a plan file', async () => {
    const piped = await folder.run(['apply', '--auto-approve', '--json'], env, 'x\n');
    expect(JSON.parse(piped.stdout).format).toBe('interform-result/1');
  });

  it('refuses a plan file that was cut off or edited', async () => {
    emulator.foreign('PUT', `/contacts/${contactId('ada')}`, { name: 'Somebody' });
    await folder.run(['plan', '--out', 'whole.jsonl'], env);
    const { readFileSync } = await import('node:fs');
    const whole = readFileSync(`${folder.folder}/whole.jsonl`, 'utf8');
    folder.write('cut.jsonl', whole.slice(0, -40));
    folder.write('edited.jsonl', whole.replace('"Ada"', '"Eve"'));
    folder.write('newer.jsonl', whole.replace('interform-plan/1', 'interform-plan/9'));
    for (const [file, code] of [
      ['cut.jsonl', 'plan-file-truncated'],
      ['edited.jsonl', 'plan-file-edited'],
      ['newer.jsonl', 'plan-file-newer'],
    ] as const) {
      const ran = await folder.run(['apply', file, '--auto-approve', '--json'], env);
      expect([ran.exit, JSON.parse(ran.stdout).diagnostics[0].code]).toEqual([1, code]);
    }
  });
});

describe('a mistake that keeps everything unwritten', () => {
  const good = { 'interform.yaml': project, 'migrations/0001-all.yaml': manifest };
  const cases: readonly {
    readonly title: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly exit?: number;
    readonly code: string;
  }[] = [
    { title: 'no token', env: { INTERCOM_ACCESS_TOKEN: '' }, code: 'no-token' },
    {
      title: 'a token that Intercom does not know',
      env: { INTERCOM_ACCESS_TOKEN: 'wrong' },
      code: 'intercom-unauthorized',
    },
    { title: 'a token with a typographic quote', env: { INTERCOM_ACCESS_TOKEN: '“dev”' }, code: 'bad-token' },
    { title: 'a dead host', env: { INTERCOM_BASE_URL: 'http://127.0.0.1:9' }, code: 'intercom-network' },
    { title: 'an unknown flag', args: ['apply', '--auto-approve', '--dry_run'], code: 'unknown-flag' },
    {
      title: 'another workspace than pinned',
      files: { 'interform.yaml': `${project}workspace: { id: another }\n` },
      code: 'wrong-workspace',
    },
    {
      title: 'an unknown key',
      files: { 'migrations/0001-all.yaml': manifest.replace('external_id: ada', 'user_id: ada') },
      code: 'unknown-key',
    },
    {
      title: 'an attribute that is neither declared nor live',
      files: { 'migrations/0001-all.yaml': manifest.replace('{ seats: 5 }', '{ seat: 5 }') },
      code: 'undeclared-attribute',
    },
    {
      title: 'a value outside the options',
      files: { 'migrations/0001-all.yaml': manifest.replace('plan: pro }', 'plan: prp }') },
      code: 'unknown-option',
    },
    {
      title: 'one contact twice in a set',
      files: { 'migrations/0001-all.yaml': manifest.replace('external_id: grace', 'external_id: ada') },
      code: 'duplicate-contact',
    },
    {
      title: 'more merges than the guard allows',
      files: { 'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nguards: { max_convert: 1 }\n' },
      exit: 5,
      code: '',
    },
  ];

  it.each(cases)(
    '$title',
    async ({ files = {}, args = ['apply', '--auto-approve'], env = {}, exit = 1, code }) => {
      const emulator = createEmulator({ token: 'dev' });
      emulator.foreign('POST', '/contacts', { role: 'lead', email: 'visitor@acme.test' });
      const { url, close } = await emulator.listen({ port: 0 });
      const folder = scratch({ ...good, ...files });
      try {
        const ran = await folder.run([...args, '--json'], {
          INTERCOM_BASE_URL: url,
          INTERCOM_ACCESS_TOKEN: 'dev',
          ...env,
        });
        const document = JSON.parse(ran.stdout);
        expect(ran.exit).toBe(exit);
        expect(document.exit).toBe(exit);
        if (code !== '')
          expect(document.diagnostics.map((found: { code: string }) => found.code)).toContain(code);
        const writes = emulator.requests.filter(
          ({ method, path }) => method !== 'GET' && path !== '/contacts/search',
        );
        expect(writes).toEqual([]);
      } finally {
        folder.remove();
        await close();
      }
    },
  );
});
