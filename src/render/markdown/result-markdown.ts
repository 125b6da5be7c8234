import type { ChangeResult, Outcome, ResultDocument } from '../../types/result.ts';
import { findingsMarkdown } from '../findings/findings-markdown.ts';
import { closingLines, entriesOf, nextStep, type RunFacts, SECTIONS } from '../text/result-text.ts';
import { GLYPHS } from '../view/plan-words.ts';
import { thousands } from '../words/counted.ts';
import { fitMiddle } from '../words/fit.ts';
import { showValue } from '../words/value.ts';
import { code, nested, sentence } from './markdown-text.ts';
import { MOST_CHARACTERS } from './plan-markdown.ts';

/** Done changes that are named; the rest are counted. */
const MOST_DONE = 50;
const MOST_UNSTUCK = 20;
const VALUE_COLUMNS = 80;
const GAP_CHARACTERS = 500;

/** The report of an apply for a job summary: what went wrong first, never above the size of a comment. */
export function renderResultMarkdown(result: ResultDocument, options: RunFacts = {}): string {
  const [title = '', counts = ''] = closingLines(result, options);
  const head = [
    `### ${sentence(title)}`,
    '',
    `**${sentence(counts)}**`,
    '',
    ...findingsMarkdown(result.diagnostics),
    '',
  ];
  let room = MOST_CHARACTERS - lengthOf(head) - SECTIONS.length * GAP_CHARACTERS;
  const sections: string[] = [];
  for (const section of SECTIONS) {
    const { title: name } = section;
    const entries = entriesOf(section, result);
    if (entries.length === 0) continue;
    const {
      head: first,
      hidden,
      tail,
    } = fitMiddle(entries.length, room, (index) => {
      const block = entries[index] === undefined ? '' : item(entries[index]);
      return { block, size: block.length + 1 };
    });
    room -= lengthOf([...first, ...tail]);
    const gap =
      hidden > 0 ? ['', `**${thousands(hidden)} more are not shown here: --json lists all.**`, ''] : [];
    sections.push(`#### ${name} (${thousands(entries.length)})`, '', ...first, ...gap, ...tail, '');
    sections.push(nextStep(section, entries), '');
    if (section.code !== undefined)
      sections.push(`More about it: ${code(`interform explain ${section.code}`)}`, '');
  }
  return [...head, ...sections, ...done(result, room)]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd();
}

function item(entry: ChangeResult): string {
  const { address, action, reason, unstuck = [], edited = [], request_id } = entry;
  return [
    `- ${code(GLYPHS[action])} ${code(address)}${reason === undefined ? '' : `: ${sentence(reason, 400)}`}`,
    ...unstuck.slice(0, MOST_UNSTUCK).map(({ field, sent, kept }) => {
      const shown = [sent, kept].map((value) => code(showValue(field, value, VALUE_COLUMNS)));
      return nested(`- ${code(field, 80)}: sent ${shown[0]}, kept ${shown[1]}`, 1);
    }),
    ...edited.slice(0, MOST_UNSTUCK).map(({ field, read, now }) => {
      const shown = [read, now].map((value) => code(showValue(field, value, VALUE_COLUMNS)));
      return nested(`- ${code(field, 80)}: read ${shown[0]}, now ${shown[1]}`, 1);
    }),
    ...(request_id === undefined ? [] : [nested(`- request id ${code(request_id)}`, 1)]),
  ].join('\n');
}

function done(result: ResultDocument, room: number): string[] {
  const outcomes: readonly Outcome[] = ['done', 'already'];
  const entries = result.results.filter(
    ({ outcome, edited }) => outcomes.includes(outcome) && edited === undefined,
  );
  if (entries.length === 0) return [];
  const lines = entries.slice(0, MOST_DONE).map(item);
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

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
