import { describe, expect, it } from 'vitest';
import { firstOf, mapped, selected, streamOf } from '../../src/types/stream.ts';

function numbersTo(length: number) {
  const walk = { read: 0 };
  const numbers = streamOf(length, function* () {
    for (let at = 0; at < length; at++) {
      walk.read += 1;
      yield at;
    }
  });
  return { numbers, walk };
}

describe('a stream', () => {
  it('is made anew each time it is gone through', () => {
    const { numbers, walk } = numbersTo(3);
    expect([...numbers, ...numbers]).toEqual([0, 1, 2, 0, 1, 2]);
    expect(walk.read).toBe(6);
    expect(JSON.stringify({ numbers })).toBe('{"numbers":[0,1,2]}');
  });

  it('is mapped as it is read; an array stays an array', () => {
    const { numbers, walk } = numbersTo(3);
    const doubled = mapped(numbers, (one) => one * 2);
    expect(walk.read).toBe(0);
    expect(doubled).toHaveLength(3);
    expect([...doubled, ...doubled]).toEqual([0, 2, 4, 0, 2, 4]);
    expect(mapped([1, 2], (one) => one * 2)).toEqual([2, 4]);
  });

  it('is read no further than what was selected', () => {
    const { numbers, walk } = numbersTo(100);
    const even = selected(numbers, 2, (place) => place % 2 === 0);
    expect([...even]).toEqual([0, 2]);
    expect(walk.read).toBe(3);
    expect([...selected(numbers, 0, () => false)]).toEqual([]);
    expect(walk.read).toBe(3);
    expect(firstOf(numbers, 2)).toEqual([0, 1]);
    expect(firstOf(numbers, 0)).toEqual([]);
  });
});
