import { phoneReader } from '../../../sources/index.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Ask } from '../guess.ts';
import { Abandoned } from '../guess.ts';
import type { ValueShape } from '../value-shape.ts';
import type { Decisions } from './decisions.ts';
import { reportMisfits } from './misfits.ts';

/** Asks for a line and trims it. The fallback is shown in brackets, and used where nothing is typed. */
export async function answer(ask: Ask, question: string, fallback: string): Promise<string> {
  const typed = await ask(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
  if (typed === undefined) throw new Abandoned();
  return typed.trim() || fallback;
}

/** The format of dates that could have the day or the month first; undefined where neither a flag nor an answer decides. */
export async function decideDates(
  column: SampledColumn,
  { formats }: Extract<ValueShape, { is: 'unclearDate' }>,
  { dates, ask, report }: Decisions,
): Promise<string | undefined> {
  const [dayFirst, monthFirst] = formats;
  const sample = column.texts[0]?.trim() ?? '';
  let first = dates;
  for (let tries = 0; first === undefined && ask !== undefined && tries < 3; tries++) {
    const typed = await answer(
      ask,
      `${JSON.stringify(column.name)} has dates such as ${sample}: 1 for ${dayFirst}, 2 for ${monthFirst}, 0 to leave the column out`,
      '0',
    );
    if (typed === '0') break;
    if (typed === '1' || typed.toUpperCase() === dayFirst) first = 'DD/MM';
    if (typed === '2' || typed.toUpperCase() === monthFirst) first = 'MM/DD';
  }
  if (first !== undefined) return first === 'DD/MM' ? dayFirst : monthFirst;
  report({
    code: 'unclear-dates',
    severity: 'warning',
    summary: `the dates of column ${JSON.stringify(column.name)} read as ${dayFirst} or ${monthFirst}`,
    detail: `every one does, such as ${sample}; the column is left out`,
    help: `say which with --dates ${dayFirst.slice(0, 2)}/MM or --dates MM/DD`,
  });
  return undefined;
}

/** A number with a country code, whatever an export writes before it. */
const NAMES_COUNTRY = /^[^\d+]*(?:\+|00)/;
const leastDigits = 5;

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}

interface DecidedPhone {
  readonly written: string | Record<string, string>;
  readonly why: string;
  readonly sure: 'sure' | 'doubtful';
}

/** The manifest's value for a phone column; undefined where its numbers have no country code and no country is known. */
export async function decidePhone(
  column: SampledColumn,
  countryColumn: SampledColumn | undefined,
  { country, ask, report }: Decisions,
): Promise<DecidedPhone | undefined> {
  const read = await phoneReader();
  // A value with hardly any digits is not a national number either.
  const national = column.texts.filter((text) => !NAMES_COUNTRY.test(text) && digitsOf(text) >= leastDigits);
  if (national.length === 0) {
    const bad = reportUnreadable(
      column,
      (text) => !('code' in read(text, undefined)),
      'a phone number',
      report,
    );
    return { written: column.name, ...phoneDoubt('numbers name their country', column, bad) };
  }
  const named = otherCountry(countryColumn);
  if (countryColumn !== undefined && named === undefined) {
    const countries = new Map(countryColumn.texts.map((text, at) => [countryColumn.lines[at], text.trim()]));
    const bad = reportUnreadable(
      column,
      (text, at) => !('code' in read(text, countries.get(column.lines[at])?.toUpperCase())),
      'a phone number of its country',
      report,
    );
    const why = `national numbers of the country in ${JSON.stringify(countryColumn.name)}`;
    return {
      written: { column: column.name, country_column: countryColumn.name },
      ...phoneDoubt(why, column, bad),
    };
  }
  const isCountry = (code: string) => {
    const probe = read('12345678', code);
    return !('code' in probe) || probe.code !== 'bad-country';
  };
  let where = country?.toUpperCase();
  for (let tries = 0; where === undefined && ask !== undefined && tries < 3; tries++) {
    const typed = await answer(
      ask,
      `${JSON.stringify(column.name)} has numbers without a country. Where are they dialled? Two letters such as GB, empty to leave the column out`,
      '',
    );
    if (typed === '') break;
    if (isCountry(typed.toUpperCase())) where = typed.toUpperCase();
  }
  if (where === undefined || !isCountry(where)) {
    report({
      code: where === undefined ? 'unclear-country' : 'bad-country',
      severity: where === undefined ? 'warning' : 'error',
      summary:
        where === undefined
          ? `${national.length} of ${column.texts.length} phone numbers in ${JSON.stringify(column.name)} name no country`
          : `${JSON.stringify(where)} is no country code`,
      ...(where === undefined ? { detail: leftPhones(countryColumn, named) } : {}),
      help: 'say where they are dialled with two letters of ISO 3166, such as --country GB',
    });
    return undefined;
  }
  const bad = reportUnreadable(
    column,
    (text) => !('code' in read(text, where)),
    `a phone number in ${where}`,
    report,
  );
  return { written: { column: column.name, country: where }, ...phoneDoubt('national numbers', column, bad) };
}

/** The first value that is not a two-letter code. */
function otherCountry(countries: SampledColumn | undefined): string | undefined {
  return countries?.texts.map((text) => text.trim()).find((text) => !/^[A-Z]{2}$/i.test(text));
}

function leftPhones(countries: SampledColumn | undefined, named: string | undefined): string {
  if (countries === undefined || named === undefined) return 'the column is left out';
  return `the column is left out; column ${JSON.stringify(countries.name)} does not say: it holds ${JSON.stringify(named.slice(0, 40))}, and two letters such as GB are wanted in every row`;
}

function phoneDoubt(why: string, { texts }: SampledColumn, bad: number): Pick<DecidedPhone, 'why' | 'sure'> {
  if (bad === 0) return { why, sure: 'sure' };
  return { why: `${why}, ${texts.length - bad} of ${texts.length} can be read`, sure: 'doubtful' };
}

/** Warns of values that cannot be read, whose rows will be bad, and returns their number. */
export function reportUnreadable(
  column: SampledColumn,
  isReadable: (text: string, at: number) => boolean,
  what: string,
  report: Report,
): number {
  const misfits = column.texts.flatMap((text, at) => (isReadable(text, at) ? [] : [at]));
  reportMisfits(column, misfits, { what, report });
  return misfits.length;
}
