import type { Json } from '../../../types/json.ts';
import type { DeclaredAttribute } from '../existing.ts';
import type { SampledColumn } from '../file/sample.ts';
import { nearShapeOf, type ValueShape } from '../value-shape.ts';
import { CODED, DATED } from '../words/field-words.ts';
import { wordsOf } from '../words/header-forms.ts';
import { dateColumn } from './date-column.ts';
import { answer, decideDates } from './decide.ts';
import type { Decisions } from './decisions.ts';
import { reportAgainst, reportMisfits } from './misfits.ts';

/** A shape without anything left to decide. */
export type ClearShape = Exclude<ValueShape, { is: 'unclearDate' | 'unclearNumber' }>;

export interface SettledShape {
  readonly shape: ClearShape;
  /** True where the user should check it. */
  readonly doubtful: boolean;
  /** Number of values that do not fit. */
  readonly misfits: number;
}

/** What the values of a shape are, for messages about those that are not. */
const WHAT: Readonly<Record<ValueShape['is'], string>> = {
  ...{
    boolean: 'true or false',
    string: 'text',
    integer: 'numbers',
    float: 'numbers',
    unclearNumber: 'numbers',
  },
  ...{ date: 'dates', datetime: 'dates', unclearDate: 'dates' },
};

/** The shape in words; with the date format, since a date in another format does not fit. */
export function whatOf(shape: ValueShape): string {
  const format = 'format' in shape ? shape.format : undefined;
  return format === undefined ? WHAT[shape.is] : `${WHAT[shape.is]} of the form ${format}`;
}

/** Decides the shape of a column that becomes an attribute. What the file leaves open is asked or, without a terminal, reported. */
export async function settledShape(
  column: SampledColumn,
  declared: DeclaredAttribute | undefined,
  decisions: Decisions,
): Promise<SettledShape | { readonly left: string }> {
  const words = wordsOf(column.name);
  const wantsText = declared === undefined ? CODED.test(words) : /^(?:string|options)$/.test(declared.type);
  const dated = DATED.test(words) || /^date/.test(declared?.type ?? '');
  const { shape, misfits } = nearShapeOf(column.texts, dated, decisions.dates);
  const isNumber = /^(?:integer|float|unclearNumber)$/.test(shape.is);
  if (wantsText && (isNumber || declared !== undefined))
    return { shape: { is: 'string' }, doubtful: false, misfits: 0 };
  const what = whatOf(shape);
  if (misfits.length > 0) {
    const kept = await keptShape(column, { misfits, what }, decisions);
    if (kept === 'out') return { left: 'left out' };
    if (kept === 'text') return { shape: { is: 'string' }, doubtful: false, misfits: 0 };
  }
  reportMisfits(column, misfits, { what, report: decisions.report });
  reportAgainst(column, shape, decisions);
  const rest = { doubtful: misfits.length > 0, misfits: misfits.length };
  if (shape.is === 'unclearNumber') return unclearNumber(column, misfits.length, decisions);
  if (shape.is !== 'unclearDate') return { shape, ...rest };
  const format = await decideDates(column, shape, decisions);
  if (format === undefined) return { left: 'day or month first?' };
  return { shape: { is: shape.timed ? 'datetime' : 'date', format }, ...rest };
}

/** The manifest's value for an attribute's column. */
export function writtenAs(column: SampledColumn, shape: ClearShape): Json {
  if (shape.is === 'date' || shape.is === 'datetime') return dateColumn(column, shape.format);
  if ('decimal' in shape && shape.decimal !== undefined)
    return { column: column.name, decimal: shape.decimal };
  return column.name;
}

async function keptShape(
  column: SampledColumn,
  { misfits, what }: { readonly misfits: readonly number[]; readonly what: string },
  { ask }: Decisions,
): Promise<'kept' | 'text' | 'out'> {
  if (ask === undefined) return 'kept';
  const sample = (column.texts[misfits[0] ?? 0] ?? '').trim();
  const typed = await answer(
    ask,
    `${misfits.length} of ${column.texts.length} values of ${JSON.stringify(column.name)} are not ${what}, such as ${JSON.stringify(sample)}: 1 to keep the type, so that their rows are bad, 2 for text, 0 to leave the column out`,
    '1',
  );
  return typed === '2' ? 'text' : typed === '0' ? 'out' : 'kept';
}

async function unclearNumber(
  column: SampledColumn,
  misfits: number,
  { ask, report }: Decisions,
): Promise<SettledShape | { readonly left: string }> {
  const sample = column.texts.find((text) => /[.,]/.test(text))?.trim() ?? '';
  const mark = column.texts.some((text) => text.includes('.')) ? '.' : ',';
  if (ask !== undefined) {
    const typed = await answer(
      ask,
      `${JSON.stringify(column.name)} has numbers such as ${sample}: 1 if ${mark} groups thousands, 2 if it begins the fraction, 0 to leave the column out`,
      '1',
    );
    if (typed === '0') return { left: 'thousands or a fraction?' };
    if (typed === '2') return { shape: { is: 'float', decimal: mark }, doubtful: misfits > 0, misfits };
  } else {
    report({
      code: 'unclear-numbers',
      severity: 'warning',
      summary: `the numbers of column ${JSON.stringify(column.name)} hold one mark that groups thousands or begins the fraction`,
      detail: `such as ${sample}; read as thousands`,
      help: 'look at decimal in the manifest: it names the mark before the fraction',
    });
  }
  // The decimal mark is the other one, so that this one groups thousands.
  return {
    shape: { is: 'integer', decimal: mark === '.' ? ',' : '.' },
    doubtful: ask === undefined || misfits > 0,
    misfits,
  };
}
