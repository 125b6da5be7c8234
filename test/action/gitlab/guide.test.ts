import { describe, expect, it } from 'vitest';
import { readPage, tableRows } from '../../docs/pages.ts';
import { SCENARIOS } from './scenarios.ts';

describe('the guide for GitLab', () => {
  it('shows every scenario that is tested, and what comes of it', () => {
    const rows = tableRows(readPage('docs/guides/ci-gitlab.md'), 'What is checked');
    expect(rows).toEqual(SCENARIOS.map(({ scenario, expected }) => [scenario, expected]));
    expect(rows.length).toBeGreaterThan(35);
  });
});
