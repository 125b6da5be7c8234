import type { ChangeResult, ResultDocument } from '../../types/result.ts';
import { firstOf } from '../../types/stream.ts';
import { endsOf } from '../changes/list-ends.ts';
import { findingsMarkdown } from '../findings/findings-markdown.ts';
import { GLYPHS } from '../view/glyphs.ts';
import { differencesOf, type ResultView, type RunFacts, viewResult } from '../view/result-view.ts';
import { thousands } from '../words/counted.ts';
import { fitMiddle } from '../words/fit.ts';
import { showValue } from '../words/value.ts';
import { code, lengthOf, nested, sentence } from './markdown-text.ts';
import { MOST_CHARACTERS } from './plan-markdown.ts';

/** Done changes that are named; the rest are counted. */
const MOST_DONE = 50;
/** Fields of one result that did not stick, and as many that somebody else edited. */
const MOST_FIELDS = 20;
const VALUE_COLUMNS = 80;
/** Room for the titles and next steps of all sections. */
const MOST_GAPS_CHARACTERS = 3_500;

/** The report of an apply for a job summary: what went wrong first, never above the size of a comment. */
export function renderResultMarkdown(result: ResultDocument, options: RunFacts = {}): string {
  const view = viewResult(result, options);
  const head = [
    `### ${sentence(view.title)}`,
    '',
    `**${sentence(view.sum)}**`,
    '',
    ...findingsMarkdown(result.diagnostics),
    '',
  ];
  let room = MOST_CHARACTERS - lengthOf(head) - MOST_GAPS_CHARACTERS;
  const sections: string[] = [];
  for (const { title, entries, next, explain } of view.sections) {
    const ends = endsOf(entries);
    const {
      head: first,
      hidden,
      tail,
    } = fitMiddle(entries.length, room, (index) => {
      const entry = ends.at(index);
      const block = entry === undefined ? '' : item(entry);
      return { block, size: block.length + 1 };
    });
    room -= lengthOf([...first, ...tail]);
    const gap =
      hidden > 0 ? ['', `**${thousands(hidden)} more are not shown here: --json lists all.**`, ''] : [];
    sections.push(`#### ${title} (${thousands(entries.length)})`, '', ...first, ...gap, ...tail, '');
    sections.push(next, '');
    if (explain !== undefined) sections.push(`More about it: ${code(explain)}`, '');
  }
  return [...head, ...sections, ...done(view, room)]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
}

function item(entry: ChangeResult): string {
  const { address, action, reason, request_id } = entry;
  const { unstuck, edited } = differencesOf(entry);
  return [
    `- ${code(GLYPHS[action])} ${code(address)}${reason === undefined ? '' : `: ${sentence(reason, 400)}`}`,
    ...[...unstuck.slice(0, MOST_FIELDS), ...edited.slice(0, MOST_FIELDS)].map(({ field, values }) => {
      const said = values.map(([word, value]) => `${word} ${code(showValue(field, value, VALUE_COLUMNS))}`);
      return nested(`- ${code(field, 80)}: ${said.join(', ')}`, 1);
    }),
    ...(request_id === undefined ? [] : [nested(`- request id ${code(request_id)}`, 1)]),
  ].join('\n');
}

function done({ done: entries }: ResultView, room: number): string[] {
  if (entries.length === 0) return [];
  const lines = firstOf(entries, MOST_DONE).map(item);
  if (lengthOf(lines) > room) return [];
  const left = entries.length - lines.length;
  return [
    `<details><summary><b>Done (${thousands(entries.length)})</b></summary>`,
    '',
    ...lines,
    ...(left > 0 ? [`- and ${thousands(left)} more`] : []),
    '',
    '</details>',
  ];
}
