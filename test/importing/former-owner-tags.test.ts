import { describe, expect, it } from 'vitest';
import { changesOf, findings, importing } from './acme.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const A = (was: string) =>
  `---\n${HEAD}ContactSet\nname: alpha\ncontacts: [{ external_id: ada }]\nprune: { owner_tag: { name: set-alpha, was: [${was}] }, action: archive }\n`;
const B = (tag: string, more = 'contacts: [{ external_id: bob }]') =>
  `---\n${HEAD}ContactSet\nname: beta\n${more}\nprune: { owner_tag: ${tag}, action: archive }\n`;
const user = (id: string, ...tags: readonly string[]) => ({
  role: 'user' as const,
  external_id: id,
  tags: [...tags],
});
const tags = ['vip', 'set-beta', 'set-old'].map((name) => ({ name }));
const seed = {
  tags,
  contacts: [
    user('ada', 'set-old'),
    user('bob', 'set-beta', 'vip', 'set-old'),
    user('eve', 'set-beta', 'vip'),
  ],
};

describe('a former owner tag that is still in use takes nobody over', () => {
  it.each([
    ['the owner tag of another set', A('Set-Beta') + B('set-beta'), 'it marks the members of set beta'],
    ['the owner tag of a retired set', A('set-beta') + B('set-beta', 'retired: true'), 'of set beta'],
    [
      'each other',
      A('set-beta') + B('{ name: set-beta, was: [set-alpha] }'),
      'it marks the members of set alpha',
    ],
    [
      'that of another set too',
      A('set-old') + B('{ name: set-beta, was: [SET-OLD] }'),
      'set alpha was marked by it too',
    ],
    ['a declared tag', `${A('VIP')}---\n${HEAD}Tags\ntags: [vip]\n`, 'a Tags manifest declares it'],
    ['itself', A('SET-alpha'), 'it is the name of today'],
  ])('was: names %s', async (_name, manifest, detail) => {
    const made = await importing(
      { 'migrations/0001.yaml': manifest },
      { seed, allow: { archive: 9, detach: 9 } },
    ).plan();
    const found = findings(made.diagnostics).filter((line) => line.includes('is still in use'));
    expect(
      found.some((line) => line.includes(detail)),
      JSON.stringify(found),
    ).toBe(true);
    expect(changesOf(made)).toEqual(['no plan']);
  });

  it('but a tag that marked nobody else is renamed, however often it is listed', async () => {
    const made = await importing(
      { 'migrations/0001.yaml': A('set-old, SET-OLD') },
      { seed, allow: { archive: 9, detach: 9 } },
    ).plan();
    expect(changesOf(made)).toContain('update tag/set-alpha');
    expect(changesOf(made)).not.toContain('archive contact/alpha/ada');
  });

  it('and of two that are live none is renamed: who carries them gets the new one, and loses both', async () => {
    const older = {
      tags: [...tags, { name: 'set-older' }],
      contacts: [user('ada', 'set-old'), user('grace', 'set-older')],
    };
    const world = importing(
      {
        'migrations/0001.yaml': A('set-old, set-older').replace(
          '{ external_id: ada }',
          '{ external_id: ada }, { external_id: grace }',
        ),
      },
      { seed: older, allow: { detach: 9 } },
    );
    const { made } = await world.apply();
    expect([...made.changes].map(({ action, address }) => `${action} ${address}`)).toEqual([
      'create tag/set-alpha',
      'update contact/alpha/ada',
      'update contact/alpha/grace',
    ]);
    const moved = (from: string) => ({ add: ['set-alpha'], remove: [from] });
    expect([...made.changes].flatMap(({ fields }) => fields['tags'] ?? [])).toEqual([
      moved('set-old'),
      moved('set-older'),
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  });
});
