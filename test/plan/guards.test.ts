import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllowance } from '../../src/plan/guards/allowance.ts';
import { tallyGuards } from '../../src/plan/guards/guard-tally.ts';
import { evaluateGuards, type GuardSettings } from '../../src/plan/guards/guards.ts';
import { reevaluateGuards } from '../../src/plan/guards/reguard.ts';
import type { Change } from '../../src/types/change.ts';
import { GUARD_VERBS, type GuardVerb } from '../../src/types/plan.ts';
import { change, contact, examplePlan } from './example-changes.ts';

const settings: GuardSettings = { limits: {}, allowances: new Map(), members: new Map(), incompleteReads: 0 };

function counted(...changes: readonly Change[]): Partial<Record<GuardVerb, number>> {
  return Object.fromEntries(Object.entries(tallyGuards(changes).counts).filter(([, count]) => count > 0));
}

function detaching(set: string | undefined, count: number): Change {
  const remove = Array.from({ length: count }, (_, index) => `tag-${index}`);
  const fields = { tags: { add: [], remove } };
  return contact(`of-${set}`, 'update', fields, set === undefined ? {} : { context: { set } });
}

function guard(verb: GuardVerb, changes: readonly Change[], parts: Partial<GuardSettings> = {}) {
  const found = evaluateGuards(changes, { ...settings, ...parts }).guards.find((one) => one.verb === verb);
  if (found === undefined) throw new Error(`no guard ${verb}`);
  return found;
}

describe('what a change counts as', () => {
  it('is by kind and action for what cannot be put back', () => {
    expect(counted(change('attribute/contact/plan', 'archive'))).toEqual({ archive: 1 });
    expect(counted(change('merge/66b1', 'merge'))).toEqual({ merge: 1 });
    expect(counted(contact('ada', 'archive', {}))).toEqual({ archive: 1 });
  });

  it('is creates and updates of contacts only', () => {
    expect(counted(contact('ada', 'create', {}), contact('grace', 'update', {}))).toEqual({
      create: 1,
      update: 1,
    });
    expect(counted(change('tag/vip', 'create'), change('company/acme', 'update'))).toEqual({});
  });

  it('is one for each option that is dropped', () => {
    const options = { before: ['free', 'pro', 'enterprise'], after: ['pro', 'team'] };
    expect(counted(change('attribute/contact/plan', 'update', { fields: { options } }))).toEqual({
      drop_option: 2,
    });
    const more = { before: ['free'], after: ['pro', 'free'] };
    expect(counted(change('attribute/contact/plan', 'update', { fields: { options: more } }))).toEqual({});
  });

  it('is a retype where a text becomes a list, on its own or as it comes back from the archive', () => {
    const options = { before: null, after: ['free', 'pro'] };
    const name = 'attribute/contact/plan';
    expect(counted(change(name, 'update', { fields: { options } }))).toEqual({ retype: 1 });
    const archived = { before: true, after: false };
    expect(counted(change(name, 'unarchive', { fields: { options, archived } }))).toEqual({ retype: 1 });
    const fields = { type: { after: 'options' }, options: { after: ['free', 'pro'] } };
    expect(counted(change(name, 'create', { fields }))).toEqual({});
    expect(counted(contact('ada', 'update', { options }))).toEqual({ update: 1 });
  });

  it('is resubscribing where a no becomes anything else', () => {
    const field = (before: boolean, after: boolean | null) => ({
      unsubscribed_from_emails: { before, after },
    });
    expect(counted(contact('ada', 'update', field(true, false)))).toEqual({ update: 1, resubscribe: 1 });
    expect(counted(contact('ada', 'convert', field(true, null)))).toEqual({ convert: 1, resubscribe: 1 });
    expect(counted(contact('ada', 'update', field(false, true)))).toEqual({ update: 1 });
  });

  it.each([
    ['email', 'ada@acme.test', 'ada@acme.example', 1],
    ['email', 'ada@acme.test', ' Ada@ACME.test', 0],
    ['email', null, 'ada@acme.test', 0],
    ['phone', '+15550100', '+15550101', 1],
    ['phone', '+15550100', null, 0],
    ['external_id', '0012', '12', 1],
    ['name', 'Ada', 'Grace', 0],
  ])('is a rekey where %s goes from %j to %j: %i', (path, before, after, expected) => {
    expect(tallyGuards([contact('ada', 'update', { [path]: { before, after } })]).counts.rekey).toBe(
      expected,
    );
  });

  it('is one rekey a person, and none in a conversion', () => {
    const fields = { email: { before: 'a@x.test', after: 'b@x.test' }, phone: { before: '+1', after: '+2' } };
    expect(tallyGuards([contact('ada', 'update', fields)]).counts.rekey).toBe(1);
    expect(tallyGuards([contact('ada', 'convert', fields)]).counts.rekey).toBe(0);
  });

  it('is one detach for each membership that is taken off', () => {
    const fields = {
      tags: { add: ['vip'], remove: ['beta', 'old'] },
      companies: { add: [], remove: ['acme'] },
    };
    expect(counted(contact('ada', 'update', fields))).toEqual({ update: 1, detach: 3 });
  });
});

describe('guards', () => {
  it('list every verb in order with its default limit', () => {
    const { guards } = evaluateGuards([], settings);
    expect(guards.map((one) => one.verb)).toEqual(GUARD_VERBS.filter((verb) => verb !== 'delete'));
    expect(guards.map((one) => one.limit)).toEqual([0, 0, 0, 0, 0, 0, null, 10, null, null, null]);
    expect(guards.some((one) => one.over)).toBe(false);
  });

  it('list deletions where there are some', () => {
    const { guards } = evaluateGuards([change('tag/vip', 'delete')], settings);
    expect(guards.map((one) => one.verb)).toEqual(GUARD_VERBS);
    expect(guards[5]).toEqual({ verb: 'delete', count: 1, limit: 0, over: true });
  });

  it('mean at most', () => {
    const merges = [change('merge/1', 'merge'), change('merge/2', 'merge')];
    expect(guard('merge', merges)).toMatchObject({ count: 2, limit: 0, over: true });
    expect(guard('merge', merges, { limits: { max_merge: 1 } }).over).toBe(true);
    expect(guard('merge', merges, { limits: { max_merge: 2 } })).toEqual({
      verb: 'merge',
      count: 2,
      limit: 2,
      over: false,
    });
  });

  it('let an allowance replace the limit, downwards too', () => {
    const merges = [change('merge/1', 'merge')];
    expect(
      guard('merge', merges, { limits: { max_merge: 50 }, allowances: new Map([['merge', 0]]) }).over,
    ).toBe(true);
    expect(guard('merge', merges, { allowances: new Map([['merge', 1]]) }).over).toBe(false);
  });

  it.each(['lots', '-1', '5%', 1.5, Number.NaN, -1])('refuse when the limit is %j', (limit) => {
    const verdict = evaluateGuards([], { ...settings, limits: { max_merge: limit } });
    expect(verdict.guards.find((one) => one.verb === 'merge')).toMatchObject({ over: true });
    expect(verdict.diagnostics).toMatchObject([{ code: 'unreadable-guard', severity: 'error' }]);
  });

  it('block when a read was incomplete, and no allowance helps', () => {
    const all = new Map(GUARD_VERBS.map((verb) => [verb, 1_000] as const));
    const { guards } = evaluateGuards([], { ...settings, allowances: all, incompleteReads: 2 });
    expect(guards.at(-1)).toEqual({ verb: 'incomplete_read', count: 2, limit: 0, over: true });
    expect(evaluateGuards([], settings).guards).toHaveLength(GUARD_VERBS.length - 1);
  });

  it('count the changes that they block', () => {
    const changes = [
      change('merge/1', 'merge'),
      contact('ada', 'update', {}),
      contact('alan', 'convert', {}),
    ];
    expect(evaluateGuards(changes, settings).blocked).toBe(2);
  });
});

describe('rows that are left out', () => {
  const leftOut = (...sources: readonly [rows: number, left_out: number][]) => ({
    leftOut: sources.map(([rows, left_out], index) => ({ source: `data/${index}.csv`, rows, left_out })),
  });

  it('are counted against a percentage of each source', () => {
    expect(guard('skip', [])).toEqual({ verb: 'skip', count: 0, limit: null, over: false });
    expect(guard('skip', [], leftOut([503, 25]))).toEqual({
      verb: 'skip',
      count: 25,
      limit: 25,
      over: false,
    });
    expect(guard('skip', [], leftOut([503, 26]))).toEqual({ verb: 'skip', count: 26, limit: 25, over: true });
    const verdict = evaluateGuards([], { ...settings, ...leftOut([1000, 1], [100, 6]) });
    expect(verdict.guards.find((one) => one.verb === 'skip')).toMatchObject({
      count: 7,
      limit: 6,
      over: true,
    });
    expect(verdict.blocked).toBe(0);
    expect(verdict.diagnostics).toMatchObject([{ code: 'skip-share', file: 'data/1.csv' }]);
  });

  it('are exempt in sources below twenty rows, and refused where the rows are not known', () => {
    expect(guard('skip', [], leftOut([19, 19])).over).toBe(false);
    expect(guard('skip', [], leftOut([20, 2])).over).toBe(true);
    expect(guard('skip', [], leftOut([20, 1])).over).toBe(false);
    expect(guard('skip', [], leftOut([Number.NaN, 1])).over).toBe(true);
    expect(guard('skip', [], leftOut([3, 4])).over).toBe(true);
  });

  it('have a limit and an allowance of their own', () => {
    const rows = leftOut([503, 482]);
    expect(guard('skip', [], { ...rows, limits: { max_skip: 481 } }).over).toBe(true);
    expect(guard('skip', [], { ...rows, limits: { max_skip: 482 } }).over).toBe(false);
    expect(guard('skip', [], { ...rows, limits: { max_skip: '96%' } })).toMatchObject({
      limit: 482,
      over: false,
    });
    expect(guard('skip', [], { ...rows, allowances: new Map([['skip', 482]]) }).over).toBe(false);
    expect(guard('skip', [], { ...leftOut([9, 1]), limits: { max_skip: 0 } }).over).toBe(true);
  });
});

describe('the detach percentage', () => {
  it('is taken of each set against its live members', () => {
    const members = new Map([
      ['beta', 100],
      ['vips', 1_000],
    ]);
    expect(guard('detach', [detaching('beta', 5), detaching('vips', 40)], { members })).toMatchObject({
      count: 45,
      over: false,
    });
    const verdict = evaluateGuards([detaching('beta', 6), detaching('vips', 1)], { ...settings, members });
    expect(verdict.guards.find((one) => one.verb === 'detach')).toMatchObject({
      count: 7,
      limit: 6,
      over: true,
    });
    expect(verdict.diagnostics).toMatchObject([
      { code: 'detach-share', summary: expect.stringContaining('beta') },
    ]);
  });

  it('exempts sets below twenty members', () => {
    expect(guard('detach', [detaching('beta', 19)], { members: new Map([['beta', 19]]) }).over).toBe(false);
    expect(guard('detach', [detaching('beta', 2)], { members: new Map([['beta', 20]]) }).over).toBe(true);
  });

  it('refuses where the members are not known', () => {
    expect(guard('detach', [detaching('beta', 1)]).over).toBe(true);
    expect(guard('detach', [detaching(undefined, 1)], { members: new Map([['beta', 100]]) }).over).toBe(true);
  });

  it('gives way to an absolute number', () => {
    expect(guard('detach', [detaching('beta', 3)], { limits: { max_detach: 3 } })).toMatchObject({
      limit: 3,
      over: false,
    });
    expect(guard('detach', [detaching('beta', 4)], { allowances: new Map([['detach', 3]]) }).over).toBe(true);
    const members = new Map([['beta', 100]]);
    expect(guard('detach', [detaching('beta', 9)], { limits: { max_detach: '10%' }, members }).over).toBe(
      false,
    );
  });

  it('is over exactly when the count is above the limit shown', () => {
    const sets = fc.array(
      fc.tuple(fc.constantFrom('beta', 'vips', 'gone'), fc.integer({ min: 1, max: 30 })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(sets, fc.nat(400), fc.nat(60), (rows, beta, vips) => {
        const members = new Map([
          ['beta', beta],
          ['vips', vips],
        ]);
        const shown = guard(
          'detach',
          rows.map(([set, count]) => detaching(set, count)),
          { members },
        );
        expect(shown.over).toBe(shown.count > (shown.limit ?? Number.POSITIVE_INFINITY));
        if (rows.some(([set]) => set === 'gone')) expect(shown.over).toBe(true);
      }),
    );
  });
});

describe('guards of a loaded plan', () => {
  it('are evaluated anew', () => {
    const plan = examplePlan();
    const tampered = { ...plan, guards: plan.guards.map((one) => ({ ...one, limit: null })) };
    const again = reevaluateGuards(tampered, settings);
    expect(again.guards.find((one) => one.verb === 'merge')).toMatchObject({ limit: 0, over: true });
    expect(again.summary.blocked).toBe(1);
  });

  it('keep an incomplete read', () => {
    const plan = examplePlan();
    const guards = [...plan.guards, { verb: 'incomplete_read' as const, count: 1, limit: 0, over: false }];
    expect(reevaluateGuards({ ...plan, guards }, settings).guards.at(-1)).toMatchObject({
      verb: 'incomplete_read',
      over: true,
    });
  });
});

describe('--allow', () => {
  it('names a verb and a number', () => {
    expect(parseAllowance('merge=50')).toEqual({ verb: 'merge', limit: 50 });
    expect(parseAllowance(' drop_option = 0 ')).toEqual({ verb: 'drop_option', limit: 0 });
  });

  it('names the nearest verb when it is mistyped', () => {
    expect(parseAllowance('merges=50').diagnostic).toMatchObject({
      code: 'unknown-guard',
      severity: 'error',
      detail: 'did you mean "merge"?',
    });
    expect(parseAllowance('drop-option=1').diagnostic?.detail).toBe('did you mean "drop_option"?');
    expect(parseAllowance('incomplete_read=1').diagnostic).toMatchObject({
      severity: 'error',
      summary: expect.stringContaining('cannot be allowed'),
    });
  });

  it.each(['merge', 'merge=', 'merge=-1', 'merge=1.5', 'merge=5%', 'merge=all', 'merge=1=2'])(
    'refuses %s',
    (text) => {
      expect(parseAllowance(text).diagnostic).toMatchObject({
        code: 'bad-allowance',
        severity: 'error',
        help: 'write --allow merge=50',
      });
    },
  );

  it('is shown as it was written, without the space around it', () => {
    expect(parseAllowance(' merge = all\n').diagnostic?.summary).toBe('--allow merge = all names no number');
  });
});
