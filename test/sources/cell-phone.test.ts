import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { phoneReader } from '../../src/sources/cells/phone.ts';

const countries = Object.keys(metadata.countries) as (keyof typeof metadata.countries)[];
const codeOf = (country: string) => String(metadata.countries[country as 'IE']?.[0]);
const examples = fc
  .tuple(fc.constantFrom(...countries), fc.integer({ min: 6, max: 12 }))
  .chain(([country, length]) =>
    fc.record({
      country: fc.constant(country),
      prefix: fc.constantFrom('', '0', '1', '8', '06', codeOf(country)),
      digits: fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)),
      spaced: fc.boolean(),
      international: fc.boolean(),
    }),
  )
  .map(({ country, prefix, digits, spaced, international }) => {
    const national = spaced
      ? `(${prefix}${digits.slice(0, 2)}) ${digits.slice(2, 5)}-${digits.slice(5)}`
      : `${prefix}${digits}`;
    return { country, text: international ? `+${codeOf(country)}${digits}` : national };
  });

describe('a phone number', () => {
  it('that the plans settle at once is what the library takes it for', async () => {
    const read = await phoneReader();
    let settled = 0;
    fc.assert(
      fc.property(examples, ({ country, text }) => {
        // 00 is + here, whatever the country dials abroad with.
        fc.pre(!/^\D*00/.test(text));
        const parsed = parsePhoneNumberFromString(
          text,
          { extract: false, defaultCountry: country },
          metadata,
        );
        const found = read(text, country);
        if (!('value' in found)) {
          expect(parsed?.isPossible() ?? false).toBe(false);
          return;
        }
        // Where the library takes a trunk prefix off a number in E.164, what was written stays.
        if (found.value !== text) expect(found.value).toBe(parsed?.number);
        if (found.value === parsed?.number) expect(found.doubt).toBe(!parsed.isValid());
        if (!found.doubt) settled++;
      }),
      { numRuns: 5_000 },
    );
    expect(settled).toBeGreaterThan(250);
  });

  it('in E.164 that no country gives out is doubtful, though its plan has as many digits', async () => {
    const read = await phoneReader();
    expect(read('+15551234567', undefined)).toEqual({ value: '+15551234567', doubt: true });
    expect(read('+12125550123', undefined)).toEqual({ value: '+12125550123', doubt: false });
  });
});
