import { afterEach, describe, expect, it } from 'vitest';
import { clearDesks, setUpDesk } from './desk.ts';

afterEach(clearDesks);

const set = (contact: string) => `apiVersion: interform/v1
kind: ContactSet
name: people
contacts: [${contact}]
`;

/** A contact as declared at first and again at last, and with another email in between. */
const people = {
  'a lead': [
    () => '{ role: lead, email: ada@acme.test }',
    (id: string) => `{ id: ${id}, role: lead, email: countess@acme.test }`,
  ],
  'a user': [
    () => '{ external_id: ada, email: ada@acme.test }',
    () => '{ external_id: ada, email: countess@acme.test }',
  ],
} as const;

describe.each(Object.entries(people))(
  '%s whose email a killed apply was about to change',
  (_, [first, other]) => {
    it('is found by what it was known by, though search does not show it yet', async () => {
      const ada = await setUpDesk(120_000, { 'migrations/people.yaml': set(first()) });
      expect(await ada.apply()).toMatchObject({ exit: 0 });
      const [made] = ada.emulator.state.liveContacts();
      await ada.write('migrations/people.yaml', set(other(made?.id ?? '')));
      ada.nowMs += 1000;
      // The request is recorded, and never arrives.
      const { ports, killed } = ada.process(0);
      void ada.apply(ports);
      await killed;
      ada.store.locks.clear();
      await ada.write('migrations/people.yaml', set(first()));
      ada.nowMs += 1000;
      expect((await ada.plan()).plan?.changes).toEqual([]);
      expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
      expect(ada.doubled()).toEqual([]);
      expect((await ada.plan()).plan?.changes).toEqual([]);
    });
  },
);
