import { describe, expect, it } from 'vitest';
import { onlyUnreviewed } from '../../action/github/apply/only-unreviewed.js';

const none = { done: 0, already: 0, failed: 0, stale: 0, skipped: 0, unknown: 0, not_attempted: 0 };
const left = (reason: string) => ({ address: 'tag/vip', outcome: 'not_attempted', reason });
const result = (facts: object = {}) => ({
  summary: { ...none, done: 2, not_attempted: 1 },
  results: [left('it was not reviewed')],
  diagnostics: [{ code: 'not-reviewed', severity: 'warning' }],
  ...facts,
});
const refused = { diagnostics: [{ code: 'unexpected-plan', severity: 'error' }] };

describe('what is left of an apply', () => {
  it.each([
    ['what nobody reviewed', '3', result(), 2, 1],
    [
      'what needs it',
      '3',
      result({ results: [left('it was not reviewed'), left('tag/vip was not reviewed')] }),
      2,
      2,
    ],
    ['all of a plan, where nothing was approved', '1', result(refused), 0, 1],
  ])('may be %s', (_what, exit, facts, approved, count) => {
    expect(onlyUnreviewed(exit, facts, approved)).toBe(count);
  });

  it.each([
    ['something failed', '3', result({ summary: { ...none, failed: 1, not_attempted: 1 } }), 2],
    ['something is stale', '3', result({ summary: { ...none, stale: 1, not_attempted: 1 } }), 2],
    ['a run was stopped', '3', result({ results: [left('it was not reviewed'), left('interrupted')] }), 2],
    [
      'something was approved that this run did not show',
      '3',
      result({ results: [left('it was reviewed, but is not in the receipt of --within')] }),
      2,
    ],
    ['there is an error', '3', result({ diagnostics: [{ code: 'store-lost', severity: 'error' }] }), 2],
    ['all of a plan is another than was approved', '1', result(refused), 2],
    ['a guard blocks', '5', result(), 0],
    ['it left no result', '3', undefined, 0],
    ['it is done', '0', result({ results: [] }), 2],
  ])('is not harmless where %s', (_what, exit, facts, approved) => {
    expect(onlyUnreviewed(exit, facts, approved)).toBe(0);
  });

  it('is not harmless where a pull request brought no receipt', () => {
    expect(onlyUnreviewed('3', result(), 2, 1)).toBe(0);
  });
});
