import type { Report } from '../../../types/diagnostic.ts';
import { lineList } from '../file/broken-rows.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { ValueShape } from '../value-shape.ts';
import type { Decisions } from './decisions.ts';

/** How many values a finding shows. */
const shownValues = 3;

/** Warns of values that do not fit the type of their column. Their rows will be bad. */
export function reportMisfits(
  { name, texts, lines }: SampledColumn,
  misfits: readonly number[],
  { what, report }: { readonly what: string; readonly report: Report },
): void {
  if (misfits.length === 0) return;
  const values = [...new Set(misfits.map((at) => (texts[at] ?? '').trim()))];
  const shown = values.slice(0, shownValues).map((value) => JSON.stringify(value.slice(0, 40)));
  const word = values.length === 1 ? values[0] : undefined;
  report({
    code: 'unreadable-values',
    severity: 'warning',
    summary: `${misfits.length} of ${texts.length} values in column ${JSON.stringify(name)} are not ${what}`,
    detail: `${shown.join(', ')}${values.length > shownValues ? ' and others' : ''} in ${lineList(misfits.map((at) => lines[at] ?? 0))}; validate names every row`,
    help: `mend the file, or leave such rows out with on_bad_row: skip under policy${word === undefined ? '' : `; if ${JSON.stringify(word)} says nothing, write it into nulls of the source`}`,
  });
}

/** Warns that the dates of a column only fit the order that `--dates` does not say. */
export function reportAgainst(
  { name, texts }: SampledColumn,
  shape: ValueShape,
  { dates, report }: Decisions,
): void {
  const format = 'format' in shape ? shape.format : undefined;
  if (dates === undefined || format === undefined || !/^(?:DD|MM)[/-](?:DD|MM)/.test(format)) return;
  if (format.startsWith(dates.slice(0, 2))) return;
  report({
    code: 'dates-against-flag',
    severity: 'warning',
    summary: `the dates of column ${JSON.stringify(name)} do not read as ${dates}`,
    detail: `only ${format} fits, such as ${texts.find((text) => /\d/.test(text))?.trim() ?? ''}; read so`,
    help: 'look at date in the manifest',
  });
}
