import type { Json } from '../../../types/json.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import { type ConsentName, consentName, isStateName } from '../words/consent-names.ts';
import { type ConsentWord, consentWord } from '../words/consent-values.ts';
import { answer } from './decide.ts';
import type { Decisions } from './decisions.ts';

const FIELD = 'unsubscribed_from_emails';
/** With more different values, a column is not about consent. */
const mostValues = 20;

/** A column about consent to emails, with the meaning of each of its values. */
export interface ConsentColumn {
  readonly column: SampledColumn;
  readonly name: ConsentName;
  /** Value → whether it means unsubscribed; undefined where its meaning is not known. */
  readonly values: ReadonlyMap<string, boolean | undefined>;
  /** Values that mean that nobody was ever asked. */
  readonly never: readonly string[];
}

/** Columns about consent to emails, the clearest first, and those about consent to something else. */
export interface Consents {
  readonly emails: readonly ConsentColumn[];
  readonly others: readonly SampledColumn[];
}

export function consentsIn(columns: readonly SampledColumn[]): Consents {
  const emails: ConsentColumn[] = [];
  const others: SampledColumn[] = [];
  for (const column of columns) {
    if (column.twin || column.texts.length === 0) continue;
    const name = nameOf(column);
    if (name === undefined) continue;
    if (name.of !== 'emails') others.push(column);
    // A time of consent does not tell who did not consent.
    else if (!(name.time && name.yes === 'in')) emails.push(read(column, name));
  }
  return { emails: emails.sort((a, b) => a.name.rank - b.name.rank), others };
}

/** A column that the user has named. */
export function consentOf(column: SampledColumn): ConsentColumn {
  return read(column, nameOf(column) ?? { yes: 'out', of: 'emails', rank: 0, doubtful: false, time: false });
}

/** The guess for a column, with a map of its values unless a source reads them as they are. */
export async function consentGuess(consent: ConsentColumn, decisions: Decisions): Promise<Guess> {
  const { column, name } = consent;
  const columns = [column.name];
  const said = JSON.stringify(column.name);
  if (name.time) return unused(consent, 'it holds times', decisions);
  const values = await settledValues(consent, decisions);
  const unknown = [...values].flatMap(([text, out]) => (out === undefined ? [text] : []));
  if (unknown.length > 0) {
    return unused(consent, `it is not known what ${listed(unknown)} means there`, decisions);
  }
  const isDoubtful = name.doubtful || consent.never.length > 0;
  if (isDoubtful) {
    decisions.report({
      code: 'opt-out-guessed',
      severity: 'warning',
      summary: `column ${said} was read as ${FIELD}`,
      detail: doubtOf(consent),
      help: `look at ${FIELD} in the manifest; --column ${FIELD}= leaves it out`,
    });
  }
  const texts = [...values.keys()];
  const plain = texts.every((text) => PLAIN[text.trim().toLowerCase()] === values.get(text));
  const written: Json = plain ? column.name : { column: column.name, values: mapOf(values) };
  const out = column.texts.filter((text) => values.get(text.trim())).length;
  const why = `${name.yes === 'out' ? 'who gets no emails' : 'who gets emails, the other way round'}: ${out} of ${column.texts.length} unsubscribed`;
  return { field: FIELD, columns, written, sure: isDoubtful ? 'doubtful' : 'sure', why };
}

/** Warns that a column looks like an opt-out and is not used. */
function unused({ column, name }: ConsentColumn, why: string, { report }: Decisions): Guess {
  report({
    code: 'opt-out-unused',
    severity: 'warning',
    summary: `column ${JSON.stringify(column.name)} looks like an opt-${name.yes} of emails and was not used`,
    detail: why,
    help: `map ${FIELD} to it under columns, with values: { CELL: true } for who is unsubscribed; without it everybody that is created gets emails`,
  });
  return { field: null, columns: [column.name], why: `looks like an opt-${name.yes} of emails; ${why}` };
}

/** A further column about consent to emails. It is reported if it unsubscribes contacts that the used one does not. */
export function besides(used: ConsentColumn, other: ConsentColumn, decisions: Decisions): Guess {
  const out = new Set(linesOut(used));
  const more = linesOut(other).filter((line) => !out.has(line));
  const said = `${FIELD} is read from ${JSON.stringify(used.column.name)}`;
  if (more.length > 0) {
    return unused(
      other,
      `${said}; ${more.length} more unsubscribed here, such as in line ${more[0]}`,
      decisions,
    );
  }
  return { field: null, columns: [other.column.name], why: `${said}, which says the same` };
}

function linesOut({ column, values, name }: ConsentColumn): readonly number[] {
  return column.lines.filter((_, at) => name.time || values.get((column.texts[at] ?? '').trim()) === true);
}

/** Values that a source reads by itself (design 3.6). */
const PLAIN: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, 1: true },
  ...{ false: false, no: false, 0: false },
};

function nameOf(column: SampledColumn): ConsentName | undefined {
  const named = consentName(column.name);
  if (named !== undefined) return named;
  const words = new Set(column.texts.map((text) => text.trim()));
  if (words.size > mostValues) return undefined;
  const known = [...words].map(consentWord);
  if (!known.some((word) => word?.telling)) return undefined;
  // A value of another meaning shows that the column is about something else, unless its name is that of a status.
  if (!isStateName(column.name) && known.some((word) => word === undefined)) return undefined;
  return {
    yes: 'in',
    of: 'emails',
    rank: isStateName(column.name) ? 2.5 : 3.5,
    doubtful: false,
    time: false,
  };
}

function read(column: SampledColumn, name: ConsentName): ConsentColumn {
  const values = new Map<string, boolean | undefined>();
  const never: string[] = [];
  for (const text of new Set(column.texts.map((cell) => cell.trim()))) {
    if (values.size > mostValues) break;
    const word = consentWord(text)?.word;
    values.set(text, word === undefined ? undefined : isOut(word, name.yes));
    if (word === 'never') never.push(text);
  }
  return { column, name, values, never };
}

function isOut(word: ConsentWord, yes: 'out' | 'in'): boolean {
  switch (word) {
    case 'out':
    case 'never':
      return true;
    case 'in':
      return false;
    default:
      return (word === 'yes') === (yes === 'out');
  }
}

/** Asks for the meaning of unknown values, if somebody is there to answer. */
async function settledValues(
  { column, values }: ConsentColumn,
  { ask }: Decisions,
): Promise<ReadonlyMap<string, boolean | undefined>> {
  if (ask === undefined || values.size > mostValues) return values;
  const settled = new Map(values);
  for (const [text, out] of values) {
    if (out !== undefined) continue;
    const typed = await answer(
      ask,
      `${JSON.stringify(text)} in ${JSON.stringify(column.name)}: is that person unsubscribed? y, n, or 0 to leave the column out`,
      '0',
    );
    if (!/^[yn]/i.test(typed)) return values;
    settled.set(text, /^y/i.test(typed));
  }
  return settled;
}

function doubtOf({ column, name, never }: ConsentColumn): string {
  const asked = never.length > 0 ? `${listed(never)} counts as unsubscribed: nobody agreed to emails` : '';
  if (!name.doubtful) return asked;
  const other =
    name.rank >= 5
      ? 'it is about one sort of email, and Intercom has one field for all'
      : `${JSON.stringify(column.name)} may be about something else than emails`;
  return asked === '' ? other : `${other}; ${asked}`;
}

function mapOf(values: ReadonlyMap<string, boolean | undefined>): Json {
  return Object.fromEntries([...values].flatMap(([text, out]) => (out === undefined ? [] : [[text, out]])));
}

function listed(values: readonly string[]): string {
  const more = values.length > 3 ? ` and ${values.length - 3} more` : '';
  return (
    values
      .slice(0, 3)
      .map((value) => JSON.stringify(value))
      .join(', ') + more
  );
}
