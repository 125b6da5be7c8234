import { describe, expect, it } from 'vitest';
import { inWorld, type OpenedWorld } from '../properties/opened-world.ts';
import type { World } from '../properties/world.ts';
import { ada, companies, lead, merges, set, tags } from './changes-of-several-steps.ts';

const exact = { policy: { tags: 'exact', companies: 'exact' } };
const brings = { tags: ['beta', 'old'], companies: ['acme'], phone: '+353871234567' };
const first = '64f000000000000000000001';
const second = '64f000000000000000000002';
const catalog = [tags('beta'), companies({ acme: { name: 'Acme' } })];

/** Each user ends without what the lead brings that no manifest wants: the tag, the company, and the phone. */
const worlds: Readonly<Record<string, World>> = {
  'a lead that is converted while another merges into it': {
    seed: {
      tags: ['beta', 'old'],
      companies: [{ company_id: 'acme', name: 'Acme' }],
      contacts: [lead(first, ada.email), lead(second, ada.email, brings)],
    },
    documents: [
      ...catalog,
      set('people', [{ ...ada, tags: [], companies: [] }], { identity: { leads: 'absorb' }, ...exact }),
    ],
    files: 1,
    indexLagMs: 0,
  },
  'a user who is created while a lead merges into it': {
    seed: {
      tags: ['beta', 'old'],
      companies: [{ company_id: 'acme', name: 'Acme' }],
      contacts: [lead(second, 'visitor@acme.test', brings)],
    },
    documents: [
      ...catalog,
      set('people', [{ ...ada, phone: null, tags: [], companies: [] }], exact),
      merges({ from: { id: second }, into: { external_id: 'ada' }, skip_duplicate_validation: true }),
    ],
    files: 1,
    indexLagMs: 0,
  },
};

async function expectWanted(opened: OpenedWorld): Promise<void> {
  const [user, ...others] = opened.emulator.state.liveContacts();
  expect(others).toEqual([]);
  const plan = (await opened.plan()).plan;
  expect(plan?.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(plan?.changes).toEqual([]);
  expect(user).toMatchObject({ role: 'user', external_id: 'ada' });
}

describe('what a merge brings and no manifest wants', () => {
  for (const [title, world] of Object.entries(worlds)) {
    it(`is taken off in the run that merges: ${title}`, async () => {
      await inWorld(world, {}, async (opened) => {
        const applied = await opened.apply();
        expect(applied?.result.exit).toBe(0);
        await expectWanted(opened);
      });
    });

    it(`is taken off by a saved plan that is applied again before its merge was made: ${title}`, async () => {
      await inWorld(world, {}, async (opened) => {
        const plan = (await opened.plan()).plan;
        if (plan === undefined) throw new Error('no plan');
        const file = await opened.save(plan);
        opened.setBetween((request, answer) =>
          request.url.endsWith('/contacts/merge')
            ? { ...answer({ ...request, method: 'GET', url: '/me', body: '' }), status: 400, body: '{}' }
            : answer(request),
        );
        const { result } = await opened.applyFile(file);
        expect(
          [...result.results].filter(({ action, outcome }) => `${action} ${outcome}` === 'merge failed'),
        ).toHaveLength(1);
        opened.setBetween(undefined);
        expect((await opened.applyFile(file)).result.exit).toBe(0);
        await expectWanted(opened);
      });
    });
  }
});
