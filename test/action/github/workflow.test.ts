import { describe, expect, it } from 'vitest';
import { fileOf } from '../../../action/github/workflow.js';

const FILE = '.github/workflows/interform.yml';

describe('the file of the workflow of a run', () => {
  it.each([
    '',
    '@refs/heads/main',
    '@refs/heads/a@b.yml',
    '@refs/pull/7/merge',
    '@refs/tags/v1@refs/x.yaml',
    '@main',
  ])('is told without its ref: %s', (ref) => {
    expect(fileOf({ path: `${FILE}${ref}` })).toBe(FILE);
  });

  it.each([`${FILE}@eve.yml`, `${FILE}@eve.yaml`, `${FILE}@a@b.yml`, `${FILE}@eve.YML`])(
    'is another one that begins like it: %s',
    (path) => {
      expect(fileOf({ path })).toBe(path);
      expect(fileOf({ path: `${path}@refs/heads/main` })).toBe(path);
    },
  );

  it('is none where a run names none', () => {
    expect(fileOf({})).toBe('');
  });
});
