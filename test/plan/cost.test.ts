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
});
