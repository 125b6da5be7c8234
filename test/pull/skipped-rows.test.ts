import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { ALL, inWorld } from './pulled-world.ts';

const LIVE: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  attributes: [{ model: 'contact', name: 'seats', data_type: 'integer' }],
  contacts: [
    { role: 'user', external_id: 'ada', email: 'ada@acme.test', name: 'Ada' },
    { role: 'user', external_id: 'grace', email: 'grace@acme.test', name: 'Grace' },
  ],
};

function setOf(name: string, rest: string): string {
  return `apiVersion: interform/v1\nkind: ContactSet\nname: ${name}\n${rest}`;
}

const FROM_A_FILE = 'policy: { on_bad_row: skip }\nsource: { file: data/people.jsonl }\n';

describe.each([
  ['at once', { batchRows: undefined }],
  ['in parts', { batchRows: 1 }],
])('a live contact that a skipped row names, pulled %s', (_, more) => {
  it.each([
    ['a value of the wrong type', '{"external_id":"ada","custom_attributes":{"seats":"many"}}'],
    ['no email', '{"external_id":"ada","email":"nobody"}'],
    ['a tag that is not live', '{"external_id":"ada","tags":["vpi"]}'],
    ['an email for its key', '{"email":"ada@acme.test","custom_attributes":{"seats":"many"}}'],
  ])('is not added beside the row, which has %s', (_of, row) =>
    inWorld(
      LIVE,
      {
        'migrations/0001-people.yaml': setOf('customers', FROM_A_FILE),
        'migrations/data/people.jsonl': `${row}\n`,
      },
      async (world) => {
        await world.pulled(ALL, more);
        const written = world.files();
        const pulled = [...written.values()].filter((text) => text.includes('name: pulled-users'));
        expect(pulled).toHaveLength(1);
        expect(pulled[0]).toContain('external_id: grace');
        expect(pulled[0]).not.toContain('external_id: ada');
        await world.pulled(ALL, more);
        expect(world.files()).toEqual(written);
      },
    ),
  );

  it('is not added again to the set that a pull writes', () =>
    inWorld(
      LIVE,
      {
        'migrations/0001-people.yaml': setOf('customers', FROM_A_FILE),
        'migrations/0002-contacts.yaml': setOf(
          'pulled-users',
          'policy: { on_missing: skip }\ncontacts:\n  - { external_id: ada, name: Ada }\n',
        ),
        'migrations/data/people.jsonl': '{"external_id":"ada","custom_attributes":{"seats":"many"}}\n',
      },
      async (world) => {
        await world.pulled(ALL, more);
        const text = world.read('migrations/0002-contacts.yaml');
        expect(text.match(/external_id: ada/g)).toHaveLength(1);
        expect(text).toContain('external_id: grace');
        await world.pulled(ALL, more);
      },
    ));

  it('nor is one about whom two sets disagree, which both leave out', () =>
    inWorld(
      LIVE,
      {
        'migrations/0001-people.yaml': ['beta', 'gamma']
          .map((name) =>
            setOf(
              name,
              `policy: { on_conflict: skip }\ncontacts:\n  - { external_id: ada, name: Ada of ${name} }\n`,
            ),
          )
          .join('---\n'),
      },
      async (world) => {
        await world.pulled(ALL, more);
        const written = world.files();
        await world.pulled(ALL, more);
        expect(world.files()).toEqual(written);
      },
    ));
});
