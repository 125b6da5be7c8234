import type { Change, FieldChange } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { isIdentityField } from '../changes/identity-fields.ts';
import { type MergeFacts, mergeFacts, pairWords } from '../changes/merge-facts.ts';
import { CHECK } from '../changes/merge-words.ts';
import { displayWidth, shorten } from '../terminal/width.ts';
import { fieldForm, type Members } from '../view/field-form.ts';
import type { ShownChange } from '../view/shown-change.ts';
import { gistPart, isGistWhole, WHOLE } from '../words/gist.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { isValueWhole, showAfter, showValue } from '../words/value.ts';
import { code, entities, nested, sentence, whole } from './markdown-text.ts';
import { type Piece, pieceOf } from './shown-piece.ts';

/** Fields of one change that a comment has room for. */
const MOST_FIELDS = 30;
const MOST_NOTES = 10;
const MOST_MEMBERS = 20;
/** Columns of a reason. */
const WHY_COLUMNS = 400;
/** Columns of one value, and of a line of a diff. */
const VALUE_COLUMNS = 120;
/** Columns of a member of a list. */
const MEMBER_COLUMNS = 80;
/** Columns of the last two cells of a merge: what the user gets, and why. */
const CELL_COLUMNS = 300;
/** Columns of a row for fields other than those of identity, which are never cut. */
const ROW_COLUMNS = 160;

/** Why a grave change is planned, as a line. */
export function whyLine(reason: string): string {
  return `**why:** ${sentence(reason, WHY_COLUMNS)}`;
}

/** One change as a list item with its fields below. */
export function changeItem({ change, glyph, pair, why, notes }: ShownChange): Piece {
  const source = change.source === null ? '' : ` <sub>${sentence(placeText(change.source), 120)}</sub>`;
  const fields = identityFirst(change);
  const foretold = change.action === 'merge' ? mergeFacts(change).foretold.join('; ') : '';
  const shown = fields.slice(0, MOST_FIELDS).map(([path, field]) => fieldLines(path, field));
  const lines = [
    `- ${code(glyph)} **${change.action}** ${whole(change.address)}${source}`,
    ...(pair === undefined ? [] : [nested(`- **${sentence(pair, 400)}**`, 1)]),
    ...(why === undefined ? [] : [nested(`- ${whyLine(why)}`, 1)]),
    ...(foretold === '' ? [] : [nested(`- **in Intercom:** ${sentence(foretold, WHY_COLUMNS)}`, 1)]),
    ...shown.flatMap((field) => field.lines),
    ...more(fields.length - MOST_FIELDS, 'fields'),
    ...change.also.slice(0, MOST_NOTES).map((one) => nested(`- also declared as ${code(one)}`, 1)),
    ...more(change.also.length - MOST_NOTES, 'declarations'),
    ...notes.slice(0, MOST_NOTES).map((note) => nested(`- note: ${sentence(note, 400)}`, 1)),
    ...more(notes.length - MOST_NOTES, 'notes'),
  ];
  return pieceOf(lines.join('\n'), fields.length <= MOST_FIELDS && shown.every(({ isWhole }) => isWhole));
}

/** Identity fields first where not all fields have room. */
function identityFirst(change: Change): ReadonlyArray<readonly [string, FieldChange]> {
  const fields = Object.entries(change.fields);
  if (fields.length <= MOST_FIELDS) return fields;
  const leads = ([path]: readonly [string, unknown]) => (isIdentityField(path) ? 0 : 1);
  return fields.toSorted((a, b) => leads(a) - leads(b));
}

/** One change as a single line of a list. Identity fields are not cut even here. */
export function changeLine({ change, glyph, identity }: ShownChange): Piece {
  const start = `- ${code(glyph)} ${whole(change.address)}`;
  // The glyph says already that it is archived.
  const paths = Object.keys(change.fields).filter(
    (path) => change.action !== 'archive' || path !== 'archived',
  );
  const { text, isWhole } = rowText(change, identity, paths);
  const pair = change.action === 'merge' ? ` ${sentence(pairWords(change), 400)}` : '';
  return pieceOf(
    `${start}${pair}${text === '' ? '' : ` ${sentence(text, Number.POSITIVE_INFINITY)}`}`,
    isWhole,
  );
}

/** Fields in one row: those of `first` uncut, then as many others as there is room for. */
export function rowText(
  change: Change,
  first: readonly string[],
  all: readonly string[],
): { readonly text: string; readonly isWhole: boolean } {
  const field = (path: string) => change.fields[path] ?? { after: null };
  const parts = first.map((path) => gistPart(path, field(path), WHOLE));
  const others = all.filter((path) => !first.includes(path));
  let isWhole = true;
  let used = 0;
  for (const path of others) {
    const part = gistPart(path, field(path));
    used += displayWidth(part) + 2;
    if (used > ROW_COLUMNS) {
      parts.push('…');
      isWhole = false;
      break;
    }
    if (!isGistWhole(path, field(path))) isWhole = false;
    parts.push(part);
  }
  return { text: parts.join(', '), isWhole };
}

/** The head of a table of merges; its last column is left out where one reason for all stands above the table. */
export function mergeHead(withWhy: boolean): readonly string[] {
  return withWhy
    ? ['|  | lead | user | they share | the user gets | why |', '| --- | --- | --- | --- | --- | --- |']
    : ['|  | lead | user | they share | the user gets |', '| --- | --- | --- | --- | --- |'];
}

/** One merge as a row of a table. */
export function mergeRow({ change, glyph, reason }: ShownChange, withWhy: boolean): Piece {
  const { lead, user, shares, isDoubtful } = mergeFacts(change);
  const shared = isDoubtful ? `**${CHECK}${shares}**` : shares;
  const got = gained(mergeFacts(change));
  const cells = [
    code(glyph),
    whole(lead),
    whole(user),
    shared,
    sentence(got, CELL_COLUMNS),
    ...(withWhy ? [sentence(reason, CELL_COLUMNS)] : []),
  ];
  const isWhole = displayWidth(got) <= CELL_COLUMNS && got === gained(mergeFacts(change, WHOLE));
  return pieceOf(`| ${cells.join(' | ')} |`, isWhole);
}

/** What the user gets, and what Intercom says of the rest. */
function gained({ gets, foretold }: MergeFacts): string {
  return [gets.join(', '), ...foretold].filter((part) => part !== '').join('; ');
}

interface FieldLines {
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

function fieldLines(path: string, field: FieldChange): FieldLines {
  const name = code(path, 80);
  const shown = fieldForm(field);
  if (shown.form === 'members') return memberLines(name, shown.members);
  if (shown.form === 'diff') {
    const { diff } = shown;
    const lines = diff.lines.map(({ sign, text }) => shorten(`${sign}${text}`, VALUE_COLUMNS));
    const left = diff.left > 0 ? [`and ${diff.left} more lines`] : [];
    return {
      lines: [
        nested(`- ${name}:`, 1),
        '',
        nested('<pre lang="diff">', 2),
        ...[...lines.map(entities), ...left].map((line) => nested(line, 2)),
        nested('</pre>', 2),
        '',
      ],
      isWhole:
        diff.left === 0 && diff.lines.every(({ sign, text }, index) => lines[index] === `${sign}${text}`),
    };
  }
  const room = isIdentityField(path) ? Number.POSITIVE_INFINITY : VALUE_COLUMNS;
  const inCode = (value: Json) => code(showValue(path, value, room), room);
  if (shown.form === 'value') {
    const { value } = shown;
    return { lines: [nested(`- ${name}: ${inCode(value)}`, 1)], isWhole: isValueWhole(path, value, room) };
  }
  const { before, after } = shown;
  const to = after === null ? showAfter(path, after, room) : inCode(after);
  return {
    lines: [nested(`- ${name}: ${inCode(before)} → ${to}`, 1)],
    isWhole: isValueWhole(path, after, room) && isValueWhole(path, before, room),
  };
}

function memberLines(name: string, { add, remove }: Members): FieldLines {
  const parts = [
    ...remove.map((one) => `− ${code(one, MEMBER_COLUMNS)}`),
    ...add.map((one) => `+ ${code(one, MEMBER_COLUMNS)}`),
  ];
  const left = parts.length - MOST_MEMBERS;
  const shown = left > 0 ? [...parts.slice(0, MOST_MEMBERS), `and ${left} more`] : parts;
  return {
    lines: [nested(`- ${name}: ${shown.join(', ')}`, 1)],
    isWhole: left <= 0 && [...add, ...remove].every((one) => displayWidth(inert(one)) <= MEMBER_COLUMNS),
  };
}

function more(count: number, what: string): string[] {
  return count > 0 ? [nested(`- and ${count} more ${what}`, 1)] : [];
}
