import { describe, expect, it } from 'vitest';
import { createContactsTally, mergeFindings } from '../../src/app/audit/contacts.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import { contact, lead } from './contact.ts';

function auditOf(...contacts: readonly WireContact[]) {
  const tally = createContactsTally();
  for (const one of contacts) tally.add(one);
  return tally.audit();
}

const ada = contact({ id: 'ada', external_id: 'customer-1', email: 'ada@acme.test' });
const grace = contact({
  id: 'grace',
  external_id: 'customer-2',
  email: 'grace@acme.test',
  phone: '+353871234567',
});

/** `lead→user` of each pair, in order. */
const pairs = (...contacts: readonly WireContact[]) =>
  auditOf(...contacts).mergeable.map((pair) => `${pair.lead.id}→${pair.into.id}`);

describe('a lead belongs to the one user', () => {
  it.each([
    ['with its email', { email: 'ada@acme.test' }, []],
    ['with its email in another case', { email: 'ADA@Acme.Test' }, []],
    ['with its email and space around it', { email: ' ada@acme.test' }, ['skips']],
  ])('%s', (_how, values, skips) => {
    const { mergeable } = auditOf(ada, grace, lead({ id: 'visitor', ...values }));
    expect(mergeable).toMatchObject([
      {
        lead: { id: 'visitor', external_id: null },
        into: { id: 'ada', external_id: 'customer-1' },
        shared: ['email'],
        after: null,
        skip_duplicate_validation: skips.length > 0,
      },
    ]);
  });

  it('with its phone, whatever stands between the digits', () => {
    const { mergeable } = auditOf(grace, lead({ id: 'visitor', phone: '+353 87 123-4567' }));
    expect(mergeable).toMatchObject([
      { shared: ['phone'], emails_differ: false, skip_duplicate_validation: true },
    ]);
    const same = auditOf(grace, lead({ id: 'visitor', phone: '+353871234567' }));
    expect(same.mergeable).toMatchObject([{ shared: ['phone'], skip_duplicate_validation: false }]);
  });

  it('and is marked where only the phone says so and the emails differ', () => {
    const visitor = lead({ id: 'visitor', email: 'hopper@acme.test', phone: '+353871234567' });
    expect(auditOf(grace, visitor).mergeable).toMatchObject([{ shared: ['phone'], emails_differ: true }]);
  });

  it('which takes in several leads, sorted by the user and then the lead', () => {
    const leads = ['c', 'a', 'b'].map((id) =>
      lead({ id, email: id === 'b' ? 'ada@acme.test' : 'grace@acme.test' }),
    );
    expect(pairs(grace, ada, ...leads)).toEqual(['b→ada', 'a→grace', 'c→grace']);
  });
});

describe('a lead belongs to nobody', () => {
  it.each([
    ['when its email and phone point to two users', { email: 'ada@acme.test', phone: '+353871234567' }],
    ['when two users hold its email', { email: 'twin@acme.test' }],
  ])('%s: by hand', (_why, values) => {
    const twins = ['t1', 't2'].map((id) => contact({ id, external_id: id, email: 'twin@acme.test' }));
    const audit = auditOf(ada, grace, ...twins, lead({ id: 'visitor', ...values }));
    expect(audit.mergeable).toEqual([]);
    expect(audit.ambiguous).toHaveLength(1);
    expect(audit.ambiguous[0]).toMatchObject({ lead: { id: 'visitor' } });
    expect(audit.ambiguous[0]?.users).toHaveLength(2);
    expect(audit.counts.leads_beside_users).toBe(1);
  });

  it.each([
    ['an email without @', { email: 'unknown' }],
    ['a phone of one digit', { phone: '0' }],
    ['a phone of equal digits', { phone: '+0000000000' }],
    ['an empty email and phone', { email: '', phone: '' }],
  ])('for %s', (_what, values) => {
    const audit = auditOf(
      contact({ id: 'user', external_id: 'u', ...values }),
      lead({ id: 'visitor', ...values }),
    );
    expect(audit.mergeable).toEqual([]);
    expect(audit.counts).toMatchObject({ users: 1, leads: 1, leads_beside_users: 0 });
  });
});

describe('what a merge brings', () => {
  it('lets further leads be merged, after the one that brings it', () => {
    const first = lead({ id: 'z-first', email: 'ada@acme.test', phone: '+353870000001' });
    const second = lead({ id: 'a-second', phone: '+353870000001', email: 'home@acme.test' });
    const audit = auditOf(ada, second, first);
    expect(audit.mergeable).toMatchObject([
      { lead: { id: 'z-first' }, after: null, skip_duplicate_validation: false },
      {
        lead: { id: 'a-second' },
        after: 'z-first',
        shared: ['phone'],
        emails_differ: true,
        skip_duplicate_validation: true,
      },
    ]);
    expect(audit.leads_sharing).toEqual([]);
  });

  it('is only what the user lacks: the phone of the first lead stays', () => {
    const leads = [
      lead({ id: 'a', email: 'ada@acme.test', phone: '+353870000001' }),
      lead({ id: 'b', email: 'ada@acme.test', phone: '+353870000002' }),
      lead({ id: 'c', phone: '+353870000002' }),
    ];
    expect(pairs(ada, ...leads)).toEqual(['a→ada', 'b→ada']);
  });

  it('makes a lead ambiguous when two users come to share with it', () => {
    const bob = contact({ id: 'bob', external_id: 'customer-3', email: 'bob@acme.test' });
    const leads = [
      lead({ id: 'a', email: 'ada@acme.test', phone: '+353870000001' }),
      lead({ id: 'b', email: 'bob@acme.test', phone: '+353870000001' }),
      lead({ id: 'c', phone: '+353870000001' }),
    ];
    const audit = auditOf(ada, bob, ...leads);
    expect(audit.mergeable.map((pair) => pair.lead.id)).toEqual(['a', 'b']);
    expect(audit.ambiguous.map((one) => [one.lead.id, one.users.map(({ id }) => id)])).toEqual([
      ['c', ['ada', 'bob']],
    ]);
  });
});

describe('what is left to do by hand', () => {
  it('is users that share, with the value as the earliest holds it', () => {
    const first = contact({ id: 'first', external_id: 'a', email: 'Twin@acme.test', phone: '+15550100123' });
    const second = contact({
      id: 'second',
      external_id: 'b',
      email: 'twin@acme.test',
      phone: '+1-555-010-0123',
    });
    const { users_sharing, counts } = auditOf(first, second, ada);
    expect(users_sharing.map(({ field, value }) => [field, value])).toEqual([
      ['email', 'Twin@acme.test'],
      ['phone', '+15550100123'],
    ]);
    expect(counts.users_sharing).toBe(2);
  });

  it('is leads that share with leads only', () => {
    const leads = ['a', 'b', 'c'].map((id) => lead({ id, email: 'guest@acme.test' }));
    const { leads_sharing, counts } = auditOf(ada, ...leads, lead({ id: 'own', email: 'ada@acme.test' }));
    expect(leads_sharing.map(({ people }) => people.map(({ id }) => id))).toEqual([['a', 'b', 'c']]);
    expect(counts.leads_sharing).toBe(3);
  });

  it('is users without external_id, and never the random one of a lead', () => {
    const audit = auditOf(
      contact({ id: 'nobody', email: 'x@acme.test' }),
      contact({ id: 'empty', external_id: '' }),
      lead({ id: 'visitor', external_id: 'bd0f1bd5-a6df-4a12-9e14-54a8762df6c3' }),
    );
    expect(audit.users_without_external_id).toEqual(['empty', 'nobody']);
    expect(audit.counts.leads_without_email_or_phone).toBe(1);
  });
});

it('warns of a user with more leads than one person has', () => {
  const leads = (count: number) =>
    Array.from({ length: count }, (_, n) => lead({ id: `lead-${n}`, email: 'ada@acme.test' }));
  expect(mergeFindings(auditOf(ada, ...leads(10)))).toEqual([]);
  expect(mergeFindings(auditOf(ada, ...leads(11)))).toMatchObject([
    { code: 'many-leads-of-one-user', severity: 'warning', detail: '1 user; the most has ada with 11 leads' },
  ]);
});
