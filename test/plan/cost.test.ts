import { describe, expect, it } from 'vitest';
import { costOf } from '../../src/plan/cost.ts';
import type { Change } from '../../src/types/change.ts';
import type { Reread } from '../../src/types/recheck.ts';
import type { Level, Step } from '../../src/types/step.ts';
import { change } from './example-changes.ts';

function step(level: Level, key?: string): Step {
  return {
    level,
    change: 'contact/beta/ada',
    request: { method: 'POST', path: '/tags' },
    creates: false,
    expect: {},
    ...(key === undefined ? {} : { batch: { key, list: 'users', limit: 50 } }),
  };
}

function writes(changes: readonly Change[], stepsOf: (change: Change) => readonly Step[]): number {
  return costOf({ changes, stepsOf, rereadOf: notAgain, recheck: 'batch', reads: 0, rate: 100 }).writes;
}

const notAgain = (): Reread => ({ how: 'not' });

const many = Array.from({ length: 120 }, (_, index) => change(`contact/beta/c${index}`, 'update'));

describe('the cost of a plan', () => {
  it('is one write a step, and one for fifty that share a bulk request', () => {
    expect(writes(many, () => [step('updates')])).toBe(120);
    expect(writes(many, () => [step('memberships', 'vip')])).toBe(3);
    expect(
      writes(many, () => [step('memberships', 'vip'), step('memberships', 'beta'), step('updates')]),
    ).toBe(126);
  });

  it('does not join over levels, or where one change requires another', () => {
    const [first, second] = many;
    expect(writes([first!, second!], (one) => [step(one === first ? 'updates' : 'memberships', 'vip')])).toBe(
      2,
    );
    const dependent = { ...second!, requires: [first!.address] };
    expect(writes([first!, dependent], () => [step('memberships', 'vip')])).toBe(2);
  });

  it('takes at least as long as the rate limit says', () => {
    const stepsOf = () => [step('updates')];
    const none = { stepsOf, rereadOf: notAgain, recheck: 'batch', rate: 50 } as const;
    const recheck = { mode: 'batch', reads: 0 };
    expect(costOf({ ...none, changes: many, reads: 5 })).toEqual({
      reads: 5,
      writes: 120,
      seconds: 3,
      recheck,
    });
    expect(costOf({ ...none, changes: [], reads: 0 })).toEqual({ reads: 0, writes: 0, seconds: 0, recheck });
  });

  it('holds the reads right before the writes, in groups as large as a window lets go at once', () => {
    const stepsOf = () => [step('updates'), step('memberships')];
    const input = { changes: many, stepsOf, reads: 0, rate: 50 };
    const rereadOf = (_: Change, mode: 'batch' | 'each'): Reread =>
      mode === 'each' ? { how: 'alone', reads: 2 } : { how: 'together' };
    expect(costOf({ ...input, rereadOf, recheck: 'each' })).toMatchObject({
      recheck: { mode: 'each', reads: 240 },
      seconds: Math.ceil((240 + 240) / 50),
    });
    expect(costOf({ ...input, rereadOf, recheck: 'batch' }).recheck).toEqual({ mode: 'batch', reads: 1 });
    expect(costOf({ ...input, rate: 1.1, rereadOf, recheck: 'batch' }).recheck?.reads).toBe(12);
  });

  it('reads an update twice where a merge needs a part of it', () => {
    const halves = change('contact/beta/ada', 'update', { context: { before_merge: ['email'] } });
    const stepsOf = () => [step('people'), step('updates'), step('memberships')];
    const rereadOf = (): Reread => ({ how: 'alone', reads: 1 });
    const input = { stepsOf, rereadOf, recheck: 'each', reads: 0, rate: 50 } as const;
    expect(costOf({ ...input, changes: [halves] }).recheck?.reads).toBe(2);
  });

  describe('where many are made with one request', () => {
    const create = (one: Change) => ({ ...step('people'), change: one.address });
    const tag = (one: Change) => ({ ...step('memberships', 'vip'), change: one.address });
    const others = change('contact/beta/other', 'update');
    const bulk = {
      verb: 'create',
      least: 50,
      most: 100,
      takes: (one: Change) => one !== others,
      rides: (one: Change) => [create(one), tag(one)],
    } as const;
    const input = {
      stepsOf: (one: Change) => [create(one), tag(one)],
      rereadOf: (): Reread => ({ how: 'together' }),
      ...({ recheck: 'batch', reads: 0, rate: 10 } as const),
    };

    it('is one request for a hundred, and two reads; what rides along costs nothing more', () => {
      expect(costOf({ ...input, changes: [...many, others], bulks: [bulk] })).toEqual({
        reads: 0,
        // Two requests for 120, and what the other one needs.
        writes: 2 + 2,
        recheck: { mode: 'batch', reads: 1 },
        bulk: { contacts: 120, requests: 2, reads: 4 },
        seconds: 1,
      });
    });

    it('is a search more for each request of updates, which begin in one level, and counts beside creates', () => {
      const updates = {
        verb: 'update',
        least: 50,
        most: 25,
        takes: (one: Change) => one.action === 'update',
        rides: (one: Change) => [update(one)],
      } as const;
      const levels = new Map(
        many.map((one, index) => [one, index < 60 ? 'updates' : 'memberships'] as const),
      );
      const update = (one: Change) => ({ ...step(levels.get(one) ?? 'people'), change: one.address });
      const creates = Array.from({ length: 50 }, (_, index) => change(`contact/beta/n${index}`, 'create'));
      const mixed = {
        ...{ ...input, stepsOf: (one: Change) => [update(one)], changes: [...many, ...creates] },
        bulks: [
          { ...bulk, takes: (one: Change) => one.action === 'create', rides: (one: Change) => [update(one)] },
          updates,
        ],
      };
      expect(costOf(mixed)).toMatchObject({
        // Sixty and sixty by twenty-five, and the creates.
        writes: 3 + 3 + 1,
        recheck: { reads: 6 },
        bulk: { contacts: 50, requests: 1, reads: 2, updates: { contacts: 120, requests: 6, reads: 12 } },
        seconds: Math.ceil((7 + 6 + 2 + 12) / 10),
      });
    });

    it('is one for each where they are too few, and takes as long as contacts where the limit counts these', () => {
      const few = many.slice(0, 49);
      expect(costOf({ ...input, changes: few, bulks: [bulk] })).toEqual(costOf({ ...input, changes: few }));
      const counted = costOf({ ...input, changes: many, bulks: [{ ...bulk, countsItems: true }] });
      expect(counted.seconds).toBe(Math.ceil((120 + 4) / 10));
    });
  });
});
