import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { displayWidth, shorten } from '../terminal/width.ts';
import type { ShownChange, ShownGroup } from '../view/shown-change.ts';
import { inkOf } from './change-block.ts';

const INDENT = '      ';

/**
 * Many changes of one shape:
 *
 *   ~ 1,204 contacts: plan free → pro
 *       the first 3:
 *     ~ contact/beta/customer-9001        data/contacts.csv row 3
 */
export function groupBlock(
  { group, glyph, count, parts, samples }: ShownGroup,
  look: Look,
  block: (change: ShownChange, look: Look) => string[],
): string[] {
  const paint = paintFor(look.color);
  const [first = '', ...more] = titleLines(`  ${glyph} ${count}`, parts, look.width);
  const start = `  ${glyph} ${count}`;
  const head = `  ${paint(inkOf(group.action, group.blocked), glyph)} ${paint('bold', count)}${first.slice(start.length)}`;
  const inner = { ...look, width: look.width - 2 };
  return [
    head,
    ...more,
    paint('dim', `${INDENT}the first ${samples.length}:`),
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
