import { createRequire } from 'node:module';
import type * as library from 'libphonenumber-js/core';
import type { CountryCode } from 'libphonenumber-js/core';
import type { RowFault } from '../source-row.ts';
import { phoneText } from './phone-text.ts';

/** A phone number as E.164, or why it is none. `doubt` says that it is possible but belongs to no country's plan. */
export type Phone = { readonly value: string; readonly doubt: boolean } | RowFault;

/** Reads a phone number. `country` is where numbers without + are dialled, ISO 3166. */
export type ReadPhone = (text: string, country: string | undefined) => Phone;

/**
 * Loads the numbering plans; the library follows with the first number that they do not settle, since loading its seventy
 * modules takes longer than checking a hundred thousand numbers in E.164.
 */
export async function phoneReader(): Promise<ReadPhone> {
  const { default: metadata } = await import('libphonenumber-js/metadata.min');
  const plans = new KnownPlans(metadata);
  const isCountry = (code: string): code is CountryCode => Object.hasOwn(metadata.countries, code);
  let parse: (typeof library)['parsePhoneNumberFromString'] | undefined;
  return (text, country) => {
    // The shortcut for what most files hold; the library takes ten times as long for the same answer.
    if (plans.isValid(text)) return { value: text, doubt: false };
    if (country !== undefined && !isCountry(country)) return unknownCountry(country);
    const phone = phoneText(text);
    if ('why' in phone) return { ...impossible(undefined), detail: phone.why };
    const { dialled: written } = phone;
    if (plans.isValid(written)) return { value: written, doubt: false };
    if (!written.startsWith('+') && country === undefined) return nationalNumber(written);
    const known = country === undefined ? undefined : plans.national(written, country);
    if (known !== undefined) return { value: known, doubt: false };
    const dialled = country === undefined ? {} : { defaultCountry: country };
    parse ??= phoneLibrary().parsePhoneNumberFromString;
    const parsed = parse(written, { extract: false, ...dialled }, metadata);
    if (parsed === undefined) return impossible(country);
    if (parsed.isPossible()) return { value: parsed.number, doubt: !parsed.isValid() };
    // Seven digits of North America lack their area code: as in +1-555-0100, which every example uses.
    if (parsed.countryCallingCode === '1' && parsed.nationalNumber.length === 7) {
      return { value: parsed.number, doubt: true };
    }
    return impossible(country);
  };
}

/** Loaded synchronously, because mapping a row cannot await. */
function phoneLibrary(): typeof library {
  return createRequire(import.meta.url)('libphonenumber-js/core');
}

/** A numbering plan of the library's metadata, by position. */
type Plan = readonly unknown[];
/** Calling code, prefix for dialling abroad, pattern of national numbers, prefix within the country, leading digits, types. */
const CODE = 0;
const ABROAD = 1;
const NATIONAL = 2;
const PREFIX = 5;
const LEADING = 10;
const TYPES = 11;
/** Where the plan says how to take a prefix off that is more than its digits. */
const PREFIX_RULES = [7, 8] as const;

interface PlanData {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, Plan>>;
}

/**
 * Numbers that the plans settle without the library: in E.164, or dialled within a country behind its plain prefix. What is
 * not settled here may still be a number.
 */
class KnownPlans {
  readonly #data: PlanData;
  readonly #byCode = new Map<string, RegExp | undefined>();
  readonly #byCountry = new Map<string, National | undefined>();

  constructor(data: PlanData) {
    this.#data = data;
  }

  isValid(text: string): boolean {
    if (!/^\+[1-9]\d{6,14}$/.test(text)) return false;
    for (let length = 1; length <= 3; length++) {
      const code = text.slice(1, 1 + length);
      const pattern = this.#ofCode(code);
      if (pattern !== undefined) return pattern.test(text.slice(1 + length));
    }
    return false;
  }

  /** E.164 of a valid number as it is dialled within the country. */
  national(text: string, country: string): string | undefined {
    if (!this.#byCountry.has(country))
      this.#byCountry.set(country, nationalOf(this.#data.countries[country]));
    const plan = this.#byCountry.get(country);
    if (plan === undefined || !/^\d+$/.test(text)) return undefined;
    if (!text.startsWith(plan.prefix) || plan.abroad.test(text)) return undefined;
    const number = text.slice(plan.prefix.length);
    return plan.valid.test(number) ? `+${plan.code}${number}` : undefined;
  }

  #ofCode(code: string): RegExp | undefined {
    if (!this.#byCode.has(code)) {
      const plans = (this.#data.country_calling_codes[code] ?? []).map((name) => this.#data.countries[name]);
      const sources = plans.flatMap((plan) => validSource(plan) ?? []);
      this.#byCode.set(code, sources.length === 0 ? undefined : new RegExp(`^(?:${sources.join('|')})$`));
    }
    return this.#byCode.get(code);
  }
}

interface National {
  readonly code: string;
  readonly prefix: string;
  readonly abroad: RegExp;
  readonly valid: RegExp;
}

/** Undefined for a country whose prefix is taken off by rules. */
function nationalOf(plan: Plan | undefined): National | undefined {
  const valid = validSource(plan);
  const { [CODE]: code, [ABROAD]: abroad, [PREFIX]: prefix } = plan ?? [];
  if (plan === undefined || valid === undefined || PREFIX_RULES.some((rule) => plan[rule])) return undefined;
  if (typeof code !== 'string' || typeof abroad !== 'string' || typeof prefix !== 'string') return undefined;
  return { code, prefix, abroad: new RegExp(`^(?:${abroad})`), valid: new RegExp(`^(?:${valid})$`) };
}

/**
 * The pattern of valid national numbers: they have the leading digits that identify the country, and are of one of its
 * types.
 */
function validSource(plan: Plan | undefined): string | undefined {
  const { [NATIONAL]: national, [LEADING]: leading, [TYPES]: types } = plan ?? [];
  if (typeof national !== 'string') return undefined;
  const told = typeof leading === 'string' ? `(?=${leading})` : '';
  if (!Array.isArray(types)) return `${told}(?:${national})`;
  return `${told}(?=(?:${national})$)(?:${types.flatMap((type: unknown) => typeSource(type) ?? []).join('|')})`;
}

/** A type is a pattern and the lengths of its numbers, where it allows fewer lengths than the country. */
function typeSource(type: unknown): string | undefined {
  if (!Array.isArray(type) || typeof type[0] !== 'string' || type[0] === '') return undefined;
  const lengths: unknown = type[1];
  if (!Array.isArray(lengths)) return `(?:${type[0]})`;
  return `(?=(?:${lengths.map((length) => `\\d{${length}}`).join('|')})$)(?:${type[0]})`;
}

function nationalNumber(text: string): RowFault {
  if (!/\d/.test(text)) return impossible(undefined);
  return {
    code: 'bad-phone',
    summary: 'this phone number names no country',
    help: 'write + and the country code, or say where it is dialled: { column: …, country: GB }',
  };
}

function unknownCountry(country: string): RowFault {
  return {
    code: 'bad-country',
    summary: 'this is no country code',
    detail: JSON.stringify(country),
    help: 'write two letters of ISO 3166, such as GB',
  };
}

function impossible(country: string | undefined): RowFault {
  return {
    code: 'bad-phone',
    summary: `this is no phone number that can be dialled${country === undefined ? '' : ` in ${country}`}`,
    help: 'write + and the country code, then digits only',
  };
}
