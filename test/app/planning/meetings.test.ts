import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Meetings } from '../../../src/app/planning/meetings.ts';

function meetingsOf(rows: readonly (readonly string[])[]): Meetings {
  const meetings = new Meetings();
  for (const keys of rows) {
    const row = meetings.add();
    for (const key of keys) meetings.touch(row, key);
  }
  return meetings;
}

describe('meetings', () => {
  it('let rows meet that touch one key, and through others', () => {
    const meetings = meetingsOf([['ada'], ['grace'], ['ada', 'ada@acme.test'], ['alan'], ['ada@acme.test']]);
    expect([0, 1, 2, 3, 4].map((row) => meetings.group(row))).toEqual([0, 1, 0, 3, 0]);
    meetings.touch(3, 'grace');
    meetings.touch(1, 'ada@acme.test');
    expect([0, 1, 2, 3, 4].map((row) => meetings.group(row))).toEqual([0, 0, 0, 0, 0]);
  });

  it('are known by their first row, whichever comes to them last', () => {
    const meetings = meetingsOf([['a'], ['b'], ['c']]);
    meetings.touch(2, 'b');
    expect(meetings.group(2)).toBe(1);
    meetings.touch(2, 'a');
    expect([0, 1, 2].map((row) => meetings.group(row))).toEqual([0, 0, 0]);
  });

  it('tell a row that touched a key', () => {
    const meetings = meetingsOf([['ada'], ['grace', 'ada']]);
    expect([meetings.at('ada'), meetings.at('grace'), meetings.at('eve')]).toEqual([0, 1, undefined]);
    expect(meetings.rows).toBe(2);
  });

  it('are the same in whatever order keys are touched', () => {
    const touches = fc.array(fc.tuple(fc.nat(9), fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')), {
      maxLength: 14,
    });
    const shuffled = touches.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const groups = (list: readonly (readonly [number, string])[]) => {
      const meetings = meetingsOf(Array.from({ length: 10 }, () => []));
      for (const [row, key] of list) meetings.touch(row, key);
      return Array.from({ length: 10 }, (_, row) => meetings.group(row));
    };
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(groups(one)).toEqual(groups(other));
      }),
    );
  });
});
