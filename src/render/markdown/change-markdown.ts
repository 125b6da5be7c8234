import { type Change, type FieldChange, isMembership } from '../../types/change.ts';
import { identityChanges, isIdentityField } from '../changes/identity-fields.ts';
import { mergeFacts, otherNotes, pairWords } from '../changes/merge-facts.ts';
import { CHECK } from '../changes/merge-words.ts';
import { displayWidth, shorten } from '../terminal/width.ts';
import { reasonOf } from '../text/change-block.ts';
import { BLOCKED_GLYPH, GLYPHS, isGrave } from '../view/plan-words.ts';
import { gistPart, isGistWhole, WHOLE } from '../words/gist.ts';
import { inert } from '../words/inert.ts';
import { placeText } from '../words/place-text.ts';
import { listDifference, unifiedDiff } from '../words/unified-diff.ts';
import { isValueWhole, showValue } from '../words/value.ts';
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
/** Columns of what a merge gives, and of why it is made. */
const CELL_COLUMNS = 300;
/** Columns of a row for fields that say nothing of who somebody is. */
const ROW_COLUMNS = 160;

/** Why a grave change is planned, as a line. */
export function whyLine(change: Change): string {
  return `**why:** ${sentence(reasonOf(change), WHY_COLUMNS)}`;
}

export function glyphOf(change: Pick<Change, 'action'>, blocked: boolean): string {
  return `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[change.action]}`;
}

/** One change as a list item with its fields below. */
export function changeItem(change: Change, blocked: boolean): Piece {
  const source = change.source === null ? '' : ` <sub>${sentence(placeText(change.source), 120)}</sub>`;
  const fields = identityFirst(change);
  const notes = otherNotes(change);
  const hasPair = notes.length < change.notes.length;
  const shown = fields.slice(0, MOST_FIELDS).map(([path, field]) => fieldLines(path, field));
  const lines = [
    `- ${code(glyphOf(change, blocked))} **${change.action}** ${whole(change.address)}${source}`,
    ...(hasPair ? [nested(`- **${sentence(pairWords(change), 400)}**`, 1)] : []),
    ...(isGrave(change) ? [nested(`- ${whyLine(change)}`, 1)] : []),
    ...shown.flatMap((field) => field.lines),
    ...more(fields.length - MOST_FIELDS, 'fields'),
    ...change.also.slice(0, MOST_NOTES).map((one) => nested(`- also declared as ${code(one)}`, 1)),
    ...more(change.also.length - MOST_NOTES, 'declarations'),
    ...notes.slice(0, MOST_NOTES).map((note) => nested(`- note: ${sentence(note, 400)}`, 1)),
    ...more(notes.length - MOST_NOTES, 'notes'),
  ];
  return pieceOf(lines.join('\n'), fields.length <= MOST_FIELDS && shown.every(({ isWhole }) => isWhole));
}

/** Where not all fields are shown, those of who somebody is are. */
function identityFirst(change: Change): ReadonlyArray<readonly [string, FieldChange]> {
  const fields = Object.entries(change.fields);
  if (fields.length <= MOST_FIELDS) return fields;
  const leads = ([path]: readonly [string, unknown]) => (isIdentityField(path) ? 0 : 1);
  return fields.toSorted((a, b) => leads(a) - leads(b));
}

/** The same as a line of a list, where there is no room for more: what becomes of who somebody is is whole even so. */
export function changeLine(change: Change, blocked: boolean): Piece {
  const identity = identityChanges(change);
  const start = `- ${code(glyphOf(change, blocked))} ${whole(change.address)}`;
  // That it is archived says its glyph.
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

/** Fields in one row: the first ones whole, of all the others as many as it has room for. */
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

/** The head of a table of merges; without a last column where why they are made stands above it. */
export function mergeHead(withWhy: boolean): readonly string[] {
  return withWhy
    ? ['|  | lead | user | they share | the user gets | why |', '| --- | --- | --- | --- | --- | --- |']
    : ['|  | lead | user | they share | the user gets |', '| --- | --- | --- | --- | --- |'];
}

/** One merge as a row of a table. */
export function mergeRow(change: Change, blocked: boolean, withWhy: boolean): Piece {
  const { lead, user, shares, isDoubtful, gets } = mergeFacts(change);
  const shared = isDoubtful ? `**${CHECK}${shares}**` : shares;
  const got = gets.join(', ');
  const cells = [
    code(glyphOf(change, blocked)),
    whole(lead),
    whole(user),
    shared,
    sentence(got, CELL_COLUMNS),
    ...(withWhy ? [sentence(reasonOf(change), CELL_COLUMNS)] : []),
  ];
  const isWhole = displayWidth(got) <= CELL_COLUMNS && got === mergeFacts(change, WHOLE).gets.join(', ');
  return pieceOf(`| ${cells.join(' | ')} |`, isWhole);
}

interface FieldLines {
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

function fieldLines(path: string, field: FieldChange): FieldLines {
  const name = code(path, 80);
  if (isMembership(field)) return setLines(name, field);
  const { before, after } = field;
  const diff = unifiedDiff(before, after);
  if (diff !== undefined) {
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
  const lists = listDifference(before, after);
  if (lists !== undefined) return setLines(name, lists);
  const room = isIdentityField(path) ? Number.POSITIVE_INFINITY : VALUE_COLUMNS;
  const shown = (value: typeof after) => code(showValue(path, value, room), room);
  const isWhole =
    isValueWhole(path, after, room) && (before === undefined || isValueWhole(path, before, room));
  if (before === undefined) return { lines: [nested(`- ${name}: ${shown(after)}`, 1)], isWhole };
  const to = after === null ? '(cleared)' : shown(after);
  return { lines: [nested(`- ${name}: ${shown(before)} → ${to}`, 1)], isWhole };
}

function setLines(
  name: string,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): FieldLines {
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
