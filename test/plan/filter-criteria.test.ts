import { describe, expect, it } from 'vitest';
import { wantedBy } from '../../src/plan/selection/filter-criteria.ts';

const ADA = 'contact/beta/ada';
/** An attribute that support declares and revops revises. */
const BOTH = [
  { files: ['support/plan.yaml'], owner: 'support' },
  { files: ['crm/plan.yaml', 'crm/plan.csv'], owner: 'revops' },
];

describe('what --target, --file and --owner mean together', () => {
  it.each([
    ['a file of it', { files: ['crm/*'] }, true],
    ['a data file of it', { files: ['**/*.csv'] }, true],
    ['any of several files', { files: ['other/**', 'support/**'] }, true],
    ['no file of it', { files: ['other/**'] }, false],
    ['a team of it', { owners: ['revops'] }, true],
    ['any of several teams', { owners: ['legal', 'support'] }, true],
    ['another team', { owners: ['legal'] }, false],
    ['file and team of one document', { files: ['crm/**'], owners: ['revops'] }, true],
    ['the file of one document and the team of another', { files: ['crm/**'], owners: ['support'] }, false],
    ['its address and a file', { target: ['contact/**'], files: ['crm/**'] }, true],
    ['another address and its file', { target: ['tag/**'], files: ['crm/**'] }, false],
    ['its address and another file', { target: ['contact/**'], files: ['other/**'] }, false],
  ])('%s', (_what, filters, expected) => {
    expect(wantedBy({ target: [], exclude: [], ...filters })(ADA, BOTH)).toBe(expected);
  });

  it('take nothing that no document is behind, unless they ask for none', () => {
    expect(wantedBy({ target: [], exclude: [], files: ['**'] })(ADA, [])).toBe(false);
    expect(wantedBy({ target: [], exclude: [], owners: ['revops'] })(ADA, [])).toBe(false);
    expect(wantedBy({ target: [ADA], exclude: [] })(ADA, [])).toBe(true);
  });
});
