import { expect, it } from 'vitest';
import { hasErrors } from '../../src/app/group-diagnostics.ts';
import { openProject } from '../../src/app/load.ts';
import { longDataFiles } from '../../src/app/pull/long-data-files.ts';
import type { PullOptions } from '../../src/app/pull/options.ts';
import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';
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
