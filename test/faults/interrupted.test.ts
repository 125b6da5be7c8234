import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { inSettledWorld, inWorld } from '../properties/opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from '../properties/tally.ts';
import { type World, worlds } from '../properties/world.ts';
import {
  ada,
  companies,
  grace,
  lead,
  merges,
  prune,
  SCENARIOS,
  set,
  tags,
} from './changes-of-several-steps.ts';
import { dieAfter, killedAfter, undisturbed } from './interrupted.ts';

describe('an apply that is killed between two steps', () => {
  for (const [name, { seed = {}, documents, writes }] of Object.entries(SCENARIOS)) {
    // All at once, and one change after another.
    for (const maxErrors of [undefined, 1]) {
      it(`is finished by the next: ${name}${maxErrors === 1 ? ', one by one' : ''}`, async () => {
        const world: World = { seed, documents, files: 1, indexLagMs: 2_000 };
        const whole = await undisturbed(world, maxErrors);
        expect(whole?.writes).toBe(writes);
        for (let sent = 0; sent < writes; sent += 1) {
          expect({ sent, state: await killedAfter(sent, world, maxErrors) }).toEqual({
            sent,
            state: whole?.state,
          });
        }
      });
    }
  }
});

describe('somebody who leaves the manifests before the next apply', () => {
  const TAGS = ['vip', 'beta', 'set-a'];
  const members = (...contacts: readonly Json[]) => [
    tags('vip', 'beta'),
    companies({ acme: { name: 'Acme' } }),
    set('people', contacts, { defaults: { tags: ['vip', 'beta'], companies: ['acme'] }, ...prune('set-a') }),
  ];
  const alan = { role: 'lead', email: 'alan@acme.test' };

  for (const maxErrors of [undefined, 1]) {
    it(`keeps no tag of a set that the run died in${maxErrors === 1 ? ', one by one' : ''}`, async () => {
      const documents = members(ada, grace, alan);
      const world: World = {
        seed: { tags: TAGS, companies: [{ company_id: 'acme', name: 'Acme' }], contacts: [ada] },
        documents,
        files: 1,
        indexLagMs: 0,
      };
      const whole = await undisturbed(world, maxErrors);
      expect(whole?.writes).toBe(11);
      for (let sent = 1; sent <= 11; sent += 1) {
        const contacts = await inWorld(world, {}, async (opened) => {
          await dieAfter(sent, opened, maxErrors);
          return opened.emulator.state.liveContacts().map(({ id, role, email, external_id, tags }) => {
            return { id, role, email, tags, ...(role === 'user' ? { external_id } : {}) };
          });
        });
        const next = { ...world, seed: { ...world.seed, contacts }, documents: members(ada) };
        await inWorld(next, {}, async (opened) => {
          expect((await opened.apply())?.result.exit).toBe(0);
          const left = opened.emulator.state
            .liveContacts()
            .filter(({ external_id }) => external_id !== 'ada');
          expect({ sent, tags: left.flatMap((one) => one.tags) }).toEqual({ sent, tags: [] });
        });
      }
    });
  }
});

describe('any apply that is killed between two steps', () => {
  it('is finished by the next, in the state that it would have left itself', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const kills = fc.tuple(fc.nat(), fc.constantFrom(undefined, 1));
    await law(
      fc.tuple(worlds, kills),
      ([world, [at, maxErrors]]) =>
        inSettledWorld(world, {}, async (_opened, settled) => {
          const whole = await undisturbed(settled, maxErrors);
          const killed = whole !== undefined && whole.writes > 1;
          tally.see({ killed });
          if (!killed) return;
          const sent = 1 + (at % (whole.writes - 1));
          expect(await killedAfter(sent, settled, maxErrors)).toEqual(whole.state);
        }),
      100,
    );
    tally.expectShares({ killed: 0.4 });
  });
});

describe('an apply that nobody could finish once it is killed', () => {
  it.each([
    [
      'email',
      { email: 'old@acme.test' },
      { external_id: 'ada', email: 'ada@acme.test' },
      '"old@acme.test" becomes "ada@acme.test"',
    ],
    [
      'external_id',
      { external_id: 'old' },
      { id: 'user_ada', external_id: 'ada', email: 'ada@acme.test' },
      '"old" becomes "ada"',
    ],
  ])(
    'is refused: the %s that names whom a merge goes into is written over before it',
    async (_field, into, one, detail) => {
      const external_id = 'external_id' in into ? 'old' : 'ada';
      const contacts = [
        { id: 'user_ada', external_id, email: 'old@acme.test' },
        lead('lead_1', 'ada@acme.test'),
      ];
      const documents = [set('people', [one]), merges({ from: { id: 'lead_1' }, into })];
      await inWorld({ seed: { contacts }, documents, files: 1, indexLagMs: 0 }, {}, async (opened) => {
        const { diagnostics } = await opened.plan();
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
          { code: 'merge-into', address: 'merge/lead_1', detail },
        ]);
      });
    },
  );

  it('is refused: leads would be merged by an email that no manifest says, into one that is a lead no longer', async () => {
    const contacts = [lead('lead_1', 'ada@acme.test'), lead('lead_2', 'ada@acme.test')];
    const inIt = (one: JsonObject, leads: string) => ({
      seed: { contacts },
      documents: [set('people', [one], { identity: { leads } })],
      files: 1,
      indexLagMs: 0,
    });
    const planned = (world: World) =>
      inWorld(world, {}, async (opened) => {
        const { plan, diagnostics } = await opened.plan();
        return [plan && [...plan.changes].map(({ address }) => address), diagnostics.map(({ code }) => code)];
      });
    expect(await planned(inIt({ id: 'lead_1' }, 'absorb'))).toEqual([[], ['lead-exists']]);
    const declared = { id: 'lead_1', email: 'ada@acme.test' };
    expect(await planned(inIt(declared, 'absorb'))).toEqual([
      ['contact/people/ada%40acme.test', 'merge/lead_2'],
      [],
    ]);
    expect(await planned(inIt({ id: 'lead_1' }, 'keep'))).toEqual([['contact/people/lead_1'], []]);
  });
});
