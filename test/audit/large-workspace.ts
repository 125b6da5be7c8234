import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';

/** How many there are of each sort; the sorts do not overlap. */
export const COUNTS = {
  live: 50_000,
  users: 40_000,
  leads: 10_000,
  sameEmail: 3_500,
  samePhone: 800,
  /** Leads that bring a phone to their user, and as many that have only that phone. */
  bringing: 200,
  ambiguous: 300,
  leadPairs: 350,
  userPairs: 150,
  withoutExternalId: 800,
  archived: 2_000,
  merged: 100,
} as const;

export const MERGEABLE = COUNTS.sameEmail + COUNTS.samePhone + 2 * COUNTS.bringing;

/** Acme after years of imports: leads left beside users, people there twice, archived ones that share with the living. */
export function largeSeed(): EmulatorSeed {
  const contacts: SeedContact[] = [];
  const add = (contact: SeedContact) =>
    contacts.push({
      ...contact,
      id: contacts.length.toString(16).padStart(24, '0'),
      created_at: 1_600_000_000 + contacts.length,
    });
  const phone = (number: number) => `+353870${String(number).padStart(6, '0')}`;
  const mail = (number: number) => `person-${number}@acme.test`;

  for (let n = 0; n < COUNTS.users; n++) {
    const isTwin = n >= COUNTS.users - COUNTS.userPairs;
    add({
      role: 'user',
      external_id: n >= 20_000 && n < 20_000 + COUNTS.withoutExternalId ? null : `customer-${n}`,
      email: mail(isTwin ? n - COUNTS.userPairs : n),
      // The first 10,000 have a phone: numbers below 10,000 are theirs.
      phone: n < 10_000 ? phone(n) : null,
      custom_attributes: { plan: ['pro', 'Pro ', 'PRO', 'free'][n % 4] ?? '' },
      tags: n % 100 === 0 ? ['vip'] : [],
    });
  }
  for (let n = 0; n < COUNTS.sameEmail; n++)
    add({
      role: 'lead',
      email: n % 2 === 0 ? mail(n) : mail(n).toUpperCase(),
      phone: n % 3 === 0 ? phone(n) : null,
    });
  for (let n = 5_000; n < 5_000 + COUNTS.samePhone; n++) add({ role: 'lead', phone: phone(n) });
  for (let n = 0; n < COUNTS.bringing; n++) {
    add({ role: 'lead', email: mail(30_000 + n), phone: phone(100_000 + n) });
    add({ role: 'lead', phone: phone(100_000 + n) });
  }
  for (let n = 0; n < COUNTS.ambiguous; n++)
    add({ role: 'lead', email: mail(8_000 + n), phone: phone(9_000 + n) });
  for (let n = 0; n < COUNTS.leadPairs; n++)
    for (const name of ['Ada', 'Ada L.']) add({ role: 'lead', email: `visitor-${n}@acme.test`, name });
  const rest = COUNTS.users + COUNTS.leads - contacts.length;
  for (let n = 0; n < rest; n++) add({ role: 'lead', email: `lead-${n}@acme.test` });
  for (let n = 0; n < COUNTS.archived; n++)
    add({ role: 'lead', email: n % 2 === 0 ? mail(n) : `lead-${n}@acme.test`, archived: true });
  for (let n = 0; n < COUNTS.merged; n++) add({ role: 'lead', email: mail(15_000 + n), name: 'merged away' });
  return {
    attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
    tags: ['vip', 'unused'],
    contacts,
  };
}
