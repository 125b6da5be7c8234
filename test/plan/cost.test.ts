import { describe, expect, it } from 'vitest';
import { costOf } from '../../src/plan/cost.ts';
import type { Change } from '../../src/types/change.ts';
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
  return costOf({ changes, stepsOf, reads: 0, rate: 100 }).writes;
}

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
    expect(costOf({ changes: many, stepsOf, reads: 5, rate: 50 })).toEqual({
      reads: 5,
      writes: 120,
      seconds: 3,
    });
    expect(costOf({ changes: [], stepsOf, reads: 0, rate: 50 })).toEqual({ reads: 0, writes: 0, seconds: 0 });
  });
});
