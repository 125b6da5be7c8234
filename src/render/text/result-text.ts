import type { ChangeResult, ResultDocument } from '../../types/result.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { padTo, wrap } from '../terminal/width.ts';
import { GLYPHS } from '../view/glyphs.ts';
import {
  type Difference,
  differencesOf,
  type ResultSection,
  type RunFacts,
  viewResult,
} from '../view/result-view.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { showValue } from '../words/value.ts';
import { type ReasonGroup, reasonGroups } from './reason-groups.ts';
import { reasonLines } from './reason-lines.ts';

const INDENT = '      ';
/** Results shown for one reason. */
const SAMPLES = 3;
/** Fields shown of one result that did not stick, or that somebody else edited. */
const MOST_FIELDS = 20;
/** Reasons shown of one outcome, the most frequent first: the report of any run stays a screen or two. */
const MOST_REASONS = 6;

/** The report of an apply for people (design 7.6), without a newline at the end. */
export function renderResult(result: ResultDocument, look: Look & RunFacts): string {
  const { sections, title, sum } = viewResult(result, look);
  const closing = `${wrap(title, look.width).join('\n')}\n${paintFor(look.color)('bold', sum)}`;
  return [...sections.map((section) => sectionLines(section, look).join('\n')), closing].join('\n\n');
}

/**
 * One outcome, by reason:
 *
 *     Failed (5,000)
 *       4,990 of one kind
 *       + contact/beta/ada
 *           the reason, once
 *       + contact/beta/grace
 *         and 4,988 more; --json lists all
 *       what to do next, and what explains it
 */
function sectionLines({ title, isBad, entries, next, explain }: ResultSection, look: Look): string[] {
  const paint = paintFor(look.color);
  const groups = reasonGroups(entries, SAMPLES);
  const others = groups.slice(MOST_REASONS);
  const unseen = others.reduce((sum, { count }) => sum + count, 0);
  return [
    paint('bold', paint(isBad ? 'red' : 'yellow', `${title} (${thousands(entries.length)})`)),
    ...groups.slice(0, MOST_REASONS).flatMap((group) => groupLines(group, groups.length > 1, look)),
    ...(unseen > 0
      ? [`  and ${thousands(unseen)} more for ${counted(others.length, 'other reason')}; --json lists all`]
      : []),
    ...wrap(next, Math.max(38, look.width - 2)).map((line) => `  ${line}`),
    ...(explain === undefined ? [] : [`  More about it: ${explain}`]),
  ];
}

function groupLines({ count, samples }: ReasonGroup, isOneOfMany: boolean, look: Look): string[] {
  const more = count - SAMPLES;
  return [
    ...(isOneOfMany && more > 0 ? [`  ${thousands(count)} of one kind:`] : []),
    ...samples.flatMap((entry, index) => entryLines(entry, look, samples[index - 1])),
    ...(more > 0 ? [`    and ${thousands(more)} more; --json lists all`] : []),
  ];
}

function entryLines(entry: ChangeResult, look: Look, previous: ChangeResult | undefined): string[] {
  const paint = paintFor(look.color);
  const room = Math.max(34, look.width - INDENT.length);
  const isSaid = previous !== undefined && entry.reason === previous.reason;
  const reason =
    entry.reason === undefined || isSaid
      ? []
      : reasonLines(entry.reason, room, previous?.reason).map((line) => INDENT + line);
  const { unstuck, edited } = differencesOf(entry);
  const column = Math.max(0, ...[...unstuck, ...edited].map(({ field }) => inert(field).length));
  const share = Math.floor((room - column - 'sent , kept '.length - 2) / 2);
  const fieldLine = ({ field, values }: Difference) => {
    const said = values.map(([word, value]) => `${word} ${showValue(field, value, share)}`).join(', ');
    return `${INDENT}${padTo(inert(field), column)}  ${said}`;
  };
  return [
    `  ${GLYPHS[entry.action]} ${paint('bold', inert(entry.address))}`,
    ...reason,
    ...unstuck.slice(0, MOST_FIELDS).map(fieldLine),
    ...edited.slice(0, MOST_FIELDS).map(fieldLine),
    ...moreFields(unstuck.length),
    ...moreFields(edited.length),
    ...(entry.request_id === undefined
      ? []
      : [paint('dim', `${INDENT}request id ${inert(entry.request_id)}`)]),
  ];
}

function moreFields(count: number): string[] {
  const more = count - MOST_FIELDS;
  return more > 0 ? [`${INDENT}and ${counted(more, 'more field')}; --json lists all`] : [];
}
