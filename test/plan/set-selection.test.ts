import { describe, expect, it } from 'vitest';
import { mayMean, type SetAsWritten } from '../../src/plan/selection/set-selection.ts';

const BETA: SetAsWritten = {
  name: 'beta',
  origins: [{ file: 'crm/beta.yaml', folder: 'crm', owner: 'revops' }],
  sources: ['data/beta.csv'],
};
const NONE = { target: [], exclude: [] };

describe('whether anything of a set may be selected', () => {
  it.each([
    ['contact/beta/**', true],
    ['contact/beta/ada', true],
    ['contact/*/ada', true],
    ['contact/b?ta/*', true],
    ['**', true],
    ['**/ada', true],
    ['*/*/ada', true],
    ['con**', true],
    ['contact/be*a/x*', true],
    ['contact/known/**', false],
    ['contact/beta', false],
    ['contact/*', false],
    ['tag/**', false],
    ['merge/*', false],
    ['contact/bet/**', false],
  ])('--target %s: %s', (glob, expected) => {
    expect(mayMean(BETA, { ...NONE, target: [glob] })).toBe(expected);
  });

  it('takes an address with its percent-encoding or without', () => {
    const set = { ...BETA, name: 'Beta Kunden' };
    expect(mayMean(set, { ...NONE, target: ['contact/Beta Kunden/*'] })).toBe(true);
    expect(mayMean(set, { ...NONE, target: ['contact/Beta%20Kunden/ada'] })).toBe(true);
    expect(mayMean(set, { ...NONE, target: ['contact/Beta-Kunden/ada'] })).toBe(false);
  });

  it.each([
    ['contact/beta/**', false],
    ['contact/beta/*', false],
    ['contact/**', false],
    ['**', false],
    ['contact/beta/a*', true],
    ['contact/beta/ada', true],
    ['contact/*', true],
    ['contact/known/**', true],
  ])('--exclude %s: %s', (glob, expected) => {
    expect(mayMean(BETA, { ...NONE, exclude: [glob] })).toBe(expected);
    expect(mayMean(BETA, { ...NONE, always: [glob] })).toBe(expected);
  });

  it.each([
    [{ files: ['crm/beta.yaml'] }, true],
    [{ files: ['crm/other.yaml'] }, false],
    [{ files: ['crm/data/beta.csv'] }, true],
    [{ files: ['crm/data/other.csv'] }, false],
    [{ files: ['**/*.csv'] }, true],
    [{ owners: ['revops'] }, true],
    [{ owners: ['support'] }, false],
    [{ owners: ['revops'], files: ['crm/other.yaml'] }, false],
  ])('%j: %s', (filters, expected) => {
    expect(mayMean(BETA, { ...NONE, ...filters })).toBe(expected);
  });

  it('is in doubt about a source that is a glob', () => {
    expect(mayMean({ ...BETA, sources: ['data/beta-*.csv'] }, { ...NONE, files: ['x/y.csv'] })).toBe(true);
  });
});
