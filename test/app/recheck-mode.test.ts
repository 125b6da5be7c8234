import { describe, expect, it } from 'vitest';
import { isOutdated, recheckMode } from '../../src/app/recheck-mode.ts';
import type { RecheckMode } from '../../src/types/recheck.ts';

describe('how much is read again before it is written', () => {
  const cases: [flag: RecheckMode | undefined, file: RecheckMode | undefined, saved: boolean, RecheckMode][] =
    [
      [undefined, undefined, false, 'batch'],
      [undefined, undefined, true, 'each'],
      [undefined, 'each', false, 'each'],
      [undefined, 'batch', true, 'batch'],
      ['each', 'batch', false, 'each'],
      ['batch', 'each', true, 'batch'],
    ];
  it.each(cases)('--recheck %s, recheck: %s, saved: %s → %s', (flag, recheck, saved, mode) => {
    expect(recheckMode({ flag, project: { recheck }, saved })).toBe(mode);
  });

  it('is everything where a question stood for more than thirty seconds', () => {
    expect([isOutdated(0), isOutdated(30_000), isOutdated(30_001)]).toEqual([false, false, true]);
  });
});
