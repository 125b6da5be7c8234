import { isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';

/** The text of a file, and its line break. */
export interface Text {
  readonly text: string;
  readonly eol: string;
}

/** Replaces the text from `start` (inclusive) to `end` (exclusive). */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /**
   * The column of inserted lines. Where several maps and lists end on one line, those of the innermost go first; a line without
   * a column is put as it comes.
   */
  readonly column?: number;
  /** The key of an entry that is made: a second one of that key at one position waits, and then finds the first. */
  readonly key?: string;
}

/**
 * Applies groups of splices. A group that overlaps an earlier one is left out, and has to wait until the new text is parsed.
 * `made` tells which groups were applied.
 */
export function applySplices(
  text: string,
  groups: readonly (readonly Splice[])[],
): { readonly text: string; readonly made: readonly boolean[] } {
  const taken: Splice[] = [];
  const made = groups.map((group) => {
    const free = group.every((splice) => !taken.some((other) => overlap(splice, other)));
    if (free) taken.push(...group);
    return free;
  });
  // In the order of the text. Insertions at the same position keep their order, but for how far in they are.
  const ordered = taken.map((splice, index) => ({ splice, index, column: splice.column ?? 0 }));
  ordered.sort(
    (x, y) =>
      x.splice.start - y.splice.start ||
      x.splice.end - y.splice.end ||
      y.column - x.column ||
      x.index - y.index,
  );
  const pieces: string[] = [];
  let at = 0;
  for (const { splice } of ordered) {
    pieces.push(text.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  return { text: pieces.join('') + text.slice(at), made };
}

function overlap(a: Splice, b: Splice): boolean {
  if (a.key !== undefined && a.key === b.key && a.start === b.start && a.column === b.column) return true;
  const aInserts = a.start === a.end;
  const bInserts = b.start === b.end;
  if (aInserts && bInserts) return false;
  if (aInserts) return a.start > b.start && a.start < b.end;
  if (bInserts) return b.start > a.start && b.start < a.end;
  return a.start < b.end && b.start < a.end;
}

/** Adds entries (`key: value` in flow style) at the end of a map. */
export function addToMap(text: Text, map: YAMLMap, entries: readonly string[]): readonly Splice[] {
  const last = map.items.at(-1);
  const span = { start: map.range?.[0] ?? 0, end: map.range?.[1] ?? 0 };
  if (last === undefined) return [{ ...span, text: `{ ${entries.join(', ')} }` }];
  const end = pairEnd(last);
  if (map.flow === true) return [{ start: end, end, text: entries.map((entry) => `, ${entry}`).join('') }];
  const indent = columnOf(text.text, span.start);
  const lines = entries.map((entry) => indent + entry);
  return [{ ...linesAfter(text, end, lines), column: indent.length }];
}

/** Inserts whole lines after the line that contains `end`. */
export function linesAfter({ text, eol }: Text, end: number, lines: readonly string[]): Splice {
  if (text[end - 1] === '\n') return { start: end, end, text: lines.map((line) => line + eol).join('') };
  const next = text.indexOf('\n', end);
  const at = next === -1 ? text.length : next;
  const start = text[at - 1] === '\r' ? at - 1 : at;
  return { start, end: start, text: lines.map((line) => eol + line).join('') };
}

/** Removes an entry from a map. A comment at its end stays, on a line of its own. */
export function removeFromMap({ text, eol }: Text, map: YAMLMap, pair: Pair): readonly Splice[] {
  const key = pair.key as Node; // a parsed map holds nodes only
  const start = key.range?.[0] ?? 0;
  const end = pairEnd(pair);
  const index = map.items.indexOf(pair);
  const next = map.items[index + 1]?.key as Node | undefined;
  if (map.items.length === 1)
    return [{ start, end, text: map.flow === true ? '' : `{}${text[end - 1] === '\n' ? eol : ''}` }];
  if (map.flow === true) {
    const comma = text.indexOf(',', end);
    if (next !== undefined && comma !== -1) return [{ start, end: next.range?.[0] ?? end, text: '' }];
    const before = text.lastIndexOf(',', start);
    return [{ start: before, end, text: '' }];
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  const stop = lineEnd === -1 ? text.length : lineEnd;
  // The entry begins a list item, so the next entry moves to its place after the dash.
  if (text.slice(lineStart, start).trim() !== '') return [{ start, end: next?.range?.[0] ?? end, text: '' }];
  const comments = commentsOf(pair.value as Node | null, text.slice(start, stop));
  const kept = comments.map((comment) => `${text.slice(lineStart, start)}#${comment}${eol}`).join('');
  return [{ start: lineStart, end: Math.min(stop + 1, text.length), text: kept }];
}

/** The comments in and after a value that occur in this text. */
function commentsOf(node: Node | null, within: string): readonly string[] {
  if (node === null) return [];
  const own = [node.commentBefore, node.comment].flatMap((comment) => comment?.split('\n') ?? []);
  const before = isMap(node) || isSeq(node) ? [] : own;
  const inner = isSeq(node)
    ? node.items.flatMap((item) => commentsOf(item as Node, within)) // a parsed collection holds nodes only
    : isMap(node)
      ? node.items.flatMap((pair) => [
          ...commentsOf(pair.key as Node, within),
          ...commentsOf(pair.value as Node | null, within),
        ])
      : [];
  const all = [...before, ...inner, ...(before.length === 0 ? own : [])];
  return [...new Set(all)].filter((comment) => within.includes(`#${comment}`));
}

/** The end of a node's text, without comments after it. */
export function contentEnd(node: Node): number {
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) return pairEnd(last);
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1);
    if (last !== undefined) return contentEnd(last as Node); // a parsed list holds nodes only
  }
  return node.range?.[1] ?? 0;
}

/** The end of an entry: that of its value, or of its key where it has no value. An empty value ends after the colon. */
function pairEnd(pair: Pair): number {
  const value = pair.value as Node | null; // a parsed map holds nodes only
  const keyEnd = contentEnd(pair.key as Node);
  return value === null ? keyEnd : Math.max(contentEnd(value), keyEnd);
}

/** The indentation of a block map that begins at `start`. */
export function columnOf(text: string, start: number): string {
  return ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
}
