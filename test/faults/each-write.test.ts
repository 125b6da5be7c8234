import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from '../properties/manifests.ts';
import { inWorld } from '../properties/opened-world.ts';
import { FAULTS, type FaultName, strikingFirst } from './one-write.ts';

interface WriteCase {
  readonly seed?: EmulatorSeed;
  readonly documents: readonly Document[];
  /** The write that the fault strikes. */
  readonly write: RegExp;
}

function people(contacts: readonly Json[], more: JsonObject = {}): Document {
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'people', ...more };
  return { head, list: { key: 'contacts', items: contacts } };
}

function manifest(kind: string, more: JsonObject): Document {
  return { head: { apiVersion: 'interform/v1', kind, ...more } };
}

const ada = { external_id: 'ada', email: 'ada@acme.test', name: 'Ada' };
const acme = { company_id: 'acme', name: 'Acme' };

const WRITES: Readonly<Record<string, WriteCase>> = {
  'creating an attribute': {
    documents: [manifest('DataAttributes', { model: 'contact', attributes: { plan: { type: 'string' } } })],
    write: /^POST \/data_attributes$/,
  },
  'updating an attribute': {
    seed: { attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }] },
    documents: [
      manifest('DataAttributes', {
        model: 'contact',
        attributes: { plan: { type: 'string', description: 'Billing plan' } },
      }),
    ],
    write: /^PUT \/data_attributes\//,
  },
  'creating a tag': { documents: [manifest('Tags', { tags: ['vip'] })], write: /^POST \/tags$/ },
  'creating a company': {
    documents: [manifest('Companies', { companies: { acme: { name: 'Acme' } } })],
    write: /^POST \/companies$/,
  },
  'updating a company': {
    seed: { companies: [{ ...acme, name: 'Acme Inc' }] },
    documents: [manifest('Companies', { companies: { acme: { name: 'Acme' } } })],
    write: /^PUT \/companies\//,
  },
  'tagging a company': {
    seed: { tags: ['vip'], companies: [acme] },
    documents: [manifest('Companies', { companies: { acme: { name: 'Acme', tags: ['vip'] } } })],
    write: /^POST \/tags$/,
  },
  'creating a user': { documents: [people([ada])], write: /^POST \/contacts$/ },
  'creating a user by email only': {
    documents: [people([{ email: ada.email, name: 'Ada' }])],
    write: /^POST \/contacts$/,
  },
  'creating a lead': {
    documents: [people([{ role: 'lead', email: ada.email, name: 'Ada' }])],
    write: /^POST \/contacts$/,
  },
  'updating a contact': {
    seed: { contacts: [{ ...ada, name: 'A.' }] },
    documents: [people([ada])],
    write: /^PUT \/contacts\//,
  },
  'converting a lead': {
    seed: { contacts: [{ role: 'lead', email: ada.email }] },
    documents: [people([ada], { identity: { leads: 'absorb' } })],
    write: /^PUT \/contacts\//,
  },
  'merging a lead': {
    seed: {
      contacts: [
        { id: 'live_ada', ...ada },
        { id: 'lead_ada', role: 'lead', email: ada.email },
      ],
    },
    documents: [
      {
        ...manifest('Merges', {}),
        list: { key: 'merges', items: [{ from: { id: 'lead_ada' }, into: { external_id: 'ada' } }] },
      },
    ],
    write: /^POST \/contacts\/merge$/,
  },
  'tagging users': {
    seed: { tags: ['vip'], contacts: [ada, { external_id: 'grace' }] },
    documents: [people([{ external_id: 'ada' }, { external_id: 'grace' }], { defaults: { tags: ['vip'] } })],
    write: /^POST \/tags$/,
  },
  'tagging a lead': {
    seed: { tags: ['vip'], contacts: [{ role: 'lead', email: ada.email }] },
    documents: [people([{ role: 'lead', email: ada.email, tags: ['vip'] }])],
    write: /^POST \/contacts\/[^/]+\/tags$/,
  },
  'attaching a company': {
    seed: { companies: [acme], contacts: [ada] },
    documents: [people([{ ...ada, companies: ['acme'] }])],
    write: /^POST \/contacts\/[^/]+\/companies$/,
  },
  'taking a tag off': {
    seed: { tags: ['vip'], contacts: [{ ...ada, tags: ['vip'] }] },
    documents: [
      manifest('Tags', { tags: ['vip'] }),
      people([{ ...ada, tags: [] }], { policy: { tags: 'exact' } }),
    ],
    write: /^DELETE \/contacts\/[^/]+\/tags\//,
  },
  'detaching a company': {
    seed: { companies: [acme], contacts: [{ ...ada, companies: ['acme'] }] },
    documents: [
      manifest('Companies', { companies: { acme: { name: 'Acme' } } }),
      people([{ ...ada, companies: [] }], { policy: { companies: 'exact' } }),
    ],
    write: /^DELETE \/contacts\/[^/]+\/companies\//,
  },
  'archiving a contact': {
    seed: { contacts: [ada] },
    documents: [people([{ ...ada, archived: true }])],
    write: /^POST \/contacts\/[^/]+\/archive$/,
  },
};

/** A DELETE may answer nothing (intercom 5.1), so an empty 200 is its success; what had no effect shows in the next plan. */
const isTakenAtItsWord = (write: string, fault: FaultName) =>
  fault === 'an empty 200 without effect' &&
  (write === 'taking a tag off' || write === 'detaching a company');
/** Nothing refuses a second lead, so a create that is nowhere to be found is never sent again (law 7). */
const isUnknown = (write: string, fault: FaultName) =>
  write === 'creating a lead' && !FAULTS[fault].done && fault !== 'a 429';

describe('a fault at one write', () => {
  for (const [write, { seed = {}, documents, write: pattern }] of Object.entries(WRITES)) {
    for (const fault of Object.keys(FAULTS) as FaultName[]) {
      if (isTakenAtItsWord(write, fault)) continue;
      it(`${write}: ${fault}`, async () => {
        const world = { seed, documents, files: 1, indexLagMs: 0 };
        await inWorld(world, {}, async (opened) => {
          const strike = strikingFirst(pattern, fault);
          opened.setBetween(strike.between);
          const applied = await opened.apply();
          expect(strike.struck()).toBe(1);
          const { exit, requests, results } = applied?.result ?? {};
          const contacts = opened.emulator.state.liveContacts().length;
          if (isUnknown(write, fault)) {
            expect(results).toMatchObject([{ outcome: 'unknown' }]);
            expect({ exit, contacts }).toEqual({ exit: 3, contacts: 0 });
            return;
          }
          expect(
            [...(results ?? [])]
              .map(({ outcome }) => outcome)
              .filter((outcome) => !/done|already/.test(outcome)),
          ).toEqual([]);
          expect(exit).toBe(0);
          // Law 6: what is sent again counts apart.
          expect(requests?.writes).toBe(applied?.plan.cost.writes);
          expect((requests?.writes ?? 0) + (requests?.retried ?? 0)).toBe(opened.writes.length);
          expect((await opened.plan()).plan?.changes).toEqual([]);
        });
      });
    }
  }
});
