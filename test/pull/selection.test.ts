import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openWorld, type World } from './pulled-world.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const PLAN = `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  plan: { type: string, description: Old }\n  seats: { type: integer, description: Old }\n`;

const ACME: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'string', description: 'New' },
    { model: 'contact', name: 'seats', data_type: 'integer', description: 'New' },
  ],
  tags: ['vip', 'beta'],
  contacts: [
    { id: 'a1', role: 'user', external_id: 'ada', email: 'ada@acme.test', name: 'Ada' },
    { id: 'a2', role: 'user', external_id: 'grace', email: 'grace@acme.test', name: 'Grace' },
  ],
};

let world: World;
const open = (files: Record<string, string>, seed = ACME) => {
  world = openWorld(seed, files);
  return world;
};

afterEach(() => world.remove());

describe('pull --target and --exclude', () => {
  it('takes over only the drift of what is meant', async () => {
    const { run, read } = open({ 'migrations/0001-a.yaml': PLAN });
    const { exit } = await run(['attributes'], { target: ['attribute/contact/plan'] });
    expect(exit).toBe(0);
    expect(read('migrations/0001-a.yaml')).toBe(PLAN.replace('description: Old', 'description: New'));
  });

  it('adds only what is meant', async () => {
    const { run, files } = open({ 'migrations/0001-a.yaml': PLAN });
    await run(['attributes', 'tags'], { target: ['tag/*'], exclude: ['tag/beta'] });
    const added = [...files()].filter(([name]) => name !== 'migrations/0001-a.yaml');
    expect(added).toHaveLength(1);
    expect(added[0]?.[1]).toContain('tags:\n  - vip\n');
    expect(files().get('migrations/0001-a.yaml')).toBe(PLAN);
  });

  it('leaves the other rows of a data file as they are', async () => {
    const row = (name: string, id: string) => `{"external_id":"${id}","name":"${name}"}\n`;
    const { run, read } = open({
      'migrations/0001-set.yaml': `${HEAD}ContactSet\nname: pulled-users\npolicy: { on_missing: skip }\nsource: { file: data/pulled-users.jsonl }\n`,
      'migrations/data/pulled-users.jsonl': row('Old Ada', 'ada') + row('Old Grace', 'grace'),
    });
    await run(['contacts'], { target: ['contact/pulled-users/ada'] });
    const [ada, grace] = read('migrations/data/pulled-users.jsonl').split('\n');
    expect(JSON.parse(ada ?? '')).toMatchObject({ external_id: 'ada', name: 'Ada' });
    expect(`${grace}\n`).toBe(row('Old Grace', 'grace'));
  });

  it('refuses a glob that matches nothing, and writes nothing', async () => {
    const { run, files } = open({ 'migrations/0001-a.yaml': PLAN });
    const { exit, diagnostics } = await run(['attributes', 'tags'], {
      target: ['tag/*', 'attribute/contact/plann'],
    });
    expect(exit).toBe(1);
    expect(diagnostics).toMatchObject([
      { code: 'no-such-address', detail: 'did you mean "attribute/contact/plan"?' },
    ]);
    expect([...files().keys()]).toEqual(['migrations/0001-a.yaml']);
  });
});

describe('pull --to', () => {
  it('takes drift over as of that version, and adds nothing that a later one may declare', async () => {
    const { run, files } = open({
      'migrations/0001-a.yaml': PLAN,
      'migrations/0002-a.yaml': `${HEAD}Tags\ntags: [vip]\n`,
    });
    await run(['attributes', 'tags'], { to: ['1'] });
    expect([...files().keys()]).toEqual(['migrations/0001-a.yaml', 'migrations/0002-a.yaml']);
    expect(files().get('migrations/0001-a.yaml')).toBe(PLAN.replaceAll('Old', 'New'));
  });

  it('refuses a version that no file has', async () => {
    const { run } = open({ 'migrations/0001-a.yaml': PLAN });
    const { exit, diagnostics } = await run(['attributes'], { to: ['7'] });
    expect({ exit, codes: diagnostics.map(({ code }) => code) }).toEqual({
      exit: 1,
      codes: ['unknown-version'],
    });
  });
});

describe('pull --file and --owner', () => {
  const OWNED = {
    'migrations/0001-a.yaml': `${HEAD}DataAttributes\nmodel: contact\nowner: revops\nattributes:\n  plan: { type: string, description: Old }\n`,
    'migrations/0002-b.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  seats: { type: integer, description: Old }\n`,
  };

  it.each([{ files: ['**/0001-*.yaml'] }, { owners: ['revops'] }])(
    'take over only the drift of what is meant, and add nothing: %j',
    async (flags) => {
      const { run, files } = open(OWNED);
      const { exit } = await run(['attributes', 'tags'], flags);
      expect(exit).toBe(0);
      expect([...files().keys()]).toEqual(Object.keys(OWNED));
      expect(files().get('migrations/0001-a.yaml')).toContain('description: New');
      expect(files().get('migrations/0002-b.yaml')).toContain('description: Old');
    },
  );

  it('refresh the rows of a set that was pulled before', async () => {
    const data = 'migrations/data/pulled-users.jsonl';
    const { run, read } = open({
      'migrations/0001-set.yaml': `${HEAD}ContactSet\nname: pulled-users\nowner: crm\npolicy: { on_missing: skip }\nsource: { file: data/pulled-users.jsonl }\n`,
      [data]: '{"external_id":"ada","name":"Old Ada"}\n',
    });
    await run(['contacts'], { owners: ['crm'], files: [data] });
    expect(read(data)).toContain('"name":"Ada"');
  });

  it('are refused where they name nothing', async () => {
    const { run } = open(OWNED);
    const { exit, diagnostics } = await run(['attributes'], { files: ['migrations/3*'], owners: ['revop'] });
    expect(exit).toBe(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(['no-such-file', 'no-such-owner']);
  });
});

describe('exclude: in the project file', () => {
  it('keeps a pull from taking over and adding what it names', async () => {
    const { run, files } = open({
      'interform.yaml': `${HEAD}Project\nexclude: ["attribute/contact/plan", "tag/b*", nowhere]\n`,
      'migrations/0001-a.yaml': PLAN,
    });
    const { exit } = await run(['attributes', 'tags'], {});
    expect(exit).toBe(0);
    const all = [...files()].map(([name, text]) => (name === 'interform.yaml' ? '' : text)).join('');
    expect(all).toContain('plan: { type: string, description: Old }');
    expect(all).toContain('seats: { type: integer, description: New }');
    expect(all).toContain('- vip');
    expect(all).not.toContain('beta');
  });
});
