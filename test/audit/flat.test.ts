import { expect, it } from 'vitest';
import { createContactsTally } from '../../src/app/audit/contacts.ts';
import { heldBytes } from '../held-bytes.ts';
import { contact, lead } from './contact.ts';

it('an audit holds some numbers of whoever shares nothing', () => {
  const count = 100_000;
  const held = heldBytes(() => {
    const tally = createContactsTally();
    for (let at = 0; at < count; at++)
      tally.add(
        contact({
          id: `6571c5b2e1d4f0a1b2${at.toString(16).padStart(6, '0')}`,
          external_id: `customer-${at}`,
          email: `person-${at}@acme.test`,
          phone: `+353871${String(at).padStart(6, '0')}`,
        }),
      );
    return tally;
  });
  expect(held / count).toBeLessThan(130);
});

it('an audit finds those who share among many, in the order in which they came', () => {
  const tally = createContactsTally();
  const count = 5_000;
  for (let at = 0; at < count; at++)
    tally.add(contact({ id: `u${at}`, external_id: `customer-${at}`, email: `person-${at}@acme.test` }));
  for (let at = 0; at < count; at += 1_000)
    tally.add(lead({ id: `l${at}`, email: `PERSON-${at}@acme.test`, phone: `+35387100000${at / 1_000}` }));
  for (let at = 0; at < 2; at++) tally.add(lead({ id: `later-${at}`, phone: `+35387100000${at}` }));
  const { mergeable, counts, leads_sharing } = tally.audit();
  expect(mergeable.map(({ lead: { id }, into, after }) => [id, into.id, after])).toEqual([
    ['l0', 'u0', null],
    ['later-0', 'u0', 'l0'],
    ['l1000', 'u1000', null],
    ['later-1', 'u1000', 'l1000'],
    ['l2000', 'u2000', null],
    ['l3000', 'u3000', null],
    ['l4000', 'u4000', null],
  ]);
  expect(counts).toMatchObject({ users: count, leads: 7, mergeable: 7 });
  expect(leads_sharing).toEqual([]);
});
