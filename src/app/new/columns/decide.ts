import { phoneReader } from '../../../sources/index.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Ask } from '../guess.ts';
import { Abandoned } from '../guess.ts';
import type { Shape } from '../value-shape.ts';
import type { Decisions } from './decisions.ts';
import { reportMisfits } from './misfits.ts';

/** An answer, trimmed; what stands in brackets where nothing was typed. */
export async function answer(ask: Ask, question: string, fallback: string): Promise<string> {
  const typed = await ask(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
  if (typed === undefined) throw new Abandoned();
  return typed.trim() || fallback;
}

/** The format of dates that read either way; undefined where nobody says. */
export async function decideDates(
  column: SampledColumn,
  { formats }: Extract<Shape, { is: 'unclearDate' }>,
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

/** A number that says its country, whatever an export writes before it. */
const NAMES_COUNTRY = /^[^\d+]*(?:\+|00)/;
const leastDigits = 5;

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** How a phone column is written in the manifest; undefined where its numbers name no country and nobody says one. */
export async function decidePhone(
  column: SampledColumn,
  countryColumn: SampledColumn | undefined,
  { country, ask, report }: Decisions,
): Promise<{ readonly written: string | Record<string, string>; readonly why: string } | undefined> {
  const read = await phoneReader();
  // What has hardly a digit is no number of any country.
  const national = column.texts.filter((text) => !NAMES_COUNTRY.test(text) && digitsOf(text) >= leastDigits);
  if (national.length === 0) {
    reportUnreadable(column, (text) => !('code' in read(text, undefined)), 'a phone number', report);
    return { written: column.name, why: 'numbers name their country' };
  }
  if (countryColumn !== undefined) {
    return {
      written: { column: column.name, country_column: countryColumn.name },
      why: `national numbers of the country in ${JSON.stringify(countryColumn.name)}`,
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
      ...(where === undefined ? { detail: 'the column is left out' } : {}),
      help: 'say where they are dialled with two letters of ISO 3166, such as --country GB',
    });
    return undefined;
  }
  reportUnreadable(column, (text) => !('code' in read(text, where)), `a phone number in ${where}`, report);
  return { written: { column: column.name, country: where }, why: 'national numbers' };
}

/** Values that make their rows bad: the manifest is right, the file is not. */
export function reportUnreadable(
  column: SampledColumn,
  isReadable: (text: string) => boolean,
  what: string,
  report: Report,
): void {
  const misfits = column.texts.flatMap((text, at) => (isReadable(text) ? [] : [at]));
  reportMisfits(column, misfits, { what, report });
}
