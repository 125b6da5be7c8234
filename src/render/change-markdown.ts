import { type Change, type FieldChange, isMembership } from '../types/change.ts';
import { reasonOf } from './change-block.ts';
import { type ChangeGroup, SAMPLES } from './group-changes.ts';
import { groupCount, groupParts } from './group-words.ts';
import { code, entities, nested, sentence } from './markdown-text.ts';
import { mergeFacts, otherNotes, pairWords } from './merge-facts.ts';
import { placeText } from './place-text.ts';
import { BLOCKED_GLYPH, GLYPHS, isGrave } from './plan-words.ts';
import { listDifference, unifiedDiff } from './unified-diff.ts';
import { showValue } from './value.ts';
import { shorten } from './width.ts';

/** Fields of one change that a comment has room for. */
const MOST_FIELDS = 30;
const MOST_NOTES = 10;
const MOST_MEMBERS = 20;
/** Columns of one value, and of a line of a diff. */
const VALUE_COLUMNS = 120;

/** One change as a list item with its fields below. */
export function changeItem(change: Change, blocked: boolean): string {
  const glyph = `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[change.action]}`;
  const source = change.source === null ? '' : ` <sub>${sentence(placeText(change.source), 120)}</sub>`;
  const fields = Object.entries(change.fields);
  const notes = otherNotes(change);
  const hasPair = notes.length < change.notes.length;
  const lines = [
    `- ${code(glyph)} **${change.action}** ${code(change.address)}${source}`,
    ...(hasPair ? [nested(`- **${sentence(pairWords(change), 400)}**`, 1)] : []),
    ...(isGrave(change) ? [nested(`- **why:** ${sentence(reasonOf(change), 400)}`, 1)] : []),
    ...fields.slice(0, MOST_FIELDS).flatMap(([path, field]) => fieldLines(path, field)),
    ...more(fields.length - MOST_FIELDS, 'fields'),
    ...change.also.slice(0, MOST_NOTES).map((one) => nested(`- also declared as ${code(one)}`, 1)),
    ...more(change.also.length - MOST_NOTES, 'declarations'),
    ...notes.slice(0, MOST_NOTES).map((note) => nested(`- note: ${sentence(note, 400)}`, 1)),
    ...more(notes.length - MOST_NOTES, 'notes'),
  ];
  return lines.join('\n');
}

export const MERGE_HEAD = [
  '|  | lead | user | they share | the user gets | why |',
  '| --- | --- | --- | --- | --- | --- |',
];

/** One merge as a row of a table. */
export function mergeRow(change: Change, blocked: boolean): string {
  const { lead, user, shares, isDoubtful, gets } = mergeFacts(change);
  const glyph = `${blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[change.action]}`;
  const shared = isDoubtful ? `**CHECK: ${shares}**` : shares;
  const cells = [
    code(glyph),
    code(lead),
    code(user),
    shared,
    sentence(gets.join(', '), 300),
    sentence(reasonOf(change), 300),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A group that opens on its first changes. */
export function groupItem(group: ChangeGroup): string {
  const glyph = `${group.blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[group.action]}`;
  const parts = groupParts(group).map((part) => sentence(part, VALUE_COLUMNS));
  const samples = group.changes.slice(0, SAMPLES);
  return [
    '',
    `<details><summary>${code(glyph)} <b>${groupCount(group)}: ${parts.join(', ')}</b></summary>`,
    '',
    `The first ${samples.length}:`,
    '',
    ...samples.map((change) => changeItem(change, group.blocked)),
    '',
    '</details>',
    '',
  ].join('\n');
}

function fieldLines(path: string, field: FieldChange): string[] {
  const name = code(path, 80);
  if (isMembership(field)) return [nested(`- ${name}: ${setsText(field)}`, 1)];
  const { before, after } = field;
  const diff = unifiedDiff(before, after);
  if (diff !== undefined) {
    const lines = diff.lines.map(({ sign, text }) => entities(shorten(`${sign}${text}`, VALUE_COLUMNS)));
    const left = diff.left > 0 ? [`and ${diff.left} more lines`] : [];
    return [
      nested(`- ${name}:`, 1),
      '',
      nested('<pre lang="diff">', 2),
      ...[...lines, ...left].map((line) => nested(line, 2)),
      nested('</pre>', 2),
      '',
    ];
  }
  const lists = listDifference(before, after);
  if (lists !== undefined) return [nested(`- ${name}: ${setsText(lists)}`, 1)];
  const shown = (value: typeof after) => code(showValue(path, value, VALUE_COLUMNS));
  if (before === undefined) return [nested(`- ${name}: ${shown(after)}`, 1)];
  return [nested(`- ${name}: ${shown(before)} → ${after === null ? '(cleared)' : shown(after)}`, 1)];
}

function setsText({
  add,
  remove,
}: {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}): string {
  const parts = [...remove.map((one) => `− ${code(one, 80)}`), ...add.map((one) => `+ ${code(one, 80)}`)];
  const left = parts.length - MOST_MEMBERS;
  const shown = left > 0 ? [...parts.slice(0, MOST_MEMBERS), `and ${left} more`] : parts;
  return shown.join(', ');
}

function more(count: number, what: string): string[] {
  return count > 0 ? [nested(`- and ${count} more ${what}`, 1)] : [];
}
