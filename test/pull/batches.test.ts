import { expect, it } from 'vitest';
import { schemas } from '../../src/app/declare.ts';
import { groupDiagnostics, hasErrors } from '../../src/app/group-diagnostics.ts';
import { openProject } from '../../src/app/load.ts';
import { compare } from '../../src/app/pull/compare.ts';
import type { CompareOptions } from '../../src/app/pull/compared.ts';
import type { PullOptions } from '../../src/app/pull/options.ts';
import { compareInParts } from '../../src/app/pull/people/compare-in-parts.ts';
import { longDataFiles } from '../../src/app/pull/people/long-data-files.ts';
import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';
import type { KindReader } from '../../src/kinds/kind-reader.ts';
import { loadManifests } from '../../src/manifest/index.ts';
import { diskFiles } from '../../src/sources/index.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { ALL, openWorld } from './pulled-world.ts';

/** More people than stand in a manifest, so that all of them go into data files. */
const crowd: readonly SeedContact[] = Array.from({ length: 101 }, (_, at) => ({
  role: at % 9 === 8 ? 'lead' : 'user',
  ...(at % 9 === 8 ? {} : { external_id: `Crowd-${at}` }),
  // Some share one, some have the number of nobody.
  email: `crowd-${at % 90}@acme.test`,
  phone: at % 7 === 0 ? `+1${at}` : `+3538712345${String(at).padStart(2, '0')}`,
  name: `Ada ${at}`,
}));

const crowded = (seed: EmulatorSeed, people: readonly SeedContact[] = crowd): EmulatorSeed => ({
  ...seed,
  contacts: [...(seed.contacts ?? []), ...people],
});

const MINE =
  'apiVersion: interform/v1\nkind: ContactSet\nname: mine\ncontacts:\n' +
  '  - { external_id: Crowd-3, name: Other }\n  - { external_id: new, name: New }\n  - { email: crowd-8@acme.test, role: lead }\n' +
  '  - { email: crowd-17@acme.test, name: Theirs }\n';

const odd: EmulatorSeed = {
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] },
    { model: 'contact', name: 'renewal', data_type: 'datetime' },
  ],
  tags: ['VIP'],
  companies: [{ company_id: 'acme', name: 'Acme' }],
  contacts: [
    { role: 'user', external_id: ' padded ', email: 'a@acme.test', name: ' Ada ' },
    { role: 'user', external_id: 'crowd-3', email: 'CROWD-3@acme.test', custom_attributes: { plan: 'gold' } },
    { role: 'user', external_id: 'CROWD-3', custom_attributes: { plan: 'pro', renewal: 1_704_153_600 } },
    { role: 'user', email: 'own@acme.test', tags: Array.from({ length: 12 }, (_, at) => `t${at}`) },
    { role: 'lead', email: 'own@acme.test', companies: ['acme'] },
    { role: 'lead', phone: '0871234567' },
    { role: 'lead', email: 'no address' },
  ],
};

it.each([
  { batchRows: 1, declared: {} },
  { batchRows: 7, declared: {} },
  { batchRows: 3, declared: { 'migrations/0001-mine.yaml': MINE } },
])(
  'people added $batchRows at a time are written and told of like those added at once',
  async ({ batchRows, declared }) => {
    const atOnce = await pulledTwice(crowded(odd), declared, undefined);
    expect(await pulledTwice(crowded(odd), declared, batchRows)).toEqual(atOnce);
    expect(Object.keys(atOnce.files)).toContainEqual(expect.stringContaining('pulled-users.jsonl'));
  },
);

/** A pull of everybody, then one of the users alone, after some changed and some are gone: rows of leads stay. */
async function pulledTwice(
  seed: EmulatorSeed,
  files: Readonly<Record<string, string>>,
  batchRows: number | undefined,
) {
  const first = await pulled(seed, files, { batchRows });
  const changed = crowd.slice(4).map((one, at) => (at % 5 === 0 ? { ...one, name: 'Grace' } : one));
  const query = { field: 'role', operator: '=', value: 'user' };
  const second = await pulled(crowded({ ...seed, contacts: [] }, changed), first.files, { batchRows, query });
  return { first: first.document, files: first.files, second: second.document, later: second.files };
}

/** What may be written above the contacts of a set that a pull wrote. */
const SETTINGS: Readonly<Record<string, string>> = {
  prune: 'prune: { owner_tag: set-crowd, action: untag }\n',
  'prune, archiving': 'prune: { owner_tag: set-crowd, action: archive }\n',
  exact: 'policy: { on_missing: skip, tags: exact }\n',
  retired: 'prune: { owner_tag: set-crowd, action: untag }\nretired: true\n',
  'absorbing leads': 'identity: { leads: absorb }\n',
  'refusing leads': 'identity: { leads: error }\n',
};

it.each(Object.keys(SETTINGS))(
  'people of a set with a setting of its own are added some at a time like those added at once: %s',
  async (setting) => {
    const seed: EmulatorSeed = { ...odd, tags: ['VIP', 'set-crowd'] };
    const tagged = crowd.map((one, at) => ({ ...one, tags: at % 3 === 0 ? ['set-crowd'] : ['VIP'] }));
    const { files } = await pulled(crowded(seed, tagged), {}, {});
    const file =
      Object.keys(files).find((name) => name.endsWith('.yaml') && files[name]?.includes('pulled-users')) ??
      '';
    const written = SETTINGS[setting] ?? '';
    const key = written.split(':')[0] ?? '';
    const head = (files[file] ?? '')
      // What stands there already, with the lines of its map.
      .replace(new RegExp(`(name: pulled-users\\n(?:(?!---).*\\n)*?)${key}:.*\\n(?: .*\\n)*`), '$1')
      .replace('name: pulled-users\n', (name) => name + written);
    const project = 'apiVersion: interform/v1\nkind: Project\nworkspace: { owner_tags: ["set-*"] }\n';
    const changed = tagged.slice(4).map((one, at) => (at % 5 === 0 ? { ...one, name: 'Grace' } : one));
    const run = (batchRows?: number) =>
      pulled(crowded(seed, changed), { ...files, [file]: head, 'interform.yaml': project }, { batchRows });
    const atOnce = await run();
    for (const batchRows of [1, 40]) expect(await run(batchRows)).toEqual(atOnce);
    expect(head).toContain(written);
    expect(atOnce.files[file]).toContain(written);
  },
);

/** Rows of their own, beside people in a manifest. */
const OWN = {
  'migrations/0001-own.yaml': `apiVersion: interform/v1
kind: ContactSet
name: own
source: { file: own.jsonl }
contacts:
  # written by hand
  - { external_id: Crowd-50, name: Other } # and kept
  - { external_id: nobody, name: New }
---
apiVersion: interform/v1
kind: ContactSet
name: also
contacts: [{ external_id: Crowd-3, name: Other, phone: "+353871234503" }]
`,
  'migrations/0002-more.yaml':
    'apiVersion: interform/v1\nkind: ContactSet\nname: later\ncontacts: [{ external_id: Crowd-51 }]\n',
  'migrations/own.jsonl': crowd
    .slice(0, 40)
    .map(({ external_id, email, name }, at) =>
      JSON.stringify(
        external_id === undefined
          ? { role: 'lead', email }
          : { external_id, name: at % 2 === 0 ? 'Other' : name },
      ),
    )
    .join('\n'),
};

it.each([
  { what: 'everything', options: {} },
  { what: 'an older version', options: { to: ['0001'] } },
  { what: 'what is selected', options: { target: ['contact/own/**', 'contact/pulled-users/Crowd-6*'] } },
  { what: 'a file', options: { files: ['migrations/own.jsonl'] } },
])(
  'rows that are not live as declared are told of alike, however many are compared at a time: $what',
  async ({ options }) => {
    const atOnce = await pulled(crowded(odd), OWN, options);
    for (const batchRows of [1, 7])
      expect(await pulled(crowded(odd), OWN, { ...options, batchRows })).toEqual(atOnce);
    const text = JSON.stringify(atOnce.document.diagnostics);
    expect(text).toContain('a row of a data file differs from what is live');
    if ('target' in options || 'to' in options || 'files' in options) return;
    expect(atOnce.files['migrations/0001-own.yaml']).toContain('name: Ada 50 } # and kept');
  },
);

it.each(['first', 'last'])('of two rows of one person the %s one is told of', async (policy) => {
  const files = {
    'migrations/0001-own.yaml': `apiVersion: interform/v1
kind: ContactSet
name: own
policy: { on_duplicate_row: ${policy} }
source: { file: own.jsonl }
contacts:
  - &base { external_id: Crowd-60, name: Other, phone: "+353871234503" }
  - { <<: *base, external_id: Crowd-61 }
`,
    'migrations/own.jsonl':
      '{"external_id":"Crowd-5","name":"First"}\n{"external_id":"Crowd-5","phone":"+353871234503"}\n',
  };
  const atOnce = await pulled(crowded(odd), files, {});
  for (const batchRows of [1, 7]) expect(await pulled(crowded(odd), files, { batchRows })).toEqual(atOnce);
  const rows = atOnce.document.diagnostics.flatMap(({ row, detail }) =>
    row === undefined ? [] : [`${row} ${detail}`],
  );
  expect(rows).toEqual([policy === 'first' ? '1 name' : '2 phone']);
  expect(atOnce.files['migrations/0001-own.yaml']).toContain(
    '<<: *base, external_id: Crowd-61, phone: "+353871234561", name: Ada 61',
  );
});

it('a data file that changes while people are compared ends the pull, and nothing is written', async () => {
  const world = openWorld(crowded(odd), OWN);
  const query = { field: 'role', operator: '=', value: 'lead' };
  let searches = 0;
  world.through((inner) => (request, init) => {
    // The first ones ask for whom the query matches; then rows are looked up.
    const isLookup = String(init?.body ?? '').includes('"external_id"');
    if (isLookup && searches++ === 0) world.write('migrations/own.jsonl', '{"external_id":"Crowd-1"}\n');
    return inner(request, init);
  });
  try {
    const before = new Map(world.files());
    await expect(world.run(ALL, { query, batchRows: 7 })).rejects.toMatchObject({
      diagnostic: { code: 'source-changed', file: 'migrations/own.jsonl' },
    });
    expect(searches).toBeGreaterThan(0);
    before.set('migrations/own.jsonl', '{"external_id":"Crowd-1"}\n');
    expect(world.files()).toEqual(before);
  } finally {
    world.remove();
  }
});

it('rows that every one has a reason to be left out are counted alike', async () => {
  const people = Array.from(
    { length: 240 },
    (_, at): SeedContact => ({ role: 'user', email: `user-${at}@acme.test`, phone: `${at}` }),
  );
  const { tags: _tags, ...seed } = odd;
  const atOnce = await pulled(crowded(seed, people), {}, {});
  expect(await pulled(crowded(seed, people), {}, { batchRows: 50 })).toEqual(atOnce);
  expect(JSON.stringify(atOnce.document.diagnostics)).toMatch(/\(24\d times\)/);
});

it.each([undefined, 50, 240])(
  'values of companies and of contacts that stay unmanaged are told of in one number, %s at a time',
  async (batchRows) => {
    const contacts = Array.from(
      { length: 240 },
      (_, at): SeedContact => ({ role: 'user', email: `user-${at}@acme.test`, phone: `${at}` }),
    );
    const companies = Array.from({ length: 60 }, (_, at) => ({
      company_id: `company-${at}`,
      name: `Company ${at}`,
      // Which is off the list.
      custom_attributes: { tier: 'gold' },
    }));
    const attributes: EmulatorSeed['attributes'] = [
      { model: 'company', name: 'tier', data_type: 'options', options: ['free', 'pro'] },
    ];
    const { document } = await pulled({ attributes, companies, contacts }, {}, { batchRows });
    expect(document.diagnostics.map(({ summary }) => summary)).toContain(
      'a live value cannot be declared and stays unmanaged (300 times)',
    );
  },
);

async function pulled(
  seed: EmulatorSeed,
  files: Readonly<Record<string, string>>,
  options: Partial<PullOptions>,
) {
  const world = openWorld(seed, files);
  try {
    const { requests: _requests, ...document } = await world.pulled(ALL, options);
    return { document, files: Object.fromEntries(world.files()) };
  } finally {
    world.remove();
  }
}

it('looks the rows of an earlier pull through, and stops at one that is wrong', async () => {
  const { files } = await pulled(crowded(odd), {}, {});
  const file = 'migrations/data/pulled-users.jsonl';
  const wrong = {
    ...files,
    [file]: `${files[file]}{"external_id":"own","email":5,"nope":1}\n{"external_id":`,
  };
  for (const [rows, batchRows] of [
    [files, undefined],
    [files, 7],
    [wrong, undefined],
    [wrong, 7],
  ] as const) {
    const world = openWorld(crowded(odd), rows);
    try {
      const { exit, diagnostics } = await world.run(['contacts'], { batchRows });
      expect({ exit, isWrong: hasErrors(diagnostics) }).toEqual({
        exit: rows === wrong ? 1 : 0,
        isWrong: rows === wrong,
      });
      expect(Object.fromEntries(world.files())).toEqual(rows);
      const { project } = await openProject({ project: world.folder, variables: new Map() }, world.ports);
      if (project === undefined) throw new Error('no project');
      const found = await longDataFiles(project, { always: batchRows !== undefined });
      expect(found?.get('pulled-users')).toBe(rows === wrong || batchRows === undefined ? undefined : file);
    } finally {
      world.remove();
    }
  }
});

it('tells what is wrong with large data files without holding them, like what is wrong with others', async () => {
  const { files } = await pulled(crowded(odd), {}, {});
  const rows = Array.from({ length: 30 }, (_, at) => `{"external_id":"own-${at}","email":5,"nope":${at}}\n`);
  const world = openWorld(crowded(odd), {
    ...files,
    'migrations/9000-own.yaml':
      'apiVersion: interform/v1\nkind: ContactSet\nname: own\nsource: { file: own.jsonl }\n',
    'migrations/own.jsonl': rows.join(''),
  });
  try {
    const { project } = await openProject({ project: world.folder, variables: new Map() }, world.ports);
    if (project === undefined) throw new Error('no project');
    const reader = {} as KindReader; // nothing live is asked for
    const options: CompareOptions = {
      ...{ project, files: diskFiles, reader, timezone: 'UTC', parts: ALL, unread: new Set<string>() },
      stop: () => {},
    };
    const manifests = await loadManifests({ project, files: diskFiles, schemas: schemas() });
    const large = await compareInParts(manifests, options, { isLarge: true });
    const { offline } = await compare(options);
    expect(hasErrors(offline)).toBe(true);
    const errors = (found: readonly Diagnostic[] = []) =>
      groupDiagnostics(found).filter(({ severity }) => severity === 'error');
    expect(errors(large?.offline)).toEqual(errors(offline));
    expect(large?.declared.get('contact')?.length).toBeLessThan(30);
    expect(await compareInParts(manifests, options, { isLarge: false })).toBeUndefined();
  } finally {
    world.remove();
  }
});
