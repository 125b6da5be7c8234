import { counted } from '../words/counted.ts';
import { unifiedDiff } from '../words/unified-diff.ts';

/** How a file differs from what would be written, as lines of a diff; '' where they have too little in common. */
export function outdatedText(before: string, after: string): string {
  const diff = unifiedDiff(before, after);
  if (diff === undefined) return '';
  const lines = diff.lines.map(({ sign, text }) => `${sign}${text}`.trimEnd());
  const more = diff.left === 0 ? [] : [`and ${counted(diff.left, 'more line')}`];
  return [...lines, ...more].join('\n');
}
