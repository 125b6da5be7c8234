import { attributeName } from '../../types/attribute-path.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { MaskDigest } from './mask-digest.ts';
import { kindIn, maskAddress, maskContacts } from './mask-text.ts';
import type { PersonalFields } from './personal-fields.ts';

/** A set of values, or what stands for one. */
export type Values = Pick<ReadonlySet<string>, 'has' | 'size'>;

export interface SentenceMask {
  readonly digest: MaskDigest;
  readonly fields: PersonalFields;
  /** Values of personal fields that sentences may repeat. */
  readonly known: Values;
}

/** Codes of findings whose detail is the value of an email, a phone number or a name. */
const ABOUT_PERSONAL = /(?:^|-)(?:e?mail|phone|name)(?:-|$)/;
/** Shorter values stand in sentences for other things as well: they are masked only between quotes. */
const LEAST_BARE_LENGTH = 3;
/** A name of more words is masked only between quotes. */
const MOST_WORDS = 8;

/**
 * A finding without personal data. Its parts say what they are about: where the summary or the code is about a personal
 * field, or the value comes from a row whose column is not known here, the value in the detail is masked too.
 */
export function maskFinding(finding: Diagnostic, mask: SentenceMask): Diagnostic {
  const { summary, detail, help, address, file } = finding;
  const isSchema = address !== undefined && namesNobody(kindIn(address), mask.fields);
  const isPersonal =
    !isSchema && (ABOUT_PERSONAL.test(finding.code) || mentions(summary, mask.fields.paths) !== undefined);
  const told = (text: string) => maskSentence(text, mask, isPersonal);
  return {
    ...finding,
    summary: told(summary),
    ...(detail === undefined ? {} : { detail: maskDetail(detail, finding, mask, isPersonal) }),
    ...(help === undefined ? {} : { help: maskSentence(help, mask) }),
    ...(address === undefined ? {} : { address: maskAddress(address, mask.digest) }),
    ...(file === undefined ? {} : { file: maskContacts(file, mask.digest) }),
  };
}

/** Whether what is called a name there is no person's: of the project file, and of kinds that are not about people. */
function namesNobody(kind: string, fields: PersonalFields): boolean {
  return kind === 'project' || !fields.has(kind, 'name');
}

function maskDetail(detail: string, finding: Diagnostic, mask: SentenceMask, isPersonal: boolean): string {
  const isRow = finding.row !== undefined && (isPersonal || !isPlainCode(finding.code));
  if (isRow) {
    const [, column, value] = /^([^:"]{1,60}: )(.+)$/s.exec(detail) ?? [];
    if (column !== undefined && value !== undefined) return `${column}${mask.digest(bare(value))}`;
    if (!detail.includes('"')) return mask.digest(detail);
  }
  const isBare =
    !detail.includes('"') && (ABOUT_PERSONAL.test(finding.code) || startsPersonal(finding, mask));
  if (isPersonal && isBare) return mask.digest(detail);
  return maskSentence(detail, mask, isPersonal || isRow);
}

/** Dates, numbers and lists of values are no person's, unless a sensitive attribute says so, which the summary names. */
function isPlainCode(code: string): boolean {
  return /date|number|boolean|option|type|integer|float/.test(code);
}

function startsPersonal(finding: Diagnostic, mask: SentenceMask): boolean {
  const [first = ''] = finding.summary.split(' ', 1);
  return mask.fields.paths.has(first) || mask.fields.paths.has(lastStep(first));
}

/**
 * A sentence without what parses as an email or a phone number, without known personal values, and without the values that
 * follow the name of a personal field, as in `name is "Ada", the plan saw "Eve"`.
 */
export function maskSentence(sentence: string, mask: SentenceMask, isPersonal = false): string {
  // Most reasons are the same few words.
  if (mask.known.size === 0 && !/["@+%\d]/.test(sentence)) return sentence;
  // A value that was cut off has no closing quote.
  const parts = sentence.split(/("(?:[^"\\]|\\.)*(?:"|$))/);
  let within = isPersonal;
  const shown = parts.map((part, index) => {
    if (index % 2 === 1) return quotedPart(part, mask, within);
    // What is said of the next field begins behind a semicolon.
    const clause = part.slice(part.lastIndexOf(';') + 1);
    if (part.includes(';')) within = isPersonal;
    const field = mentions(clause, mask.fields.paths);
    if (field !== undefined) within = true;
    const plain =
      within && field !== undefined && attributeName(field) !== undefined ? withoutNumbers(part, mask) : part;
    return withoutKnown(plain, mask);
  });
  return maskContacts(shown.join(''), mask.digest);
}

function quotedPart(part: string, { digest, fields, known }: SentenceMask, within: boolean): string {
  const value = bare(part);
  if (value === '' || fields.paths.has(value)) return part;
  return within || known.has(value) ? `"${digest(value)}"` : part;
}

/** The personal field that a sentence names: `name`, `contacts[0].phone`, `custom_attributes.salary`. */
function mentions(sentence: string, paths: ReadonlySet<string>): string | undefined {
  for (const word of sentence.split(/[\s,;()]+/)) {
    const plain = word.replace(/(?<![:."])[:."]+$/, '');
    if (plain === '') continue;
    if (paths.has(plain)) return plain;
    const custom = /(?:^|\.)(custom_attributes\..+)$/.exec(plain)?.[1];
    if (custom !== undefined) {
      if (paths.has(custom)) return custom;
    } else if (plain.includes('.') && paths.has(lastStep(plain))) return lastStep(plain);
  }
  return undefined;
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function withoutNumbers(text: string, { digest }: SentenceMask): string {
  return text.replace(/(?<=\b(?:is|saw|wants|as|kept) )(?:-?\d+(?:\.\d+)?|true|false)\b/g, (found) =>
    digest(found),
  );
}

/** Replaces runs of words that are known personal values. */
function withoutKnown(text: string, { digest, known }: SentenceMask): string {
  if (known.size === 0) return text;
  // Words at even places, what stands between them at odd ones.
  const tokens = text.split(/([\s,;:()]+)/);
  let shown = '';
  for (let at = 0; at < tokens.length; ) {
    const length = at % 2 === 0 ? knownRun(tokens, at, known) : 0;
    if (length > 0) shown += digest(tokens.slice(at, at + length).join(''));
    else shown += tokens[at];
    at += Math.max(1, length);
  }
  return shown;
}

/** How many tokens from `at` make up a known value: the longest run counts. */
function knownRun(tokens: readonly string[], at: number, known: Values): number {
  for (let length = MOST_WORDS * 2 - 1; length > 0; length -= 2) {
    if (at + length > tokens.length) continue;
    const run = tokens.slice(at, at + length).join('');
    if (run.length >= LEAST_BARE_LENGTH && known.has(run)) return length;
  }
  return 0;
}

function bare(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : quoted;
  } catch {
    return quoted.replace(/^"|"$/g, '');
  }
}
