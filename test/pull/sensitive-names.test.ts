import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isLikelySensitive, SENSITIVE_WORDS } from '../../src/kinds/attribute/sensitive-words.ts';

describe('an attribute name that is likely to hold personal data', () => {
  it.each([
    'ssn',
    'SSN',
    'passport_number',
    'Date of birth',
    'birthDate',
    'IBAN',
    'creditCard',
    'home_phone_2',
    'Billing address',
    'email addresses',
    'salary',
    'healthStatus',
    'gender',
    'pronouns',
    'phoneNumber',
    'Last name',
    'lastName',
    'zip-code',
  ])('%s is marked', (name) => expect(isLikelySensitive(name)).toBe(true));

  it.each([
    'plan',
    'seats',
    'company_size',
    'package',
    'discard',
    'description',
    'zipped',
    'shipping_method',
    'average',
    'unionized',
  ])('%s is not', (name) => expect(isLikelySensitive(name)).toBe(false));

  it('is one of the words that the guide lists', () => {
    const guide = readFileSync(new URL('../../docs/guides/adopting.md', import.meta.url), 'utf8');
    const listed = /<!-- sensitive words -->([\s\S]*?)<!-- end -->/.exec(guide)?.[1] ?? '';
    expect(listed.trim().split(/,\s+/)).toEqual([...SENSITIVE_WORDS]);
  });
});
