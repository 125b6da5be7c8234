import { createRequire } from 'node:module';
import type * as library from 'libphonenumber-js/core';
import type { CountryCode } from 'libphonenumber-js/core';
import type { Fault } from './source-row.ts';

/** A phone number as E.164, or why it is none. `doubt` says that it is possible but belongs to no country's plan. */
export type Phone = { readonly value: string; readonly doubt: boolean } | Fault;

/** Reads a phone number. `country` is where numbers without + are dialled, ISO 3166. */
export type ReadPhone = (text: string, country: string | undefined) => Phone;

/**
 * The numbering plans are loaded when the first phone column is met, the library only for a number that they do not settle:
 * its seventy modules take longer than a hundred thousand numbers in E.164.
 */
export async function phoneReader(): Promise<ReadPhone> {
  const { default: metadata } = await import('libphonenumber-js/metadata.min');
  const plans = new KnownPlans(metadata);
  const isCountry = (code: string): code is CountryCode => Object.hasOwn(metadata.countries, code);
  let parse: (typeof library)['parsePhoneNumberFromString'] | undefined;
  return (text, country) => {
    const written = text
      .trim()
      .replace(/^00(?=[1-9])/, '+')
      .replace(/^\+00/, '+');
    // The shortcut for what most files hold; the library takes ten times as long for the same answer.
    if (plans.isValid(written)) return { value: written, doubt: false };
    if (country !== undefined && !isCountry(country)) return unknownCountry(country);
    if (!written.startsWith('+') && country === undefined) return nationalNumber(written);
    const dialled = country === undefined ? {} : { defaultCountry: country };
    parse ??= phoneLibrary().parsePhoneNumberFromString;
    const parsed = parse(written, { extract: false, ...dialled }, metadata);
    if (parsed === undefined) return impossible(country);
    if (parsed.isPossible())
      return { value: parsed.number, doubt: parsed.ext !== undefined || !parsed.isValid() };
    // Seven digits of North America lack their area code: as in +1-555-0100, which every example uses.
    if (parsed.countryCallingCode === '1' && parsed.nationalNumber.length === 7) {
      return { value: parsed.number, doubt: true };
    }
    return impossible(country);
  };
}

/** Within a row nothing can be waited for. */
function phoneLibrary(): typeof library {
  return createRequire(import.meta.url)('libphonenumber-js/core');
}

interface PlanData {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  /** Calling code, prefix for dialling abroad, pattern of national numbers, possible lengths, … */
  readonly countries: Readonly<Record<string, readonly unknown[]>>;
}

/** Whether an E.164 number fits the plan of a country of its calling code. */
class KnownPlans {
  readonly #data: PlanData;
  readonly #patterns = new Map<string, RegExp | undefined>();

  constructor(data: PlanData) {
    this.#data = data;
  }

  isValid(text: string): boolean {
    if (!/^\+[1-9]\d{6,14}$/.test(text)) return false;
    for (let length = 1; length <= 3; length++) {
      const code = text.slice(1, 1 + length);
      const pattern = this.#pattern(code);
      if (pattern !== undefined) return pattern.test(text.slice(1 + length));
    }
    return false;
  }

  #pattern(code: string): RegExp | undefined {
    if (!this.#patterns.has(code)) {
      const plans = (this.#data.country_calling_codes[code] ?? []).map(
        (country) => this.#data.countries[country]?.[2],
      );
      const sources = plans.filter((source) => typeof source === 'string');
      this.#patterns.set(code, sources.length === 0 ? undefined : new RegExp(`^(?:${sources.join('|')})$`));
    }
    return this.#patterns.get(code);
  }
}

function nationalNumber(text: string): Fault {
  if (!/\d/.test(text)) return impossible(undefined);
  return {
    code: 'bad-phone',
    summary: 'this phone number names no country',
    help: 'write + and the country code, or say where it is dialled: { column: …, country: GB }',
  };
}

function unknownCountry(country: string): Fault {
  return {
    code: 'bad-country',
    summary: 'this is no country code',
    detail: JSON.stringify(country),
    help: 'write two letters of ISO 3166, such as GB',
  };
}

function impossible(country: string | undefined): Fault {
  return {
    code: 'bad-phone',
    summary: `this is no phone number that can be dialled${country === undefined ? '' : ` in ${country}`}`,
    help: 'write + and the country code, digits only: +353871234567',
  };
}
