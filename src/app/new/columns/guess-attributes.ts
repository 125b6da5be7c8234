import { maxStringLength } from '../../../kinds/values/custom-attributes.ts';
import { attributePath } from '../../../types/attribute-path.ts';
import type { DeclaredAttribute } from '../existing.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import { CHOSEN, CODED, FIELD_WORDS, FREE_TEXT, SENSITIVE, SENSITIVE_FLAG } from '../words/field-words.ts';
import { headerForms, wordsOf } from '../words/header-forms.ts';
import { secretIn } from '../words/secret-words.ts';
import { nameForColumn } from './attribute-name.ts';
import type { Decisions } from './decisions.ts';
import { type ClearShape, settledShape, whatOf, writtenAs } from './settle-shape.ts';

export interface AttributesWanted {
  /** Lower-cased name → the attribute. */
  readonly declared: ReadonlyMap<string, DeclaredAttribute>;
  readonly decisions: Decisions;
  /** False where the file has more rows than were read: options may have further values. */
  readonly complete: boolean;
}

/** A column with more different values is not a choice. */
const mostOptions = 12;
/** With this many values there is little doubt about a type. */
const manyValues = 10;
/** How often each option has to occur on average. Rarer repetitions may be chance. */
const timesEach = 3;

/** Guesses an attribute for every column that no field uses, or says why the column is left out. */
export async function guessAttributes(
  columns: readonly SampledColumn[],
  wanted: AttributesWanted,
): Promise<readonly Guess[]> {
  const taken = new Set<string>();
  const guesses: Guess[] = [];
  for (const column of columns) {
    const guess = await attributeGuess(column, taken, wanted);
    if (guess.field !== null) taken.add(guess.field.toLowerCase());
    guesses.push(guess);
  }
  return guesses;
}

async function attributeGuess(
  column: SampledColumn,
  taken: ReadonlySet<string>,
  wanted: AttributesWanted,
): Promise<Guess> {
  const { name: header, texts } = column;
  const left = (why: string): Guess => ({ field: null, columns: [header], why });
  if (column.twin) return left('another column has the same name');
  if (column.lists.length + column.others > 0) return left('lists fit into no attribute');
  if (texts.length === 0) return left('empty');
  const { name, declared } = nameForColumn(header, taken, wanted.declared);
  const secret = declared === undefined ? secretIn(header, texts) : undefined;
  if (secret !== undefined) return { ...left(`${secret}: it stays out of Intercom`), secret: true };
  if (texts.some((text) => text.length > maxStringLength)) {
    return left(`a value is longer than the ${maxStringLength} characters that Intercom keeps`);
  }
  const field = attributePath(name);
  const words = wordsOf(header);
  const spelt = declared?.type === 'options' ? spellings(texts, declared.options) : undefined;
  if (declared !== undefined && spelt !== undefined) {
    const written = { column: header, values: spelt };
    return {
      ...{ field, columns: [header], written, type: 'options' },
      why: 'declared options, written in other case',
    };
  }
  const settled = await settledShape(column, declared, wanted.decisions);
  if ('left' in settled) return left(settled.left);
  const { shape } = settled;
  if (declared !== undefined) {
    if (!holds(declared, shape, texts)) {
      reportUnfit(column, declared, wanted.decisions);
      return left(`its values do not fit ${declared.name}, declared ${declared.type}`);
    }
    const written = writtenAs(column, shape);
    return { field, columns: [header], written, type: declared.type, why: `declared ${declared.type}` };
  }
  const flags = declared === undefined ? flagsIn(texts) : undefined;
  if (flags !== undefined && settled.misfits === 0) {
    return {
      ...{ field, columns: [header], written: { column: header, values: flags } },
      ...{
        declare: { type: 'boolean' },
        sure: 'likely',
        why: `every value is ${Object.keys(flags).join(' or ')}`,
      },
    };
  }
  const sensitive = isSensitive(column, shape, words) ? { sensitive: true } : {};
  const options = shape.is === 'string' ? optionsOf(words, column, wanted.complete) : undefined;
  if (options !== undefined) {
    const spelling = spellings(texts, options);
    return {
      field,
      columns: [header],
      written: spelling === undefined ? header : { column: header, values: spelling },
      declare: { type: 'options', options: [...options], ...sensitive },
      sure: 'likely',
      why: `${options.length} different values in ${texts.length} rows${spelling === undefined ? '' : ', written in several ways'}`,
    };
  }
  return {
    field,
    columns: [header],
    written: writtenAs(column, shape),
    declare: { type: shape.is, ...sensitive },
    sure:
      settled.doubtful || column.errors.length > 0
        ? 'doubtful'
        : shape.is === 'string' || texts.length >= manyValues
          ? 'sure'
          : 'likely',
    why: `${settled.misfits > 0 ? nearlyWhy(shape, texts.length, settled.misfits) : whyOf(shape, words)}${errorsIn(column)}`,
  };
}

function holds(declared: DeclaredAttribute, shape: ClearShape, texts: readonly string[]): boolean {
  switch (declared.type) {
    case 'string':
      return true;
    case 'options':
      return texts.every((text) => declared.options.includes(text));
    case 'float':
      return shape.is === 'float' || shape.is === 'integer';
    case 'boolean':
      return shape.is === 'boolean' || texts.every((text) => /^[01]$/.test(text.trim()));
    case 'date':
    case 'datetime':
      return shape.is === 'date' || shape.is === 'datetime';
    default:
      return shape.is === declared.type;
  }
}

/** The options of a column: few values that repeat, each in its most frequent spelling. Undefined where it is no choice. */
function optionsOf(
  words: string,
  { texts }: SampledColumn,
  complete: boolean,
): readonly string[] | undefined {
  if (CODED.test(words) || SENSITIVE.test(words) || FREE_TEXT.test(words)) return undefined;
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
  const most = new Map<string, string>();
  for (const [text, count] of counts) {
    const chosen = most.get(text.toLowerCase());
    if (chosen === undefined || count > (counts.get(chosen) ?? 0)) most.set(text.toLowerCase(), text);
  }
  const values = [...most.values()];
  if (values.length < 2 || values.length > mostOptions) return undefined;
  const isChoice = CHOSEN.test(words) && values.length < texts.length;
  // Rows that were not read may hold further values, which would not be among the options.
  if (!complete && !isChoice) return undefined;
  return isChoice || texts.length >= values.length * timesEach ? values.sort() : undefined;
}

/**
 * A map from values to options, needed where some values differ in case or in surrounding space. Undefined where none differs,
 * or where a value matches no option.
 */
function spellings(texts: readonly string[], options: readonly string[]): Record<string, string> | undefined {
  const byCase = new Map(options.map((option) => [option.trim().toLowerCase(), option]));
  const exact = new Set(options);
  const map: Record<string, string> = {};
  let differs = false;
  for (const text of new Set(texts.map((cell) => cell.trim()))) {
    const option = exact.has(text) ? text : byCase.get(text.toLowerCase());
    if (option === undefined) return undefined;
    map[text] = option;
    differs ||= option !== text;
  }
  return differs ? map : undefined;
}

/**
 * Personal data is marked as sensitive. Attributes that hold emails or phone numbers too: only the fields `email` and `phone`
 * are masked without a mark.
 */
function isSensitive({ name, texts }: SampledColumn, { is }: ClearShape, words: string): boolean {
  if (is === 'boolean') return SENSITIVE_FLAG.test(words);
  const reaches = texts.filter((text) => /[^\s@]@[^\s@]/.test(text)).length * 2 > texts.length;
  return SENSITIVE.test(words) || reaches || (isPhoneNamed(name) && texts.some(isPhone));
}

function isPhoneNamed(header: string): boolean {
  const names = FIELD_WORDS.find(([field]) => field === 'phone')?.[1] ?? [];
  const bare = header.replace(/\s*\d+\s*$/, '');
  return [header, bare].some((name) => headerForms(name).some((form) => names.includes(form)));
}

function isPhone(text: string): boolean {
  return text.replace(/\D/g, '').length >= 5;
}

function errorsIn({ errors }: SampledColumn): string {
  return errors.length === 0
    ? ''
    : `, ${errors.length === 1 ? 'a cell shows' : `${errors.length} cells show`} an error`;
}

function whyOf(shape: ClearShape, words: string): string {
  if ('currency' in shape && shape.currency !== undefined)
    return `amounts in ${shape.currency}, the sign is taken off; decimal mark ${shape.decimal}`;
  if ('format' in shape && shape.format !== undefined) return `read as ${shape.format}`;
  if ('decimal' in shape && shape.decimal !== undefined) return `numbers with decimal mark ${shape.decimal}`;
  if (shape.is === 'string') return CODED.test(words) ? 'a code: kept as text' : 'text';
  return `every value is ${shape.is === 'integer' ? 'an integer' : shape.is === 'float' ? 'a number' : `a ${shape.is}`}`;
}

function nearlyWhy(shape: ClearShape, values: number, misfits: number): string {
  return `${values - misfits} of ${values} values are ${whatOf(shape)}`;
}

/** Pairs for yes and no in exports of PostgreSQL and Salesforce, if a column holds nothing else. */
const FLAGS = [
  ['t', 'f'],
  ['y', 'n'],
  ['on', 'off'],
] as const;

/** Value → true or false, for a column of one of the pairs above. */
function flagsIn(texts: readonly string[]): Record<string, boolean> | undefined {
  const values = [...new Set(texts.map((text) => text.trim()))];
  const folded = new Set(values.map((value) => value.toLowerCase()));
  const pair = FLAGS.find(([yes, no]) => folded.size === 2 && folded.has(yes) && folded.has(no));
  if (pair === undefined) return undefined;
  return Object.fromEntries(values.map((value) => [value, value.toLowerCase() === pair[0]]));
}

function reportUnfit(
  { name, texts }: SampledColumn,
  declared: DeclaredAttribute,
  { report }: Decisions,
): void {
  const known = new Set(declared.options.map((option) => option.toLowerCase()));
  const others =
    declared.type === 'options' ? texts.filter((text) => !known.has(text.trim().toLowerCase())) : texts;
  const sample = [...new Set(others)].slice(0, 3).map((text) => JSON.stringify(text.trim().slice(0, 40)));
  report({
    code: 'column-misfit',
    severity: 'warning',
    summary: `column ${JSON.stringify(name)} does not fit the attribute ${declared.name} and was not used`,
    detail: `${declared.name} is declared ${declared.type}${declared.type === 'options' ? `, ${declared.options.join(', ')}` : ''}; the file holds ${sample.join(', ')}`,
    help:
      declared.type === 'options'
        ? 'add the options, or map the column with values:'
        : 'mend the file, or map the column under columns',
  });
}
