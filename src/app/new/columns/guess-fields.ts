import { cellArray, doubtfulId } from '../../../sources/index.ts';
import { readsAsEmail } from '../../../types/email-text.ts';
import type { Json } from '../../../types/json.ts';
import type { Role } from '../../../types/person.ts';
import { lineList } from '../file/broken-rows.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';
import { nearShapeOf } from '../value-shape.ts';
import { COUNTRIES, FIELD_WORDS, FIRST_NAMES, LAST_NAMES } from '../words/field-words.ts';
import { headerForms, tightly } from '../words/header-forms.ts';
import { columnNamed, confirmed } from './choose-column.ts';
import { dateColumn } from './date-column.ts';
import { decideDates, decidePhone, reportUnreadable } from './decide.ts';
import type { Decisions } from './decisions.ts';
import { reportAgainst, reportMisfits } from './misfits.ts';
import { whatOf } from './settle-shape.ts';

export interface FieldsWanted {
  readonly role: Role;
  /** `--column FIELD=COLUMN`; an empty column: none. */
  readonly given: ReadonlyMap<string, string>;
  readonly decisions: Decisions;
}

/** Asked about even where no column looks like them. */
const ALWAYS_ASKED: ReadonlySet<string> = new Set(['external_id', 'email']);
const INTERCOM_ID = /^[0-9a-f]{24}$/;
/** A company_id as people choose it. Capitals and spaces suggest the name of a company instead. */
const COMPANY_ID = /^[\p{Ll}\d][\p{Ll}\d._:~-]*$/u;

/** Guesses which columns hold the contact's own fields. The other columns are left for attributes. */
export async function guessFields(
  columns: readonly SampledColumn[],
  wanted: FieldsWanted,
): Promise<readonly Guess[]> {
  const { ask, dates } = wanted.decisions;
  const free = new Map(columns.filter((column) => !column.twin).map((column) => [column.name, column]));
  const guesses: Guess[] = [];
  const own = [...free.values()].find(isIntercomId);
  if (own !== undefined && !wanted.given.has('external_id')) {
    free.delete(own.name);
    guesses.push({ field: 'id', columns: [own.name], written: own.name, why: "Intercom's own ids" });
  }
  for (const name of wanted.given.values()) free.delete(name);
  for (const [field, names] of FIELD_WORDS) {
    if (field === 'external_id' && wanted.role === 'lead') continue;
    const given = wanted.given.get(field);
    let chosen =
      given === undefined ? likely(field, { names, dates }, [...free.values()]) : columnNamed(columns, given);
    if (given === undefined && ask !== undefined && (chosen.length > 0 || ALWAYS_ASKED.has(field))) {
      chosen = await confirmed(field, chosen, columns, wanted.decisions);
    }
    if (chosen.length === 0) continue;
    for (const column of chosen) free.delete(column.name);
    guesses.push(await fieldGuess(field, chosen, columns, wanted.decisions));
  }
  reportNearMisses([...free.values()], guesses, wanted);
  return guesses;
}

function isIntercomId({ name, texts }: SampledColumn): boolean {
  const named = ['id', 'intercomid', 'contactid', 'intercomcontactid'].includes(tightly(name));
  return named && texts.length > 0 && texts.every((text) => INTERCOM_ID.test(text.trim()));
}

/** The column with the clearest name whose values fit. For `name` also the columns of first and last name. */
function likely(
  field: string,
  { names, dates }: { readonly names: readonly string[]; readonly dates: Decisions['dates'] },
  free: readonly SampledColumn[],
): readonly SampledColumn[] {
  for (const forms of [(name: string) => [tightly(name)], headerForms]) {
    for (const name of names) {
      const found = free.find((column) => forms(column.name).includes(name) && fits(field, column, dates));
      if (found !== undefined) return [found];
    }
  }
  if (field === 'name') {
    const parts = [FIRST_NAMES, LAST_NAMES].map((words) =>
      free.find(
        (column) => headerForms(column.name).some((form) => words.includes(form)) && column.texts.length > 0,
      ),
    );
    return parts.filter((column) => column !== undefined);
  }
  const emails = field === 'email' ? free.filter((column) => share(column, readsAsEmail) > 0.9) : [];
  return emails.length === 1 ? emails : [];
}

function fits(field: string, column: SampledColumn, dates: Decisions['dates']): boolean {
  const { name, texts, lists } = column;
  if (field === 'tags') return texts.length + lists.length > 0;
  if (texts.length === 0) return field === 'companies' && lists.length > 0;
  switch (field) {
    case 'external_id':
      return new Set(texts.map((text) => text.trim())).size >= texts.length * 0.9;
    case 'email':
      return column.texts.filter((text) => addressesIn(text).length > 0).length >= texts.length * 0.8;
    case 'owner':
      return share(column, readsAsEmail) === 1;
    case 'phone':
      return texts.filter(isPhoneLike).length >= texts.length * 0.8;
    case 'signed_up_at':
    case 'last_seen_at':
      return /^(?:date|datetime|unclearDate)$/.test(nearShapeOf(texts, true, dates).shape.is);
    case 'companies':
      return /ids?$/.test(tightly(name)) || share(column, matching(COMPANY_ID)) === 1;
    case 'avatar':
      return share(column, matching(/^https?:\/\/\S+$/)) === 1;
    default:
      return true;
  }
}

function share({ texts }: SampledColumn, isOne: (text: string) => boolean): number {
  return texts.length === 0 ? 0 : texts.filter(isOne).length / texts.length;
}

function matching(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text.trim());
}

async function fieldGuess(
  field: string,
  chosen: readonly SampledColumn[],
  all: readonly SampledColumn[],
  decisions: Decisions,
): Promise<Guess> {
  const names = chosen.map(({ name }) => name);
  const [column] = chosen;
  if (column === undefined) throw new Error('a field is guessed from at least one column');
  const plain = (written: Json, why: string): Guess => ({ field, columns: names, written, why });
  if (names.length > 1) return plain(names, 'joined by a space');
  switch (field) {
    case 'external_id': {
      const doubled = column.texts.length - new Set(column.texts.map((text) => text.trim())).size;
      if (doubled > 0) reportDoubled(column, doubled, decisions);
      const broken = reportUnreadable(
        column,
        (text) => doubtfulId(text.trim()) === undefined,
        'ids any more: a program has made numbers of them',
        decisions.report,
      );
      const doubts = [
        ...(broken > 0 ? [`${broken} of ${column.texts.length} are numbers that a program made of ids`] : []),
        ...(doubled > 0 ? [`${doubled} of ${column.texts.length} occur more than once`] : []),
      ];
      if (doubts.length === 0) return plain(column.name, 'different in every row');
      return { ...plain(column.name, doubts.join(', ')), sure: 'doubtful' };
    }
    case 'email':
    case 'owner': {
      const several = reportSeveral(column, decisions);
      const bad = reportUnreadable(
        column,
        (text) => readsAsEmail(text) || addressesIn(text).length > 1,
        'email addresses',
        decisions.report,
      );
      const what = field === 'owner' ? 'emails of teammates' : 'email addresses';
      if (several + bad === 0) {
        // Without a request nobody knows who is a teammate, and the row of anybody else is bad.
        return field === 'owner'
          ? { ...plain(column.name, `${what}, if all of them are`), sure: 'likely' }
          : plain(column.name, what);
      }
      const good = column.texts.length - several - bad;
      return { ...plain(column.name, `${good} of ${column.texts.length} are ${what}`), sure: 'doubtful' };
    }
    case 'phone': {
      const countries = all.filter(
        ({ name, texts }) => COUNTRIES.includes(tightly(name)) && texts.length > 0,
      );
      const country = countries.find((other) => share(other, matching(/^[A-Z]{2}$/i)) === 1) ?? countries[0];
      const phone = await decidePhone(column, country, decisions);
      if (phone !== undefined) return { ...plain(phone.written, phone.why), sure: phone.sure };
      return { field: null, columns: names, why: 'phone numbers without a country' };
    }
    case 'signed_up_at':
    case 'last_seen_at':
      return dateGuess(field, column, decisions);
    case 'tags':
    case 'companies':
      return listGuess(field, column);
    default:
      return plain(column.name, 'by its name');
  }
}

async function dateGuess(field: string, column: SampledColumn, decisions: Decisions): Promise<Guess> {
  const { shape, misfits } = nearShapeOf(column.texts, true, decisions.dates);
  reportMisfits(column, misfits, { what: whatOf(shape), report: decisions.report });
  reportAgainst(column, shape, decisions);
  const columns = [column.name];
  if (shape.is === 'unclearDate') {
    const format = await decideDates(column, shape, decisions);
    if (format === undefined) return { field: null, columns, why: 'day or month first?' };
    return { field, columns, written: dateColumn(column, format), sure: 'likely', why: `read as ${format}` };
  }
  const format = 'format' in shape ? shape.format : undefined;
  const written = dateColumn(column, format);
  if (misfits.length > 0) {
    const good = column.texts.length - misfits.length;
    const why = `${good} of ${column.texts.length} are ${format ?? 'ISO 8601 or Unix time'}`;
    return { field, columns, written, sure: 'doubtful', why };
  }
  const why = format === undefined ? 'ISO 8601 or Unix time' : `only ${format} fits`;
  return { field, columns, written, sure: 'sure', why };
}

/** Google's address books separate labels with three colons. */
const SEPARATORS = [' ::: ', ';', '|', ','] as const;

/** Splits lists at the separator that most cells contain; JSON lists need none. */
function listGuess(field: string, column: SampledColumn): Guess {
  const columns = [column.name];
  const plain = column.texts.filter((text) => cellArray(text) === undefined);
  const counts = SEPARATORS.map((mark) => plain.filter((text) => text.includes(mark)).length);
  const most = Math.max(...counts);
  const split = most === 0 ? undefined : SEPARATORS[counts.indexOf(most)];
  const listed = plain.length < column.texts.length ? 'lists in brackets' : 'a list';
  const declared = field === 'companies' ? 'ids of companies that are declared or live' : listed;
  if (split === undefined) {
    const spaced = plain.filter((text) => /\S\s+\S/.test(text)).length;
    if (field === 'companies' || spaced === 0) return { field, columns, written: column.name, why: declared };
    // Zendesk separates tags by spaces; elsewhere tags contain spaces.
    const why = `a tag a cell; ${spaced} of ${plain.length} hold spaces: split: " " if those part tags`;
    return { field, columns, written: column.name, sure: 'doubtful', why };
  }
  return { field, columns, written: { column: column.name, split }, why: `${declared}, cut at ${split}` };
}

function reportDoubled(column: SampledColumn, doubled: number, { report }: Decisions): void {
  report({
    code: 'doubled-ids',
    severity: 'warning',
    summary: `${doubled} values of column ${JSON.stringify(column.name)} occur more than once`,
    help: 'on_duplicate_row: first or last under policy says which row counts; otherwise plan stops at them',
  });
}

/** Warns of a column that is named like a field and does not fit it: its values would silently be missing. */
function reportNearMisses(
  free: readonly SampledColumn[],
  guesses: readonly Guess[],
  { given, role, decisions: { report } }: FieldsWanted,
): void {
  for (const [field, names] of FIELD_WORDS) {
    const what = WANTED[field];
    const isSettled = given.has(field) || guesses.some((guess) => guess.field === field);
    if (what === undefined || isSettled || (field === 'external_id' && role === 'lead')) continue;
    const column = free.find(
      ({ name, texts }) => texts.length > 0 && headerForms(name).some((form) => names.includes(form)),
    );
    if (column === undefined || guesses.some((guess) => guess.columns.includes(column.name))) continue;
    const sample = column.texts.slice(0, 3).map((text) => JSON.stringify(text.trim().slice(0, 40)));
    report({
      code: 'column-misfit',
      severity: 'warning',
      summary: `column ${JSON.stringify(column.name)} is named like ${field} and was not used as it`,
      detail: `too many of its values are not ${what}, such as ${sample.join(', ')}`,
      help: `--column ${field}=${JSON.stringify(column.name)} takes it all the same; --column ${field}= says that it is none`,
    });
  }
}

const WANTED: Readonly<Record<string, string>> = {
  external_id: 'different from each other',
  email: 'email addresses',
  phone: 'phone numbers',
  signed_up_at: 'dates that can be read',
  last_seen_at: 'dates that can be read',
};

function reportSeveral(column: SampledColumn, { report }: Decisions): number {
  const several = column.texts.flatMap((text, at) => (addressesIn(text).length > 1 ? [at] : []));
  if (several.length === 0) return 0;
  report({
    code: 'several-addresses',
    severity: 'warning',
    summary: `${several.length} of ${column.texts.length} cells in column ${JSON.stringify(column.name)} hold several addresses`,
    detail: lineList(several.map((at) => column.lines[at] ?? 0)),
    help: 'a person has one: keep the first in the file, or leave such rows out with on_bad_row: skip under policy',
  });
  return several.length;
}

/** The email addresses in a cell; `Ann <a@b.test>` has one. */
function addressesIn(text: string): readonly string[] {
  return text.match(/[^\s@<>,;:|"'()[\]]+@[^\s@<>,;:|"'()[\]]+/g) ?? [];
}

/** Whether a text is a phone number, with the characters that people and exports put around it. */
function isPhoneLike(text: string): boolean {
  const plain = text
    .replace(/[\p{Cf}\u00a0]/gu, ' ')
    .trim()
    .replace(/^(?:tel|phone|mobile|whatsapp|p):\s*/i, '');
  return /^['=+\d("][\d\s().\-/+x*#"]{4,}$/.test(plain.replace(/\s*(?:ext\.?|x|#)\s*\d+$/i, ''));
}
