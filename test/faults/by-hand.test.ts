import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatorState, parseFaults } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import type { World } from '../properties/world.ts';
import { atDesk, type Desk, type StoreKind, withProject } from './desk.ts';
import { throwDice } from './dice.ts';
import type { RunEnd } from './run.ts';

/*
 * What people do with their hands, on forty leads that nothing but their email tells apart and eighty users, while the index is
 * behind. Before there was a store each of these doubled forty of forty leads.
 */
const LEADS = 40;
const USERS = 80;

function people(name: string, contacts: readonly Json[]) {
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name };
  return { head, list: { key: 'contacts', items: contacts } };
}

const numbered = (count: number, make: (n: number) => Json) =>
  Array.from({ length: count }, (_, n) => make(n));

function world(indexLagMs: number): World {
  return {
    seed: {},
    documents: [
      people(
        'visitors',
        numbered(LEADS, (n) => ({ role: 'lead', email: `visitor-${n}@acme.test`, name: `Visitor ${n}` })),
      ),
      people(
        'customers',
        numbered(USERS, (n) => ({ external_id: `customer-${n}`, email: `customer-${n}@acme.test` })),
      ),
    ],
    files: 1,
    indexLagMs,
  };
}

const STORES: readonly StoreKind[] = [
  { locks: 'folder', slowestMs: 4 },
  { locks: 'redis', slowestMs: 4 },
];
const WAITING = ['--lock-timeout', '120'];

/** What Node.js would print on stderr. */
const warnings: string[] = [];
const hear = ({ message }: Error) => warnings.push(message);
beforeAll(() => void process.on('warning', hear));
afterAll(() => {
  process.off('warning', hear);
  expect(warnings).toEqual([]);
});

describe.each([10_000, 120_000])('with the index %d ms behind', (indexLagMs) => {
  describe.each(STORES)('on a store with locks of a $locks', (store) => {
    const here = (work: (desk: Desk) => Promise<void>) =>
      withProject(world(indexLagMs), (folder) =>
        atDesk(world(indexLagMs), { dice: throwDice(7), folder, store }, async (desk) => {
          await work(desk);
          expect(twice(desk.emulator.state)).toEqual([]);
          expect(desk.emulator.state.liveContacts()).toHaveLength(LEADS + USERS);
        }),
      );

    it('applies twice in a row', () =>
      here(async (desk) => {
        expect(exitOf(await desk.apply())).toBe(0);
        const again = await desk.apply();
        expect([exitOf(again), changesOf(again)]).toEqual([0, []]);
      }));

    it('plans nothing right after success, and reads little for it', () =>
      here(async (desk) => {
        await desk.apply();
        const planned = await desk.plan('--detailed-exitcode');
        expect([exitOf(planned), changesOf(planned)]).toEqual([0, []]);
      }));

    it('is run again after exit 3', () =>
      here(async (desk) => {
        desk.emulator.setFaults(parseFaults('lost:0.2,500-before:0.1,500-after:0.1,429:0.1,seed=7'));
        const first = await desk.apply();
        expect(exitOf(first)).toBe(3);
        desk.emulator.setFaults(undefined);
        const again = await desk.apply();
        expect([0, 3]).toContain(exitOf(again));
        await settle(desk);
      }));

    it('is run again after kill -9', async () => {
      // Leads go one by one, the users together with one request more.
      for (const write of [1, 20, LEADS, LEADS + 1]) {
        await here(async (desk) => {
          const first = await desk.apply({ kill: { write, when: 'arrived' } });
          expect(first.state).toBe('killed');
          const again = await desk.start(['apply', ...WAITING]).ended;
          expect([0, 3]).toContain(exitOf(again));
          await settle(desk);
        });
      }
    });

    it('replays a saved plan', () =>
      here(async (desk) => {
        const file = join(desk.folder, 'plan.jsonl');
        await desk.plan('--out', file);
        expect(exitOf(await desk.start(['apply', file]).ended)).toBe(0);
        expect(exitOf(await desk.start(['apply', file]).ended)).toBe(0);
      }));

    it('runs two applies at once: one is refused, and both may be had by waiting', () =>
      here(async (desk) => {
        const exits = await Promise.all([desk.apply(), desk.apply()]);
        expect(exits.map(exitOf).toSorted()).toEqual([0, 6]);
        const waiting = () => desk.start(['apply', ...WAITING]).ended;
        expect((await Promise.all([waiting(), waiting()])).map(exitOf)).toEqual([0, 0]);
      }));
  });
});

/** Applies until nothing is left: what had to wait for the index is settled then. */
async function settle(desk: Desk): Promise<void> {
  for (let run = 0; run < 4; run += 1) {
    await desk.clock.sleep(400_000);
    const end = await desk.apply();
    if (exitOf(end) === 0 && changesOf(end).length === 0) return;
  }
  throw new Error('something is left after four more applies');
}

function exitOf(end: RunEnd): number | string {
  return end.state === 'ended' ? end.exit : end.state;
}

function changesOf(end: RunEnd): readonly string[] {
  if (end.state !== 'ended') return [end.state];
  const plan = end.document.format === 'interform-plan/1' ? end.document : end.plan;
  return plan === undefined ? ['no plan'] : [...plan.changes].map(({ address }) => address);
}

function twice(state: EmulatorState): readonly (string | null)[] {
  const emails = state.liveContacts().map(({ email }) => email);
  return emails.filter((email, index) => emails.indexOf(email) !== index);
}
