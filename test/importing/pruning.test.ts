import { describe, expect, it } from 'vitest';
import { changesOf, type Files, findings, importing, refused, writesOf } from './acme.ts';

const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [trial]\n';

/** A set that prunes, with what stands in it besides. */
function trials(name: string, contacts: string, more = '', action = 'untag'): string {
  return `---
apiVersion: interform/v1
kind: ContactSet
name: ${name}
${contacts}
defaults: { tags: [trial] }
prune: { owner_tag: set-${name}, action: ${action} }
${more}
`;
}

const manifests = (...sets: readonly string[]): Files => ({
  'migrations/0001.yaml': `${TAGS}${sets.join('')}`,
});
const user = (id: string, ...tags: readonly string[]) => ({
  role: 'user' as const,
  external_id: id,
  email: `${id}@acme.test`,
  tags: [...tags],
});
const tags = ['trial', 'set-trials', 'set-beta'].map((name) => ({ name }));

/** Ada stays, Bob carries the owner tag and is in no manifest. */
const left = { tags, contacts: [user('ada', 'set-trials', 'trial'), user('bob', 'set-trials', 'trial')] };
const allow = { archive: 100, detach: 100 };

/** What is planned, and why nothing is pruned. */
async function planned(files: Files, seed: Parameters<typeof importing>[1] = { seed: left, allow }) {
  const made = await importing(files, seed).plan();
  const why = findings(made.diagnostics).filter((line) => line.includes('prune-withheld'));
  return { changes: changesOf(made), why };
}

const fromTrials = (reason: string) => [
  expect.stringContaining(`nothing is pruned from set trials (${reason}`),
];
const anywhere = (reason: string) => [
  expect.stringContaining(`nobody is pruned and nothing is taken off anybody, in any set (${reason}`),
];
const ADA = 'contacts: [{ external_id: ada }]';

describe('pruning takes those who left, and nobody is pruned', () => {
  it('untags or archives who carries the owner tag and is declared nowhere', async () => {
    expect(await planned(manifests(trials('trials', ADA)))).toEqual({
      changes: ['update contact/trials/bob'],
      why: [],
    });
    expect(await planned(manifests(trials('trials', ADA, '', 'archive')))).toEqual({
      changes: ['archive contact/trials/bob'],
      why: [],
    });
  });

  it.each([
    ['declares nobody', 'contacts: []', '', fromTrials('it has no desired contacts')],
    ['has a source without rows', 'source: { file: a.csv }', '', fromTrials('it has no desired contacts')],
    [
      'has a where that keeps no row',
      'source: { file: b.csv, where: { plan: [pro] } }',
      '',
      fromTrials('it has no desired contacts'),
    ],
    [
      'has skipped a row',
      'source: { file: c.csv }',
      'policy: { on_bad_row: skip }',
      anywhere('1 row of set trials was skipped'),
    ],
    [
      'has an error',
      'contacts: [{ external_id: ada, owner: nobody@acme.test }]',
      '',
      anywhere('a contact of set trials has an error'),
    ],
    [
      'finds none of its contacts live and creates none',
      'contacts: [{ external_id: zoe }]',
      'policy: { on_missing: skip }',
      fromTrials('none of its contacts is live, and none of them is created'),
    ],
    [
      'has left out a contact that cannot be told',
      'contacts: [{ external_id: ada }, { email: twin@acme.test }]',
      'policy: { on_conflict: skip }',
      anywhere('1 contact of set trials could not be settled'),
    ],
  ])('from a set that %s', async (_, contacts, more, why) => {
    const twins = ['x', 'y'].map((id) => ({ ...user(id, 'set-trials'), email: 'twin@acme.test' }));
    const files = {
      ...manifests(trials('trials', contacts, more)),
      'migrations/a.csv': 'external_id\n',
      'migrations/b.csv': 'external_id,plan\nada,free\n',
      'migrations/c.csv': 'external_id,phone\nada,\ncy,12\n',
    };
    const seed = { ...left, contacts: [...left.contacts, ...(more.includes('on_conflict') ? twins : [])] };
    expect(await planned(files, { seed, allow })).toEqual({ changes: [], why });
  });

  const other = (contacts: string) =>
    `---\napiVersion: interform/v1\nkind: ContactSet\nname: others\n${contacts}\n`;

  it.each(['contacts: [{ external_id: bob }]', 'contacts: [{ email: BOB@acme.test }]'])(
    'but whom another set declares by whatever key is untagged: %s',
    async (contacts) => {
      const files = manifests(trials('trials', ADA, '', 'archive'), other(contacts));
      expect(await planned(files)).toEqual({ changes: ['update contact/trials/bob'], why: [] });
    },
  );

  it('whom a row names that was left out of another set', async () => {
    const contacts = 'source: { file: others.csv }\npolicy: { on_bad_row: skip }';
    const files = {
      ...manifests(trials('trials', ADA, '', 'archive'), other(contacts)),
      'migrations/others.csv': 'external_id,email,phone\nada,ada@acme.test,\nbob,bob@acme.test,12\n',
    };
    expect(await planned(files)).toEqual({ changes: [], why: anywhere('1 row of set others was skipped') });
  });

  it('nor changes whom a row names that was left out, by whatever key, in any set, nor merges them', async () => {
    const lead = { role: 'lead' as const, email: 'bob@acme.test', name: 'A visitor' };
    const files = {
      'migrations/0001.yaml': `${TAGS}${other(
        'source: { file: others.csv }\npolicy: { on_bad_row: skip }',
      )}---
apiVersion: interform/v1
kind: ContactSet
name: names
contacts:
  - { external_id: ada, name: Ada }
  - { external_id: bob, name: Bob }
  - { email: CY@acme.test, name: Cy }
---
apiVersion: interform/v1
kind: Merges
merges:
  - { from: { email: bob@acme.test }, into: { external_id: bob } }
`,
      'migrations/others.csv': 'external_id,email,phone\n,bob@acme.test,12\ncy,,12\n',
    };
    const seed = { tags, contacts: [...left.contacts, user('cy'), lead] };
    const made = await importing(files, { seed, allow: { ...allow, merge: 9, skip: 9 } }).plan();
    expect(changesOf(made)).toEqual(['update contact/names/ada']);
    const told = findings(made.diagnostics).filter((line) => line.includes('left-alone'));
    expect(told).toEqual([
      expect.stringContaining('(2 contacts: contact/names/bob, contact/names/CY%40acme.test)'),
      expect.stringContaining('nobody is merged whom a skipped row names'),
    ]);
  });

  it('nor absorbs a lead that such a row names by its id', async () => {
    const id = '6657add46abd0f0000000001';
    const lead = { id, role: 'lead' as const, email: 'ada@acme.test' };
    const files = (rows: string) => ({
      'migrations/0001.yaml': `${TAGS}${other(
        'source: { file: others.csv }\npolicy: { on_bad_row: skip }',
      )}---
apiVersion: interform/v1
kind: ContactSet
name: names
identity: { leads: absorb }
contacts: [{ external_id: ada, email: ada@acme.test }]
`,
      'migrations/others.csv': `id,role,phone\n${rows}\n`,
    });
    const seed = { seed: { tags, contacts: [user('ada'), lead] }, allow: { merge: 9, skip: 9 } };
    const elsewhere = await importing(files('6657add46abd0f0000000002,lead,12'), seed).plan();
    expect(changesOf(elsewhere)).toEqual([`merge merge/${id}`]);
    const made = await importing(files(`${id},lead,12`), seed).plan();
    expect(changesOf(made)).toEqual([]);
    expect(findings(made.diagnostics).filter((line) => line.includes('left-alone'))).toHaveLength(1);
  });

  const both = {
    tags,
    contacts: [
      user('ada', 'set-trials', 'set-beta', 'trial'),
      user('bob', 'set-trials', 'set-beta', 'trial'),
    ],
  };

  it('archives nobody who is a member of another set, and takes off what two sets share once', async () => {
    const beta = trials('beta', ADA, '', 'untag');
    const world = importing(manifests(trials('trials', ADA, '', 'archive'), beta), { seed: both, allow });
    const { made, result } = await world.apply();
    expect([...made.changes].map(({ action, fields }) => [action, fields['tags']])).toEqual([
      ['update', { add: [], remove: ['set-trials', 'trial'] }],
      ['update', { add: [], remove: ['set-beta'] }],
    ]);
    expect(result.summary).toMatchObject({ done: 2, failed: 0 });
    expect(writesOf(world.requests)).toHaveLength(3);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('archives once who left several sets that all archive: untagged halfway, the last would do so anyway', async () => {
    const sets = ['trials', 'beta'].map((name) => trials(name, ADA, '', 'archive'));
    const world = importing(manifests(...sets), { seed: both, allow });
    const { made, result } = await world.apply();
    expect([...made.changes].map(({ action, address }) => [action, address])).toEqual([
      ['archive', 'contact/trials/bob'],
    ]);
    expect(result.summary).toMatchObject({ done: 1, failed: 0 });
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('lets a set go on only when the other took off what both share', async () => {
    const world = importing(manifests(trials('trials', ADA), trials('beta', ADA)), { seed: both, allow });
    const { made } = await world.apply();
    expect([...made.changes].map(({ address, requires }) => [address, requires])).toEqual([
      ['contact/trials/bob', []],
      ['contact/beta/bob', ['contact/trials/bob']],
    ]);
  });

  it('by an owner tag that two sets have', async () => {
    const files = manifests(
      trials('trials', ADA),
      trials('beta', 'contacts: [{ external_id: bob }]').replace('set-beta', 'SET-trials'),
    );
    expect(await refused(files, { seed: left })).toContain(
      'error duplicate-owner-tag: two contact sets have the same owner tag ("SET-trials" also marks the members of set trials',
    );
  });
});
