import { expect, it } from 'vitest';
import { detachWithin } from '../../src/plan/guards/detach-share.ts';
import { tallyGuards } from '../../src/plan/guards/guard-tally.ts';
import type { Change } from '../../src/types/change.ts';
import { contact } from './example-changes.ts';

function detaching(set: string, count: number) {
  const remove = Array.from({ length: count }, (_, index) => `tag-${index}`);
  return contact(`of-${set}`, 'update', { tags: { add: [], remove } }, { context: { set } });
}

function within(changes: readonly Change[], percent: number, members: ReadonlyMap<string, number>) {
  return detachWithin(tallyGuards(changes).detached, percent, members);
}

it.each([
  // No part of a membership is taken off: what the percentage comes to is cut.
  [20, 5, 1],
  [21, 5, 1],
  [30, 5, 1],
  [38, 5, 1],
  [39, 5, 1],
  [40, 5, 2],
  [199, 5, 9],
  [200, 5, 10],
  [99, 1, 0],
  [100, 1, 1],
  [33, 100, 33],
  [50, 0, 0],
])('of %d members at %d percent, %d may be taken off and no more', (members, percent, most) => {
  const of = new Map([['beta', members]]);
  expect(within([detaching('beta', most)], percent, of)).toMatchObject({ over: false, allowed: most });
  const over = within([detaching('beta', most + 1)], percent, of);
  expect(over).toMatchObject({ over: true, allowed: most });
  expect(over.diagnostics[0]?.detail).toContain(
    `${members} live members, and ${percent}% of them is ${most}`,
  );
});

it('cuts the share of each set, not of all together', () => {
  const members = new Map([
    ['beta', 39],
    ['vips', 39],
  ]);
  const verdict = within([detaching('beta', 2), detaching('vips', 1)], 5, members);
  expect(verdict).toMatchObject({ over: true, allowed: 2 });
  expect(verdict.diagnostics).toHaveLength(1);
});

it.each([Number.NaN, -1, 20.5, Number.POSITIVE_INFINITY])('takes nothing off %d members', (members) => {
  expect(within([detaching('beta', 1)], 5, new Map([['beta', members]]))).toMatchObject({
    over: true,
    allowed: 0,
  });
});
