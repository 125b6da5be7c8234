import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../../src/types/error-code.ts';

describe('the code of an error', () => {
  it('is read of errors of any context, as text', () => {
    const foreign: unknown = runInNewContext(`Object.assign(new Error('no such file'), { code: 'ENOENT' })`);
    expect(foreign instanceof Error).toBe(false);
    expect(errorCode(foreign)).toBe('ENOENT');
    expect(errorCode(Object.assign(new Error('input or output'), { code: 5 }))).toBe('5');
  });

  it('is not there where there is none', () => {
    for (const one of [new Error('plain'), { code: undefined }, 'ENOENT', null, undefined])
      expect(errorCode(one)).toBeUndefined();
  });
});
