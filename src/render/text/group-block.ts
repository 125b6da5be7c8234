import type { Change } from '../../types/change.ts';
import type { ChangeGroup } from '../changes/group-changes.ts';
import { groupCount, groupParts } from '../changes/group-words.ts';
import { SAMPLES } from '../changes/grouping.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, shorten } from '../terminal/width.ts';
import { BLOCKED_GLYPH, GLYPHS } from '../view/plan-words.ts';
import { changeBlock, INKS } from './change-block.ts';

const INDENT = '      ';

/**
 * Many changes of one shape:
 *
 *   ~ 1,204 contacts: plan free → pro
 *       the first 3:
 *     ~ contact/beta/customer-9001        data/contacts.csv row 3
 */
export function groupBlock(
  group: ChangeGroup,
  samples: readonly Change[],
  look: Look,
  block: (change: Change, look: Look & { readonly blocked: boolean }) => string[] = changeBlock,
): string[] {
  const paint = paintFor(look.color);
  const glyph = `${group.blocked ? `${BLOCKED_GLYPH} ` : ''}${GLYPHS[group.action]}`;
  const count = groupCount(group);
  const [first = '', ...more] = titleLines(`  ${glyph} ${count}`, groupParts(group), look.width);
  const start = `  ${glyph} ${count}`;
  const head = `  ${paint(group.blocked ? 'red' : INKS[group.action], glyph)} ${paint('bold', count)}${first.slice(start.length)}`;
  const inner = { ...look, width: look.width - 2, blocked: group.blocked };
  return [
    head,
    ...more,
    paint('dim', `${INDENT}the first ${Math.min(SAMPLES, samples.length)}:`),
    ...samples.flatMap((change) => block(change, inner).map(indented)),
  ];
}

/** The title, broken only between its parts. */
function titleLines(start: string, parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = start;
  for (const [index, part] of parts.entries()) {
    const text = shorten(
      `${part}${index < parts.length - 1 ? ',' : ''}`,
      Math.max(20, width - INDENT.length),
    );
    const glue = index === 0 ? ': ' : ' ';
    if (index > 0 && displayWidth(line) + 1 + displayWidth(text) > width) {
      lines.push(line);
      line = `${INDENT}${text}`;
    } else line += glue + text;
  }
  return [...lines, line];
}

function indented(line: string): string {
  return line
    .split('\n')
    .map((one) => `  ${one}`)
    .join('\n');
}
