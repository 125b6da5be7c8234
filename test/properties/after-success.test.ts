import { describe, expect, it } from 'vitest';
import { changesOf, errorsOf, inside, LEAD, lead, mergesOf, OTHER_LEAD, set } from './small-worlds.ts';

const PHONE = '+353871234502';
const USER = '64f000000000000000000001';

/** Worlds in which an apply exited 0 and the next plan was an error, shrunk: the first plan is one, or the next one is not. */
describe('what a plan leaves for the next one', () => {
  it.each([
    { what: 'the email', had: { email: 'ada@acme.test' }, declared: { email: 'grace@acme.test' } },
    { what: 'the phone', had: { phone: '+353871234501' }, declared: { phone: PHONE } },
  ])('refuses to give a live lead $what by which a merge would take it away next time', async (row) => {
    const [from] = [row.declared];
    const beta = set('beta', [{ id: LEAD, role: 'lead', ...row.declared }]);
    const merges = mergesOf({ from, into: { external_id: 'ada' }, skip_duplicate_validation: true });
    const contacts = [{ ...lead(null), ...row.had }, { external_id: 'ada' }];
    await inside({ contacts }, [beta, merges], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-declared-lead']);
    });
  });

  it('refuses a second user with the email of somebody whom a row that gave way is known by', async () => {
    const vip = set('vip', [{ id: USER }, { external_id: 'ada', email: 'ada@acme.test' }], {
      identity: { by: ['email'] },
      policy: { on_duplicate_row: 'first' },
    });
    const beta = set('beta', [{ external_id: 'other', email: 'ada@acme.test' }], {
      policy: { shared_email: 'allow' },
    });
    const contacts = [{ id: USER, external_id: 'ada', email: 'ada@acme.test' }];
    await inside({ contacts }, [vip, beta], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['several-matches']);
    });
  });

  it('refuses to give a user who is declared as a lead the email of a live lead, unless leads are kept', async () => {
    const contacts = [{ id: USER }, lead('ada@acme.test')];
    const beta = (leads: string) =>
      set('beta', [{ id: USER, role: 'lead', email: 'ada@acme.test' }], { identity: { leads } });
    for (const leads of ['error', 'absorb'])
      await inside({ contacts }, [beta(leads)], async (opened) =>
        expect(await errorsOf(opened)).toEqual(['lead-exists']),
      );
    await inside({ contacts }, [beta('keep')], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it.each([
    { holder: { external_id: 'grace', email: 'ada@acme.test' }, code: 'user-exists', allowed: true },
    { holder: { ...lead('ada@acme.test'), id: OTHER_LEAD }, code: 'several-matches', allowed: false },
  ])('refuses to give a lead the email of another contact: $code', async ({ holder, code, allowed }) => {
    const contacts = [lead(null), holder];
    const beta = (users: string) =>
      set('beta', [{ id: LEAD, role: 'lead', email: 'ada@acme.test' }], { identity: { users } });
    for (const users of ['error', 'use'])
      await inside({ contacts }, [beta(users)], async (opened) =>
        expect(await errorsOf(opened)).toEqual([code]),
      );
    await inside({ contacts }, [beta('keep')], async (opened) =>
      expect(await errorsOf(opened)).toEqual(allowed ? [] : [code]),
    );
  });

  it('takes a merge of which no lead is left for done, though a lead has the email that named its user', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }]);
    const merges = mergesOf({
      from: { id: LEAD },
      into: { email: 'grace@acme.test' },
      skip_duplicate_validation: true,
    });
    const contacts = [
      lead('visitor@acme.test'),
      { ...lead('grace@acme.test'), id: OTHER_LEAD },
      { external_id: 'ada', email: 'grace@acme.test' },
    ];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('takes off whom it converts the tag that a lead brings which merges into it', async () => {
    const documents = [
      { head: { apiVersion: 'interform/v1', kind: 'Tags' }, list: { key: 'tags', items: ['news', 'vip'] } },
      set('vip', [{ external_id: 'ada', email: 'ada@acme.test', tags: ['vip'] }], {
        identity: { leads: 'absorb' },
        policy: { tags: 'exact' },
      }),
    ];
    const contacts = [
      { ...lead('ada@acme.test'), created_at: 1_780_272_000 },
      { ...lead('ada@acme.test'), id: OTHER_LEAD, created_at: 1_780_272_001, tags: ['news'] },
    ];
    await inside({ contacts }, documents, async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it.each([
    { row: { email: 'ada@acme.test' }, leads: 'error', found: ['lead-exists'] },
    { row: { email: 'ada@acme.test' }, leads: 'absorb', found: ['lead-exists'] },
    { row: { email: 'ada@acme.test' }, leads: 'keep', found: [] },
    { row: { role: 'lead', email: 'ada@acme.test' }, leads: 'error', found: ['lead-exists'] },
  ])(
    'refuses to give a live lead the email of a user, but where leads are kept: $row, $leads',
    async (given) => {
      const { row, leads, found } = given;
      const vip = set('vip', [row], { identity: { leads } });
      const beta = set('beta', [{ id: LEAD, role: 'lead', email: 'Ada@acme.test' }], {
        identity: { users: 'keep' },
      });
      const contacts = [lead('visitor@acme.test'), { email: 'ada@acme.test' }];
      await inside({ contacts }, [vip, beta], async (opened) => {
        expect(await errorsOf(opened)).toEqual(found);
        if (found.length > 0) return;
        expect((await opened.apply())?.result.exit).toBe(0);
        expect(await errorsOf(opened)).toEqual([]);
        expect(await changesOf(opened)).toEqual([]);
      });
    },
  );

  it('refuses to take the email from a user whom a row that gave way is found by', async () => {
    const rows = [
      { external_id: 'ada', email: 'ada@acme.test' },
      { id: USER, email: 'grace@acme.test' },
    ];
    const vip = set('vip', rows, { policy: { on_duplicate_row: 'last' } });
    await inside({ contacts: [{ id: USER, email: 'ada@acme.test' }] }, [vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['duplicate-contact']);
    });
  });

  it('refuses to let another set take what a row that gave way is known by', async () => {
    const rows = [{ external_id: 'ada' }, { email: 'ada@acme.test' }];
    const documents = [
      set('vip', rows, { policy: { on_duplicate_row: 'last' } }),
      set('beta', [{ external_id: 'new', email: 'ada@acme.test' }], { identity: { by: ['email'] } }),
    ];
    const contacts = [{ external_id: 'ada', email: 'ada@acme.test' }];
    await inside({ contacts }, documents, async (opened) => {
      expect(await errorsOf(opened)).toEqual(['sets-disagree']);
    });
  });

  it('refuses to give two people one external_id', async () => {
    const documents = [
      set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], { identity: { by: ['email'] } }),
      set('beta', [{ external_id: 'ada', email: 'grace@acme.test' }], { identity: { by: ['email'] } }),
    ];
    const contacts = [
      { id: USER, email: 'ada@acme.test' },
      { id: OTHER_LEAD, email: 'grace@acme.test' },
    ];
    await inside({ contacts }, documents, async (opened) => {
      expect(await errorsOf(opened)).toEqual(['external-id-taken']);
    });
  });

  it('leaves nobody out into whom a merge of the plan goes: that is an error', async () => {
    const vip = set('vip', [{ email: 'ada@acme.test' }], {
      identity: { leads: 'absorb' },
      policy: { on_conflict: 'skip' },
    });
    const beta = set('beta', [{ external_id: 'other', email: 'ada@acme.test' }], {
      policy: { shared_email: 'allow' },
      identity: { leads: 'keep' },
    });
    const contacts = [lead('ada@acme.test'), { external_id: 'ada', email: 'ada@acme.test' }];
    await inside({ contacts }, [vip, beta], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['several-matches']);
    });
  });

  it.each([
    {
      row: { external_id: 'ada', email: 'ada@acme.test' },
      identity: {},
      gainer: { id: USER, email: 'ada@acme.test' },
      errors: [],
    },
    {
      row: { role: 'lead', email: 'ada@acme.test' },
      identity: { users: 'error' },
      gainer: { id: USER, email: 'ada@acme.test' },
      errors: ['user-exists'],
    },
    {
      row: { email: 'ada@acme.test' },
      identity: { leads: 'error' },
      gainer: { id: LEAD, role: 'lead', email: 'ada@acme.test' },
      errors: ['lead-exists'],
    },
    {
      row: { email: 'ada@acme.test' },
      identity: { leads: 'absorb' },
      gainer: { id: LEAD, role: 'lead', email: 'ada@acme.test' },
      errors: [],
    },
  ])('says of whom on_missing leaves out what the next plan finds: $row, $identity', async (given) => {
    const { row, identity, gainer, errors } = given;
    const vip = set('vip', [{ ...row, name: 'Ada' }], { identity, policy: { on_missing: 'skip' } });
    const contacts = [lead('visitor@acme.test'), { id: USER, email: 'grace@acme.test' }];
    await inside({ contacts }, [vip, set('beta', [gainer])], async (opened) => {
      const { diagnostics } = await opened.plan();
      const codes = diagnostics.map(({ code }) => code);
      expect(codes).toEqual(errors.length > 0 ? errors : ['found-next-time']);
      if (errors.length > 0) return;
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toHaveLength(1);
    });
  });

  it('says of whom on_missing leaves out that a merge brings the email to somebody', async () => {
    const vip = set('vip', [{ email: 'ada@acme.test', name: 'Ada' }], { policy: { on_missing: 'skip' } });
    const merges = mergesOf({
      from: { id: LEAD },
      into: { external_id: 'grace' },
      skip_duplicate_validation: true,
    });
    const contacts = [lead('ada@acme.test'), { external_id: 'grace' }];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect((await opened.plan()).diagnostics.map(({ code }) => code)).toEqual(['found-next-time']);
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await errorsOf(opened)).toEqual([]);
      expect(await changesOf(opened)).toEqual(['update contact/vip/ada%40acme.test']);
    });
  });

  it.each([
    {
      row: { email: 'ada@acme.test' },
      gainer: { id: LEAD, role: 'lead', email: 'ada@acme.test' },
      leads: 'keep',
    },
    {
      row: { external_id: 'ada', email: 'ada@acme.test' },
      gainer: { external_id: 'grace', email: 'ada@acme.test' },
      leads: 'error',
    },
  ])(
    'says nothing where the next plan leaves it out as well: $row, $leads',
    async ({ row, gainer, leads }) => {
      const vip = set('vip', [row], { identity: { leads }, policy: { on_missing: 'skip' } });
      const contacts = [lead('visitor@acme.test'), { external_id: 'grace', email: 'grace@acme.test' }];
      await inside({ contacts }, [vip, set('beta', [gainer])], async (opened) => {
        expect((await opened.plan()).diagnostics).toEqual([]);
        expect((await opened.apply())?.result.exit).toBe(0);
        expect(await changesOf(opened)).toEqual([]);
      });
    },
  );
});

describe('a merge that Intercom would refuse', () => {
  it('is an error where the set of higher precedence gives the user another email than the lead has', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], {
      identity: { leads: 'absorb' },
    });
    const billing = set('billing', [{ external_id: 'ada', email: 'grace@acme.test' }], { precedence: 1 });
    const contacts = [lead('ada@acme.test'), { external_id: 'ada' }];
    await inside({ contacts }, [vip, billing], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-not-duplicates']);
    });
  });

  it('is an error where only_if_empty keeps the email from being written', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], {
      identity: { leads: 'absorb' },
      only_if_empty: ['email'],
    });
    const contacts = [lead('ada@acme.test'), { external_id: 'ada', email: 'old@acme.test' }];
    await inside({ contacts }, [vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-not-duplicates']);
    });
  });

  it('is an error where another merge needs the email that replaces the one it has in common', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], {
      identity: { leads: 'absorb' },
    });
    const merges = mergesOf({ from: { email: 'old@acme.test' }, into: { external_id: 'ada' } });
    const contacts = [
      lead('ada@acme.test'),
      { ...lead('old@acme.test'), id: OTHER_LEAD },
      { external_id: 'ada', email: 'old@acme.test' },
    ];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-not-duplicates']);
    });
  });

  it('is made where skip_duplicate_validation says that they are one person all the same', async () => {
    const vip = set('vip', [{ external_id: 'ada', email: 'ada@acme.test' }], {
      identity: { leads: 'absorb' },
    });
    const merges = mergesOf({
      from: { email: 'old@acme.test' },
      into: { external_id: 'ada' },
      skip_duplicate_validation: true,
    });
    const contacts = [
      lead('ada@acme.test'),
      { ...lead('old@acme.test'), id: OTHER_LEAD },
      { external_id: 'ada', email: 'old@acme.test' },
    ];
    await inside({ contacts }, [vip, merges], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('is made by what an earlier merge brings', async () => {
    const merges = mergesOf(
      { from: { phone: PHONE }, into: { external_id: 'ada' } },
      { from: { id: OTHER_LEAD }, into: { external_id: 'ada' }, skip_duplicate_validation: true },
    );
    const contacts = [
      { ...lead('ada@acme.test'), phone: PHONE },
      { ...lead('ada@acme.test'), id: OTHER_LEAD },
      { external_id: 'ada', phone: PHONE },
    ];
    await inside({ contacts }, [merges, set('vip', [])], async (opened) => {
      expect((await opened.apply())?.result.exit).toBe(0);
      expect(await changesOf(opened)).toEqual([]);
    });
  });

  it('is an error where two users absorb one lead', async () => {
    const rows = [
      { external_id: 'ada', email: 'ada@acme.test' },
      { external_id: 'other', email: 'ada@acme.test' },
    ];
    const vip = set('vip', rows, { identity: { leads: 'absorb' }, policy: { shared_email: 'allow' } });
    const contacts = [
      lead('ada@acme.test'),
      { external_id: 'ada', email: 'ada@acme.test' },
      { external_id: 'other', email: 'ada@acme.test' },
    ];
    await inside({ contacts }, [vip], async (opened) => {
      expect(await errorsOf(opened)).toEqual(['merge-twice']);
    });
  });
});
