import { describe, expect, it } from 'vitest';
import { changesOf, errorsOf, GONE, inside, LEAD, lead, mergesOf, OTHER_LEAD, set } from './small-worlds.ts';

/** Counterexamples that properties found, shrunk: each was a bug once. */
describe('what properties found', () => {
  it('knows somebody who has nothing but an email by it, whatever identity.by says', async () => {
    const vip = set('vip', [{ email: 'ada@acme.test' }], {
      identity: { by: ['external_id'] },
      policy: { shared_email: 'allow' },
    });
    await inside({ contacts: [{ email: 'ada@acme.test' }] }, [vip], async (opened) => {
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('takes a merge for done when it left two users with the email that names its user', async () => {
    const merges = mergesOf(
      { from: { id: GONE }, into: { email: 'ada@acme.test' }, skip_duplicate_validation: true },
      { from: { id: LEAD }, into: { external_id: 'grace' }, skip_duplicate_validation: true },
    );
    const contacts = [lead('ada@acme.test'), { external_id: 'grace' }, { email: 'ada@acme.test' }];
    await inside({ contacts }, [set('vip', []), merges], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('knows what a conversion writes when it says what the user inherits from the next lead', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test', name: 'Ada' }], {
      identity: { leads: 'absorb' },
    });
    const contacts = [lead('ada@acme.test'), { ...lead('ada@acme.test'), id: OTHER_LEAD, name: 'A visitor' }];
    await inside({ contacts }, [vip], async (opened) => {
      const applied = await opened.apply();
      expect([...(applied?.result.results ?? [])].map(({ outcome }) => outcome)).toEqual(['done', 'done']);
      expect([...(applied?.plan.changes ?? [])][1]?.fields).not.toHaveProperty('name');
      expect(opened.emulator.state.contact(LEAD)).toMatchObject({ role: 'user', name: 'Ada' });
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('clears after the merge what a converted lead has and an absorbed one would bring again', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test', name: null }], {
      identity: { leads: 'absorb' },
    });
    const contacts = [
      { ...lead('ada@acme.test'), name: 'Ada' },
      { ...lead('ada@acme.test'), id: OTHER_LEAD, name: 'A visitor' },
    ];
    await inside({ contacts }, [vip], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(opened.emulator.state.contact(LEAD)?.name).toBeNull();
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('writes before a merge the phone that the merge needs, though it is only for who has none', async () => {
    const phone = '+353871234502';
    const vip = set('vip', [{ external_id: 'ada', phone }], { only_if_empty: ['phone'] });
    const merges = mergesOf({ from: { phone }, into: { external_id: 'ada' } });
    const contacts = [{ ...lead(null), phone }, { external_id: 'ada' }];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('does not count on a phone that only_if_empty keeps from being written', async () => {
    const phone = '+353871234502';
    const vip = set('vip', [{ external_id: 'ada', phone }], { only_if_empty: ['phone'] });
    const merges = mergesOf({ from: { phone }, into: { external_id: 'ada' } });
    const contacts = [
      { ...lead(null), phone },
      { external_id: 'ada', phone: '+353871234501' },
    ];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-not-duplicates']);
    });
  });

  it('sees one lead where a declared merge takes the other one away', async () => {
    const beta = set('beta', [{ role: 'lead', email: 'grace@acme.test', name: 'Grace' }]);
    const merges = mergesOf({
      from: { id: LEAD },
      into: { external_id: 'ada' },
      skip_duplicate_validation: true,
    });
    const contacts = [
      lead('grace@acme.test'),
      { ...lead('grace@acme.test'), id: OTHER_LEAD },
      { external_id: 'ada', email: 'ada@acme.test' },
    ];
    await inside({ contacts }, [beta, merges], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(opened.emulator.state.contact(OTHER_LEAD)?.name).toBe('Grace');
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('refuses a declared lead that a declared merge takes away', async () => {
    const beta = set('beta', [{ role: 'lead', email: 'grace@acme.test' }]);
    const merges = mergesOf({
      from: { email: 'grace@acme.test' },
      into: { external_id: 'ada' },
      skip_duplicate_validation: true,
    });
    await inside(
      { contacts: [lead('grace@acme.test'), { external_id: 'ada' }] },
      [beta, merges],
      async (opened) => {
        expect(await errorsOf(opened)).toEqual(['merge-declared-lead']);
      },
    );
  });

  it('refuses a lead beside a declared user whose set does not keep leads, before it is created', async () => {
    const visitors = set('visitors', [{ role: 'lead', email: 'ada@acme.test' }], {
      identity: { users: 'keep' },
    });
    await inside({}, [visitors, set('vip', [{ email: 'ada@acme.test' }])], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['lead-exists']);
    });
  });

  it('refuses a lead beside a user where another set takes the user for its lead', async () => {
    const defaults = { role: 'lead' };
    const documents = [
      set('visitors', [{ email: 'ada@acme.test' }], { defaults, identity: { users: 'keep' } }),
      set('beta', [{ email: 'ada@acme.test', name: 'Ada' }], { defaults }),
    ];
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], { identity: { leads: 'keep' } });
    await inside({ contacts: [{ email: 'ada@acme.test' }] }, documents, async (opened) => {
      expect(await errorsOf(opened)).toEqual(['lead-exists']);
    });
    await inside({}, [...documents, vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['lead-exists']);
    });
  });

  it('clears what an unarchived contact holds, and overwrites no value that is only for who has none', async () => {
    const vip = set('vip', [{ external_id: 'ada', phone: null, name: 'Ada' }], {
      only_if_empty: ['name'],
      on_create: { signed_up_at: 1_704_153_600 },
      policy: { on_archived: 'unarchive' },
    });
    const contacts = [
      { id: LEAD, external_id: 'ada', name: 'Countess', phone: '+353871234501', archived: true },
    ];
    await inside({ contacts }, [vip], async (opened) => {
      expect((await opened.apply())?.result).toMatchObject({ exit: 0, summary: { done: 1 } });
      expect(opened.emulator.state.contact(LEAD)).toMatchObject({
        state: 'live',
        name: 'Countess',
        phone: null,
        signed_up_at: null,
      });
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('takes a merge by phone for done when the user has that phone, whoever shares its email', async () => {
    const phone = '+353871234502';
    const merges = mergesOf({
      from: { phone },
      into: { email: 'ada@acme.test' },
      skip_duplicate_validation: true,
    });
    const contacts = [
      { external_id: 'ada', email: 'ada@acme.test', phone },
      { external_id: 'other', email: 'ada@acme.test' },
    ];
    await inside({ contacts }, [set('vip', []), merges], async (opened) => {
      expect(await errorsOf(opened)).toEqual([]);
    });
  });

  it('takes a merge whose lead is gone for done when its user has got another external_id', async () => {
    const merges = mergesOf({ from: { id: GONE }, into: { external_id: '007' } });
    await inside({ contacts: [{ external_id: 'ada' }] }, [set('vip', []), merges], async (opened) => {
      expect(await errorsOf(opened)).toEqual([]);
    });
  });

  it('refuses to create a lead that a declared merge would take away next time', async () => {
    const merges = mergesOf({ from: { email: 'grace@acme.test' }, into: { external_id: 'ada' } });
    const documents = [set('beta', [{ role: 'lead', email: 'grace@acme.test' }]), merges];
    await inside({ contacts: [{ external_id: 'ada' }] }, documents, async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-declared-lead']);
    });
  });

  it('refuses to convert a lead that another set would create anew beside the user', async () => {
    const documents = [
      set('visitors', [{ role: 'lead', email: 'ada@acme.test' }], { identity: { users: 'keep' } }),
      set('vip', [{ id: LEAD }]),
    ];
    await inside({ contacts: [lead('ada@acme.test')] }, documents, async (opened) => {
      expect(await errorsOf(opened)).toEqual(['user-exists']);
    });
  });

  it('makes a user of a person that one row calls user and a later one lead', async () => {
    const vip = set(
      'vip',
      [
        { external_id: 'ada', email: 'ada@acme.test' },
        { role: 'lead', email: 'ada@acme.test' },
      ],
      {
        policy: { on_duplicate_row: 'last' },
      },
    );
    await inside({}, [vip], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(opened.emulator.state.liveContacts().map(({ role }) => role)).toEqual(['user']);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('refuses to let a row lose the external_id that it is known by to another row of the same person', async () => {
    const vip = set('vip', [{ external_id: '007', email: 'ada@acme.test' }, { external_id: 'ada' }], {
      identity: { by: ['email'] },
      policy: { on_duplicate_row: 'first' },
    });
    await inside({ contacts: [{ external_id: 'ada', email: 'ada@acme.test' }] }, [vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['duplicate-contact']);
    });
  });

  it('refuses a second user with the email that the first is known by', async () => {
    const documents = [
      set('vip', [{ email: 'ada@acme.test' }]),
      set('beta', [{ external_id: 'other', email: 'Ada@acme.test' }], { policy: { shared_email: 'allow' } }),
    ];
    await inside(
      { contacts: [{ external_id: 'ada', email: 'ada@acme.test' }] },
      documents,
      async (opened) => {
        expect(await errorsOf(opened)).toEqual(['several-matches']);
      },
    );
  });

  it('finds no shared email in somebody whom the set would not create', async () => {
    const vip = set('vip', [{ external_id: 'other', email: 'ada@acme.test' }], {
      policy: { on_missing: 'skip' },
    });
    await inside({ contacts: [{ external_id: 'ada', email: 'ada@acme.test' }] }, [vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('takes a user whom the answer to a bulk tag does not list for one that was not tagged', async () => {
    const documents = [
      { head: { apiVersion: 'interform/v1', kind: 'Tags' }, list: { key: 'tags', items: ['vip'] } },
      set('vip', [{ external_id: 'ada', tags: ['vip'] }]),
    ];
    await inside({ contacts: [{ external_id: 'ada' }] }, documents, async (opened) => {
      opened.setBetween((request, answer) =>
        request.body.includes('"users"')
          ? answer({ ...request, body: '{"name":"vip","users":[]}' })
          : answer(request),
      );
      const applied = await opened.apply();
      expect(applied?.result).toMatchObject({ exit: 3, summary: { failed: 1 } });
      expect([...(applied?.result.results ?? [])][1]?.unstuck).toEqual([
        { field: 'tags', sent: ['vip'], kept: null },
      ]);
    });
  });

  it('reads a list of more than ten tags once, however many kinds ask for it', async () => {
    const tags = Array.from({ length: 12 }, (_, index) => `t${index}`);
    const vip = set('vip', [{ email: 'ada@acme.test', tags: [] }], { identity: { leads: 'absorb' } });
    const contacts = [{ ...lead('ada@acme.test'), tags }, { email: 'ada@acme.test' }];
    await inside({ contacts }, [vip], async (opened) => {
      await opened.plan();
      expect(opened.reads.filter(({ url }) => url.endsWith('/tags') && url.includes(LEAD))).toHaveLength(1);
    });
  });
});
