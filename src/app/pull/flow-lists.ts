import type { Node, YAMLSeq } from 'yaml';
import { contentEnd, type Splice } from './yaml-splices.ts';

/**
 * Takes items out of a list in brackets, with the commas and the space that belonged to them. A comment between two items stays:
 * then only the items and one comma each are taken out. At least one item is left.
 */
export function dropFromFlow(text: string, list: YAMLSeq, dropped: readonly Node[]): readonly Splice[] {
  const items = list.items as readonly Node[]; // a parsed list holds nodes only
  return runsOf(items, dropped).flatMap(([first, last]) => {
    const next = items[last + 1];
    const start = next === undefined ? endOf(items[first - 1]) : startOf(items[first]);
    const end = next === undefined ? endOf(items[last]) : startOf(next);
    if (!text.slice(start, end).includes('#')) return [{ start, end, text: '' }];
    return items.slice(first, last + 1).flatMap((item) => dropAlone(text, list, item));
  });
}

/** First and last index of each run of dropped items. */
function runsOf(items: readonly Node[], dropped: readonly Node[]): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  for (const [index, item] of items.entries()) {
    if (!dropped.includes(item)) continue;
    const open = runs.at(-1);
    if (open !== undefined && open[1] === index - 1) runs[runs.length - 1] = [open[0], index];
    else runs.push([index, index]);
  }
  return runs;
}

function dropAlone(text: string, list: YAMLSeq, item: Node): readonly Splice[] {
  const [start, end] = [startOf(item), contentEnd(item)];
  const comma = separatorAfter(text, end);
  if (comma !== undefined) {
    const space = /^[ \t]*/.exec(text.slice(comma + 1))?.[0].length ?? 0;
    return [
      { start, end, text: '' },
      { start: comma, end: comma + 1 + space, text: '' },
    ];
  }
  const before = text.lastIndexOf(',', start - 1);
  const opened = startOf(list);
  return before > opened
    ? [
        { start: before, end: before + 1, text: '' },
        { start, end, text: '' },
      ]
    : [{ start, end, text: '' }];
}

/** The position of the comma after an item; undefined where the closing bracket comes first. */
function separatorAfter(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === ',') return at;
    if (char === ']') return undefined;
    if (char === '#') {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd === -1) return undefined;
      at = lineEnd;
    }
  }
  return undefined;
}

function startOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}

function endOf(node: Node | undefined): number {
  return node === undefined ? 0 : contentEnd(node);
}
