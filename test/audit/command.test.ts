import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Audit } from '../../src/commands/audit.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { ACME, contactId, MANIFEST } from './acme.ts';
import { openWorld, type World } from './audited-world.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/audit.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

let world: World;
let server: Awaited<ReturnType<World['emulator']['listen']>>;

beforeEach(async () => {
  world = openWorld(ACME, { 'migrations/0001-all.yaml': MANIFEST });
  server = await world.emulator.listen({ port: 0 });
});
afterEach(async () => {
  await server.close();
  world.remove();
});

function run(argv: readonly string[], options: FakeTerminalOptions = {}) {
  const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: server.url, ...options.env };
  return runCommand(Audit, argv, fakeTerminal({ ...options, cwd: world.path('.'), env }));
}

describe('interform audit', () => {
  it('shows all three parts, exits 0 whatever it finds and writes nothing', async () => {
    const { exit, out, err } = await run([]);
    expect(exit).toBe(0);
    expect(err).toBe('');
    expect(out).toContain('Workspace Acme (ecahpwf5, US): 11 live contacts, 1 manifest file');
    expect(out).toContain('Attributes: 6 of 250 in use');
    expect(out).toContain('Tags: 4');
    expect(out).toContain('Contacts: 4 users, 7 leads');
    expect(out).toContain('interform audit contacts --merges migrations/merges.yaml');
    const writes = world.emulator.requests.filter(
      ({ method, path }) => method !== 'GET' && path !== '/contacts/search',
    );
    expect(writes).toEqual([]);
    expect(readdirSync(world.path('migrations'))).toEqual(['0001-all.yaml']);
  });

  it.each([
    ['attributes', 'Attributes:', ['Tags:', 'Contacts:']],
    ['tags', 'Tags:', ['Attributes:', 'Contacts:']],
    ['contacts', 'Contacts:', ['Attributes:', 'Tags:']],
  ])('%s shows that part alone', async (part, shown, others) => {
    const { out } = await run([part]);
    expect(out).toContain(shown);
    for (const other of others) expect(out).not.toContain(other);
  });

  it('lists owner tags that no set names, with who carries them', async () => {
    for (const name of ['set-gone', 'set-early', 'set-beta'])
      world.emulator.handle({
        method: 'POST',
        url: 'http://intercom.test/tags',
        headers: {
          authorization: 'Bearer acme-token',
          'intercom-version': '2.16',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ name }),
      });
    world.write(
      'migrations/0001-all.yaml',
      'apiVersion: interform/v1\nkind: ContactSet\nname: beta\nprune: { owner_tag: { name: set-beta, was: [Set-Early] }, action: untag }\n',
    );
    const { out } = await run(['tags']);
    expect(out).toContain('Orphaned owner tags (1)');
    expect(out).toMatch(/0 on set-gone/);
    const { tags } = JSON.parse((await run(['tags', '--json'])).out);
    expect(tags.items.filter(({ orphaned }: { orphaned?: true }) => orphaned)).toMatchObject([
      { name: 'set-gone', contacts: 0 },
    ]);
  });

  it('prints with --json one document that follows the schema', async () => {
    const { exit, out } = await run(['--json', '--merges', 'migrations/merges.yaml']);
    const document = JSON.parse(out);
    expect(exit).toBe(0);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(document).toMatchObject({
      format: 'interform-audit/1',
      exit: 0,
      scanned: 11,
      merges: { file: 'migrations/merges.yaml', count: 3 },
      contacts: { counts: { mergeable: 3, ambiguous_leads: 1, users_sharing: 2, leads_sharing: 2 } },
    });
  });

  it('shows near-equal values, values outside the options and near-equal names', async () => {
    const { out } = await run(['attributes']);
    expect(out).toMatch(/^ {2}team: PRO \(1\), "Pro " \(1\), pro \(1\), Ｐｒｏ \(1\)$/m);
    expect(out).toContain('plan: 1 contact: entreprise (1); is entreprise meant to be enterprise?');
    expect(out).toContain('contact: company size, company_size');
    expect(out).toMatch(/0 +0 +integer +contact\/company_size +not managed here, nobody holds it/);
  });

  it('hides emails, phones and sensitive values in CI', async () => {
    const { out } = await run([], { env: { CI: 'true' } });
    expect(out).toContain('customer-1');
    expect(out).toMatch(/team: [0-9a-f]{8} \(1\)/);
    expect(out).not.toMatch(/acme\.test|\+353|\+1 ?555/);
  });

  it('says what to do by hand with everybody else', async () => {
    const { out } = await run(['contacts']);
    expect(out).toMatch(
      /By hand: leads that several users share with \(1\)[\s\S]*?lead 0+d .* → user customer-2/,
    );
    expect(out).toMatch(
      /By hand: users that share with users \(2 in 1 group\)\n {2}Intercom cannot merge users\./,
    );
    expect(out).toMatch(/By hand: leads that share with leads only \(2 in 1 group\)[\s\S]*?absorb/);
    expect(out).toMatch(/Users without external_id \(1\)/);
  });
});

describe('--merges', () => {
  it('writes the pairs and says how to plan them', async () => {
    const { out } = await run(['contacts', '--merges', 'migrations/merges.yaml']);
    expect(out).toContain(
      'Wrote 3 merges to migrations/merges.yaml. Look through it, then:\n  interform plan --allow merge=3\n',
    );
    const lines = world
      .read('migrations/merges.yaml')
      .split('\n')
      .filter((line) => line.startsWith('  - '));
    expect(lines).toEqual([
      `  - { from: { id: "${contactId(11)}" }, into: { external_id: "customer-1" } }`,
      `  - { from: { id: "${contactId(12)}" }, into: { external_id: "customer-1" }, skip_duplicate_validation: true } # shares the phone that lead ${contactId(11)} brings`,
      `  - { from: { id: "${contactId(14)}" }, into: { external_id: "customer-4" }, skip_duplicate_validation: true } # the phone is written differently`,
    ]);
  });

  it('replaces what an audit wrote and refuses anything else, before any request', async () => {
    await run(['contacts', '--merges', 'migrations/merges.yaml']);
    expect((await run(['contacts', '--merges', 'migrations/merges.yaml'])).exit).toBe(0);
    const own = 'apiVersion: interform/v1\nkind: Merges\nmerges: []\n';
    world.write('migrations/own.yaml', own);
    world.emulator.clearRequests();
    const refused = await run(['contacts', '--merges', 'migrations/own.yaml']);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain(
      'error[merges-file]: migrations/own.yaml exists and was not written by an audit',
    );
    expect(world.read('migrations/own.yaml')).toBe(own);
    expect(world.emulator.requests).toEqual([]);
  });

  it.each([
    ['a name that no manifest has', ['--merges', 'merges.txt'], 'merges-file'],
    ['a part without contacts', ['tags', '--merges', 'migrations/merges.yaml'], 'bad-flag-value'],
    ['an unknown part', ['people'], 'unexpected-argument'],
    ['two parts', ['tags', 'contacts'], 'unexpected-argument'],
  ])('is refused with %s', async (_what, argv, code) => {
    const { exit, out } = await run([...argv, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-error/1', exit: 1, diagnostics: [{ code }] });
    expect(existsSync(world.path('merges.txt'))).toBe(false);
  });

  it('warns of a file that plan does not see', async () => {
    const { exit, err } = await run(['contacts', '--merges', 'merges.yaml']);
    expect(exit).toBe(0);
    expect(err).toContain('warning[merges-outside-manifests]');
    expect(world.read('merges.yaml')).toContain(
      '$schema=node_modules/interform/schemas/manifest.schema.json',
    );
  });
});

describe('an audit that cannot be made', () => {
  it('exits 5 and writes no merges when fewer contacts came than Intercom said there are', async () => {
    world.through((inner) => async (...request) => {
      const answer = await inner(...request);
      if (!String(request[0]).endsWith('/contacts/search')) return answer;
      const body = (await answer.json()) as { total_count: number };
      return Response.json({ ...body, total_count: body.total_count + 1 }, { headers: answer.headers });
    });
    const { exit, document, diagnostics } = await world.run(['contacts'], 'migrations/merges.yaml');
    expect({ exit, document }).toEqual({ exit: 5, document: undefined });
    expect(diagnostics).toMatchObject([{ code: 'intercom-incomplete', severity: 'error' }]);
    expect(existsSync(world.path('migrations/merges.yaml'))).toBe(false);
  });

  it('exits 1 without a token', async () => {
    const { exit, err } = await run([], { env: { INTERCOM_ACCESS_TOKEN: '' } });
    expect(exit).toBe(1);
    expect(err).toMatch(/^error\[/);
  });

  it('exits 1 for a workspace that is not the project’s', async () => {
    world.write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nworkspace: { id: x1y2z3 }\n');
    expect(await run(['contacts'])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('wrong-workspace'),
    });
  });

  it('exits 1 for manifests with errors, pointing at the place, unless nothing depends on them', async () => {
    world.write('migrations/0002-tags.yaml', 'apiVersion: interform/v1\nkind: Tags\ntag: [vip]\n');
    const { exit, err } = await run(['tags']);
    expect(exit).toBe(1);
    expect(err).toContain('migrations/0002-tags.yaml:3');
    expect((await run(['contacts'])).exit).toBe(0);
  });
});
