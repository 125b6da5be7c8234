import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { Results } from '../../src/types/result.ts';
import type { Document } from '../properties/manifests.ts';
import { inWorld, type OpenedWorld } from '../properties/opened-world.ts';

const LEAD = 'lead_ada';
const USER = 'user_ada';
const lead = { id: LEAD, role: 'lead' as const, email: 'ada@acme.test', phone: '+353871234567' };
const user = { id: USER, external_id: 'ada', email: 'ada@acme.test' };

function set(contacts: readonly Json[], more: JsonObject = {}): Document {
  const head = { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'people', ...more };
  return { head, list: { key: 'contacts', items: contacts } };
}

function merge(from: JsonObject, into: JsonObject): Document {
  return {
    head: { apiVersion: 'interform/v1', kind: 'Merges' },
    list: { key: 'merges', items: [{ from, into, skip_duplicate_validation: true }] },
  };
}

const absorb = { identity: { leads: 'absorb' } };
const merging = [lead, user];
const byEmail = merge({ email: 'ada@acme.test' }, { external_id: 'ada' });

interface Case {
  readonly contacts: readonly JsonObject[];
  readonly document: Document;
  /** What somebody else does between plan and apply, which search has not seen yet. */
  readonly edit: readonly [method: string, path: string, body: JsonObject];
  /** Why nothing is written; undefined: it goes on. */
  readonly reason?: string;
}

const edit = (id: string, body: JsonObject) => ['PUT', `/contacts/${id}`, body] as const;

const CASES: Readonly<Record<string, Case>> = {
  'a conversion by email, of a lead that is somebody else by now': {
    contacts: [lead],
    document: set([{ external_id: 'ada', email: 'ada@acme.test' }], absorb),
    edit: edit(LEAD, { email: 'eve@acme.test' }),
    reason: 'email of the lead is "eve@acme.test", the plan matched "ada@acme.test"',
  },
  'a conversion by email, of a lead that lost it': {
    contacts: [lead],
    document: set([{ external_id: 'ada', email: 'ada@acme.test' }], absorb),
    edit: edit(LEAD, { email: null }),
    reason: 'email of the lead is empty, the plan matched "ada@acme.test"',
  },
  'a conversion by email, written in another way': {
    contacts: [lead],
    document: set([{ external_id: 'ada', email: 'ada@acme.test' }], absorb),
    edit: edit(LEAD, { email: 'ADA@acme.test' }),
  },
  'a conversion by email, of a lead that became a user': {
    contacts: [lead],
    document: set([{ email: 'ada@acme.test', name: 'Ada' }], absorb),
    edit: edit(LEAD, { role: 'user' }),
    reason: 'the lead is a user by now, the plan saw a lead',
  },
  'a conversion by email alone, of another person who became a user': {
    contacts: [lead],
    document: set([{ email: 'ada@acme.test' }], absorb),
    edit: edit(LEAD, { role: 'user', email: 'eve@acme.test' }),
    reason: 'email of the lead is "eve@acme.test", the plan matched "ada@acme.test"',
  },
  'a conversion by id, whatever its email is': {
    contacts: [lead],
    document: set([{ id: LEAD, external_id: 'ada' }]),
    edit: edit(LEAD, { email: 'eve@acme.test' }),
  },
  'a merge by email, of a lead that is somebody else by now': {
    contacts: merging,
    document: byEmail,
    edit: edit(LEAD, { email: 'eve@acme.test' }),
    reason: 'email of the lead is "eve@acme.test", the plan matched "ada@acme.test"',
  },
  'a merge by phone, of a lead that is somebody else by now': {
    contacts: merging,
    document: merge({ phone: '+353871234567' }, { external_id: 'ada' }),
    edit: edit(LEAD, { phone: '+353879999999' }),
    reason: 'phone of the lead is "+353879999999", the plan matched "+353871234567"',
  },
  'a merge by id, whatever its email is': {
    contacts: merging,
    document: merge({ id: LEAD }, { external_id: 'ada' }),
    edit: edit(LEAD, { email: 'eve@acme.test' }),
  },
  'a merge of a lead that became a user': {
    contacts: merging,
    document: merge({ id: LEAD }, { external_id: 'ada' }),
    edit: edit(LEAD, { role: 'user' }),
    reason: 'the lead is a user by now, the plan saw a lead',
  },
  'a merge into a user who has another external_id by now': {
    contacts: merging,
    document: byEmail,
    edit: edit(USER, { external_id: 'eve' }),
    reason: 'external_id of the user is "eve", the plan matched "ada"',
  },
  'a merge into a user who has another email by now, named by external_id': {
    contacts: merging,
    document: byEmail,
    edit: edit(USER, { email: 'new@acme.test' }),
  },
  'a merge into a user who has another email by now, named by it': {
    contacts: merging,
    document: merge({ id: LEAD }, { email: 'ada@acme.test' }),
    edit: edit(USER, { email: 'eve@acme.test' }),
    reason: 'email of the user is "eve@acme.test", the plan matched "ada@acme.test"',
  },
  'a merge into a user who is gone': {
    contacts: merging,
    document: byEmail,
    edit: ['POST', `/contacts/${USER}/archive`, {}],
    reason: 'the user that it goes into is no longer there',
  },
  'a lead that a set absorbs and that is somebody else by now': {
    contacts: merging,
    document: set([{ external_id: 'ada', email: 'ada@acme.test' }], absorb),
    edit: edit(LEAD, { email: 'eve@acme.test' }),
    reason: 'email of the lead is "eve@acme.test", the plan matched "ada@acme.test"',
  },
  'a lead that a set absorbs into a user of another email by now, known by it': {
    contacts: merging,
    document: set([{ email: 'ada@acme.test' }], absorb),
    edit: edit(USER, { email: 'eve@acme.test' }),
    reason: 'email of the user is "eve@acme.test", the plan matched "ada@acme.test"',
  },
};

/** Intercom's search lags: planning sees what was, and what is read by id is what is. */
const LAG_MS = 600_000;

async function edited(
  { contacts, document, edit: [method, path, body] }: Case,
  apply: (opened: OpenedWorld, meddle: () => void) => Promise<Results | undefined>,
) {
  const world = { seed: { contacts }, documents: [document], files: 1, indexLagMs: LAG_MS };
  return inWorld(world, {}, async (opened) => {
    opened.settle();
    const meddle = () => {
      expect(opened.emulator.foreign(method, path, body).status).toBe(200);
    };
    const results = [...((await apply(opened, meddle)) ?? [])];
    const kept = opened.emulator.state.contact(LEAD);
    return { results, writes: opened.writes.length, kept };
  });
}

const FRESH = async (opened: OpenedWorld, meddle: () => void) => {
  meddle();
  return (await opened.apply())?.result.results;
};

const SAVED = async (opened: OpenedWorld, meddle: () => void) => {
  const file = await opened.save(await planOf(opened));
  meddle();
  return (await opened.applyFile(file)).result.results;
};

async function planOf(opened: OpenedWorld): Promise<PlanDocument> {
  const { plan } = await opened.plan();
  if (plan === undefined) throw new Error('there is no plan');
  return plan;
}

describe('what cannot be put back goes to whom the plan matched, and to nobody else', () => {
  for (const [name, one] of Object.entries(CASES)) {
    for (const [how, apply] of Object.entries({ 'a fresh plan': FRESH, 'a saved plan': SAVED })) {
      it(`${name}: ${how}`, async () => {
        const { results, writes, kept } = await edited(one, apply);
        if (one.reason === undefined) {
          expect(results.map(({ outcome }) => outcome)).toEqual(['done']);
          expect(writes).toBe(1);
          return;
        }
        expect(results).toMatchObject([{ outcome: 'stale', reason: one.reason }]);
        expect(writes).toBe(0);
        expect(kept?.state).toBe('live');
      });
    }
  }

  it('takes a saved plan of an older version, which does not say what it matched, as it was', async () => {
    const old = async (opened: OpenedWorld, meddle: () => void) => {
      const plan = await planOf(opened);
      const changes = [...plan.changes].map(({ context: _context, ...change }): Change => change);
      const file = await opened.save({ ...plan, changes });
      meddle();
      return (await opened.applyFile(file)).result.results;
    };
    const one = CASES['a merge by email, of a lead that is somebody else by now'];
    if (one === undefined) throw new Error('there is no such case');
    const { results } = await edited(one, old);
    expect(results).toMatchObject([{ outcome: 'done' }]);
  });

  it('goes on after what this plan itself wrote before a merge or in the first half of a conversion', async () => {
    const contacts = [
      { ...user, email: 'old@acme.test' },
      { ...lead, email: 'new@acme.test' },
      { id: 'lead_grace', role: 'lead' as const, email: 'grace@acme.test', created_at: 1_700_000_000 },
      { id: 'lead_grace_2', role: 'lead' as const, email: 'Grace@acme.test', name: 'Visitor' },
    ];
    const documents = [
      set(
        [
          { external_id: 'ada', email: 'new@acme.test', phone: null },
          { external_id: 'grace', email: 'grace@acme.test', name: null },
        ],
        absorb,
      ),
    ];
    const world = { seed: { contacts }, documents, files: 1, indexLagMs: 0 };
    await inWorld(world, {}, async (opened) => {
      const plan = await planOf(opened);
      expect([...plan.changes].map(({ action, context }) => [action, context?.before_merge])).toEqual([
        ['update', ['email']],
        ['convert', ['role', 'external_id']],
        ['merge', undefined],
        ['merge', undefined],
      ]);
      const { result } = await opened.applyFile(await opened.save(plan));
      expect([...result.results].map(({ outcome, reason }) => [outcome, reason])).toEqual(
        [...plan.changes].map(() => ['done', undefined]),
      );
    });
  });
});
