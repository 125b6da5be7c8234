import { createRequire } from 'node:module';
import type * as library from 'diff';
import type { Json } from '../../types/json.ts';
import { inert } from './inert.ts';

/** UTF-16 units: of shorter texts of one line, both fit into one row. */
const LONG_TEXT = 80;
/** Elements: two shorter lists fit into one row. */
const LONG_LIST = 8;
/** Unchanged lines around a difference. */
const CONTEXT_LINES = 2;
/** Lines of a difference that are shown unless the caller asks for more. */
export const MOST_LINES = 40;
/** After so many differing lines the search gives up: it would take long, and two such texts have little in common. */
const MOST_EDITS = 2000;

/** Loaded for the first long text: its modules take longer to load than a small plan takes to render. */
function diffLibrary(): typeof library {
  return createRequire(import.meta.url)('diff');
}

export interface UnifiedLine {
  readonly sign: '+' | '-' | ' ' | '@';
  /** The line without its sign, inert. */
  readonly text: string;
}

export interface UnifiedDiff {
  readonly lines: readonly UnifiedLine[];
  /** Lines that are not shown. */
  readonly left: number;
}

/**
 * How two long texts differ, line by line (or sentence by sentence where there is only one line), or two long lists, element by
 * element. Undefined for short values: before and after side by side say more.
 */
export function unifiedDiff(
  before: Json | undefined,
  after: Json,
  mostLines = MOST_LINES,
): UnifiedDiff | undefined {
  const pair = linesOf(before, after);
  if (pair === undefined) return undefined;
  const [from, to] = pair.map((lines) => lines.map((line) => `${inert(line)}\n`).join(''));
  const patch = diffLibrary().structuredPatch('', '', from ?? '', to ?? '', undefined, undefined, {
    context: CONTEXT_LINES,
    maxEditLength: MOST_EDITS,
  });
  if (patch === undefined) return undefined;
  const lines = patch.hunks.flatMap((hunk): UnifiedLine[] => [
    { sign: '@', text: `@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@` },
    ...hunk.lines.map((line) => ({ sign: signOf(line), text: ` ${line.slice(1)}` })),
  ]);
  if (lines.length === 0) return undefined;
  return { lines: lines.slice(0, mostLines), left: Math.max(0, lines.length - mostLines) };
}

function linesOf(before: Json | undefined, after: Json): [readonly string[], readonly string[]] | undefined {
  if (isStrings(before) && isStrings(after)) {
    return Math.max(before.length, after.length) < LONG_LIST ? undefined : [before, after];
  }
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  const byLine = [splitLines(before), splitLines(after)] as const;
  if (Math.max(byLine[0].length, byLine[1].length) > 1) return [...byLine];
  if (Math.max(before.length, after.length) < LONG_TEXT) return undefined;
  const bySentence = [splitSentences(before), splitSentences(after)] as const;
  return Math.min(bySentence[0].length, bySentence[1].length) > 1 ? [...bySentence] : undefined;
}

function isStrings(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?;]) +/);
}

function signOf(line: string): UnifiedLine['sign'] {
  return line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
}

/** The elements that a list of strings gains and loses; undefined for other values, and where only the order differs. */
export function listDifference(
  before: Json | undefined,
  after: Json,
): { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined {
  if (!isStrings(before) || !isStrings(after)) return undefined;
  const add = after.filter((one) => !before.includes(one));
  const remove = before.filter((one) => !after.includes(one));
  return add.length + remove.length === 0 ? undefined : { add, remove };
}
