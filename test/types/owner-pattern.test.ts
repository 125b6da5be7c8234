import { describe, expect, it } from 'vitest';
import { isOwnerTagName } from '../../src/types/owner-pattern.ts';

describe('a tag is an owner tag by its name', () => {
  it.each([
    ['set-*', 'set-beta', true],
    ['set-*', 'set-', true],
    ['set-*', 'preset-beta', false],
    ['set-*', 'set', false],
    ['Set-*', 'set-beta', true],
    ['set-*', 'SET-Beta', true],
    ['*-set', 'beta-set', true],
    ['*-set', 'beta-sets', false],
    ['set-*-eu', 'set-beta-eu', true],
    ['set-*-eu', 'set-eu', false],
    ['aba*aba', 'aba', false],
    ['aba*aba', 'ababa', false],
    ['aba*aba', 'abaaba', true],
    ['a*b*c*d', 'a-c-b-d', false],
    ['a*b*c*d', 'a-b-c-d', true],
    ['a*bb*bb', 'a-bb', false],
    ['crm', 'crm', true],
    ['crm', 'crm-2', false],
    ['*', 'vip', true],
    ['set.*', 'set-beta', false],
    ['set-?', 'set-a', false],
  ])('%s takes %s: %s', (pattern, name, expected) => {
    expect(isOwnerTagName(name, [pattern])).toBe(expected);
  });

  it('where any of the patterns takes it, and by none where there is none', () => {
    expect(isOwnerTagName('crm-beta', ['set-*', 'crm-*'])).toBe(true);
    expect(isOwnerTagName('vip', ['set-*', 'crm-*'])).toBe(false);
    expect(isOwnerTagName('set-beta', [])).toBe(false);
  });

  it('at once, whatever stars there are', () => {
    const pattern = `${'*a'.repeat(200)}*b`;
    expect(isOwnerTagName('a'.repeat(5_000), [pattern])).toBe(false);
  });
});
