import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openWorld } from '../pull/pulled-world.ts';

const header = 'apiVersion: interform/v1\n';
const tags = ['set-beta', 'beta', 'vip'].map((name) => ({ name }));
const contact = (id: string, ...carried: readonly string[]) => ({
  external_id: id,
  email: `${id}@acme.test`,
  tags: [...carried],
});
/** Ada and Bob carry the owner tag, and a tag that an exact set would take off. */
const live: EmulatorSeed = {
  tags,
  contacts: [
    contact('ada', 'set-beta', 'beta', 'vip'),
    contact('bob', 'set-beta', 'beta'),
    contact('eve', 'set-beta', 'beta'),
  ],
};
const PROJECT = `${header}kind: Project
workspace: { owner_tags: ["set-*"] }
guards: { max_detach: 100, max_archive: 100 }
`;
const first = (action: string, policy = '') => `${header}kind: Tags
tags: [vip, beta]
---
${header}kind: ContactSet
name: beta
defaults: { tags: [beta] }
${policy}
contacts: [{ external_id: ada }]
prune: { owner_tag: set-beta, action: ${action} }
`;
const set = (name: string, contacts: string) => `${header}kind: ContactSet
name: ${name}
contacts: ${contacts}
`;

async function upToFirst(
  later: string,
  base = first('archive'),
  more: Readonly<Record<string, string>> = {},
) {
  const world = openWorld(live, {
    'interform.yaml': PROJECT,
    'migrations/0001-first.yaml': base,
    'migrations/0002-later.yaml': later,
    ...more,
  });
  try {
    const { changes, diagnostics } = await world.plan({ to: ['0001'] });
    return {
      changes: [...changes].map(({ action, address }) => `${action} ${address}`),
      told: diagnostics.map(({ code, detail }) => `${code}: ${detail ?? ''}`),
    };
  } finally {
    world.remove();
  }
}

describe('up to a version, nobody who is declared later', () => {
  it.each([
    ['by external_id', '[{ external_id: bob }]'],
    ['by email, in whatever case', '[{ email: BOB@acme.test }]'],
  ])('is pruned, whoever is declared %s', async (_how, contacts) => {
    for (const action of ['archive', 'untag']) {
      const { changes, told } = await upToFirst(set('gold', contacts), first(action));
      expect(changes).toEqual([`${action === 'archive' ? 'archive' : 'update'} contact/beta/eve`]);
      expect(told).toEqual(['declared-later: 1 contact']);
    }
  });

  it('loses anything to an exact list', async () => {
    const exact = first('untag', 'policy: { tags: exact }');
    expect((await upToFirst(set('gold', '[{ external_id: zoe }]'), exact)).changes).toContain(
      'update contact/beta/ada',
    );
    const { changes, told } = await upToFirst(set('gold', '[{ external_id: ada }]'), exact);
    expect(changes).toEqual(['update contact/beta/bob', 'update contact/beta/eve']);
    expect(told).toEqual(['declared-later: 1 contact']);
  });

  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['a later manifest that cannot be parsed', 'a: [', {}, 'migrations/0002-later.yaml'],
    [
      'a later source that is not there',
      `${header}kind: ContactSet\nname: gold\nsource: { file: gold.csv }\n`,
      {},
      'migrations/0002-later.yaml',
    ],
    [
      'a row that a later set leaves out',
      `${header}kind: ContactSet\nname: gold\npolicy: { on_bad_row: skip }\nsource: { file: gold.csv }\n`,
      { 'migrations/gold.csv': 'external_id,email\nzoe,not an email\n' },
      'migrations/gold.csv',
    ],
  ])('is known for sure beside %s, so that nobody is pruned', async (_what, later, more, file) => {
    const { changes, told } = await upToFirst(later, first('archive'), more);
    expect(changes).toEqual([]);
    expect(told).toEqual([`prune-withheld: ${file}, a later version, could not be read as a whole`]);
  });
});
