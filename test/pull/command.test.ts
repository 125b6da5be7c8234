import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { openWorld, type World } from './pulled-world.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/pull.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(schema);

const ACME: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  admins: [{ id: '991267466', name: 'Ada Lovelace', email: 'ada@acme.test' }],
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'string' },
    { model: 'contact', name: 'renewal', data_type: 'date' },
  ],
  tags: ['VIP', 'a, b'],
  companies: [{ company_id: 'acme', name: 'Acme' }],
  contacts: [
    {
      id: 'a1',
      role: 'user',
      external_id: '007',
      email: 'ada@acme.test',
      name: 'Ada "King", Countess',
      owner_id: '991267466',
      created_at: 1_704_153_600,
      custom_attributes: { plan: 'line\nbreak', renewal: 1_704_153_600 },
      tags: ['VIP', 'a, b'],
      companies: ['acme'],
    },
    { id: 'a2', role: 'lead', created_at: 1_704_153_601, email: 'grace@acme.test' },
  ],
};

let world: World;
let server: Awaited<ReturnType<World['emulator']['listen']>>;

beforeEach(async () => {
  world = openWorld(ACME);
  server = await world.emulator.listen({ port: 0 });
});
afterEach(async () => {
  await server.close();
  world.remove();
});

function run(argv: readonly string[], options: FakeTerminalOptions = {}) {
  const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: server.url, ...options.env };
  return runCommand(Pull, argv, fakeTerminal({ ...options, cwd: world.folder, env }));
}

describe('interform pull', () => {
  it('says what it read and wrote, and nothing the second time', async () => {
    const first = await run([]);
    expect(first).toMatchObject({ exit: 0, err: '' });
    expect(first.out).toBe(
      [
        'Workspace Acme (ecahpwf5, US): 2 attributes, 2 tags and 1 company live.',
        'Wrote:',
        '  + migrations/0001-attributes.yaml  2 added',
        '  + migrations/0001-companies.yaml   1 added',
        '  + migrations/0001-tags.yaml        2 added',
        '',
      ].join('\n'),
    );
    const second = await run([]);
    expect(second.out).toContain('Nothing to pull: the manifests say it all.');
  });

  it('prints with --json one document that follows the schema', async () => {
    const { exit, out } = await run(['--json', '--check', '--attributes', '--contacts']);
    const document = JSON.parse(out);
    expect(exit).toBe(2);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(document).toMatchObject({ exit: 2, check: true, live: { attributes: 2, contacts: 2 } });
    expect(world.files().size).toBe(0);
  });

  it('takes a search filter from a file, bare or in a search body', async () => {
    const filter = { field: 'role', operator: '=', value: 'lead' };
    for (const query of [filter, { query: filter }]) {
      world.write('leads.json', JSON.stringify(query));
      const { exit, out } = await run(['--contacts', '--query', 'leads.json', '--check', '--json']);
      expect({ exit, live: JSON.parse(out).live }).toEqual({ exit: 2, live: { contacts: 1 } });
    }
  });

  it.each([
    ['--fields without an export', ['--fields', 'id']],
    ['--query without contacts', ['--query', 'leads.json']],
    ['an export of tags', ['--as', 'csv', '--tags']],
    ['an export with --check', ['--as', 'csv', '--check']],
    ['an export that is masked', ['--as', 'csv', '--out', 'people.csv', '--mask']],
    ['an export with --json and no file', ['--as', 'csv']],
    ['--raw of what is no CSV', ['--as', 'jsonl', '--out', 'people.jsonl', '--raw']],
    ['--raw of manifests', ['--raw']],
  ])('refuses %s before any request', async (_what, argv) => {
    const { exit, out } = await run([...argv, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      diagnostics: [{ code: 'bad-flag-value' }],
    });
    expect(world.emulator.requests).toEqual([]);
  });

  it.each([
    ['no filter', '{"field":"role"}'],
    ['no JSON', 'role = lead'],
    ['null', 'null'],
  ])('refuses a query that is %s', async (_what, text) => {
    world.write('query.json', text);
    const { exit, err } = await run(['--contacts', '--query', 'query.json']);
    expect(exit).toBe(1);
    expect(err).toContain('error[bad-query]: query.json is not a search filter of Intercom');
    expect(world.emulator.requests).toEqual([]);
  });

  it('says which file of a query is missing', async () => {
    const { exit, err } = await run(['--contacts', '--query', 'nowhere.json']);
    expect(exit).toBe(1);
    expect(err).toContain('nowhere.json: it does not exist');
  });

  it('exits 1 for a workspace that is not the project’s', async () => {
    world.write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nworkspace: { id: x1y2z3 }\n');
    expect(await run([])).toMatchObject({ exit: 1, err: expect.stringContaining('wrong-workspace') });
    expect(world.has('migrations')).toBe(false);
  });
});

describe('interform pull --as', () => {
  it('prints contacts as CSV with both ids, which any reader of CSV reads back', async () => {
    const { exit, out, err } = await run(['--as', 'csv']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const rows: Record<string, string>[] = parse(out, { columns: true });
    expect(rows).toEqual([
      {
        id: 'a1',
        external_id: '007',
        role: 'user',
        email: 'ada@acme.test',
        phone: '',
        name: 'Ada "King", Countess',
        owner: 'ada@acme.test',
        signed_up_at: '',
        created_at: '2024-01-02T00:00:00Z',
        last_seen_at: '',
        unsubscribed_from_emails: 'false',
        tags: 'VIP,"a, b"',
        companies: 'acme',
        'custom_attributes.plan': 'line\nbreak',
        'custom_attributes.renewal': '2024-01-02T00:00:00Z',
      },
      expect.objectContaining({ id: 'a2', external_id: '', role: 'lead' }),
    ]);
  });

  it('writes chosen fields as JSON Lines', async () => {
    const { exit, out } = await run([
      '--as',
      'jsonl',
      '--fields',
      'external_id,tags,custom_attributes.plan',
      '--out',
      'people.jsonl',
      '--json',
    ]);
    expect(exit).toBe(0);
    const document = JSON.parse(out);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(document).toMatchObject({
      contacts: 2,
      fields: ['external_id', 'tags', 'custom_attributes.plan'],
    });
    expect(
      world
        .read('people.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { external_id: '007', tags: ['VIP', 'a, b'], custom_attributes: { plan: 'line\nbreak' } },
      { tags: [] },
    ]);
  });

  it('names the field that was meant', async () => {
    const { exit, err } = await run(['--as', 'csv', '--fields', 'emial']);
    expect(exit).toBe(1);
    expect(err).toContain('did you mean "email"?');
  });

  it('exits 5 and prints nothing where contacts are missing', async () => {
    await server.close();
    const lossy = openWorld(ACME);
    lossy.through((inner) => async (...request) => {
      const answer = await inner(...request);
      if (!String(request[0]).endsWith('/contacts/search')) return answer;
      const body = (await answer.json()) as { total_count: number };
      return Response.json({ ...body, total_count: body.total_count + 1 }, { headers: answer.headers });
    });
    const { exportContacts } = await import('../../src/app/pull/people/export-contacts.ts');
    const made = await exportContacts(
      { project: lossy.folder, variables: new Map(), form: 'csv', out: lossy.path('people.csv') },
      lossy.ports,
    );
    expect(made).toMatchObject({ exit: 5, diagnostics: [{ code: 'intercom-incomplete' }] });
    expect(made.chunks).toBeUndefined();
    expect(existsSync(lossy.path('people.csv'))).toBe(false);
    lossy.remove();
    server = await world.emulator.listen({ port: 0 });
  });
});
