import { createRequire } from 'node:module';
import type * as library from 'diff';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import { inert } from './inert.ts';
import { tellApart } from './tell-apart.ts';
import { MOST_LINES, type UnifiedDiff, type UnifiedLine } from './unified-diff.ts';
import { wholeValue } from './value.ts';

/** After so many differing elements the search gives up: it would take long, and two such lists have little in common. */
const MOST_EDITS = 2000;
/** Among so many elements that stand side by side a partner is looked for. */
const MOST_COMPARED = 100;

/**
 * How two lists differ that hold maps: an element to a line, of those that differ what differs, of the others how many there are.
 * Undefined for other values.
 *
 *       3 unchanged
 *     - id urgent, archived false, 2 more unchanged
 *     + id urgent, archived true, 2 more unchanged
 *       5 unchanged
 */
export function mapListDiff(
  before: Json | undefined,
  after: Json,
  mostLines = MOST_LINES,
): UnifiedDiff | undefined {
  if (!isList(before) || !isList(after) || ![...before, ...after].some(isJsonObject)) return undefined;
  const parts = createRequire(import.meta.url)('diff').diffArrays as typeof library.diffArrays;
  const found = parts([...before], [...after], { comparator: isSame, maxEditLength: MOST_EDITS });
  if (found === undefined || !found.some(({ added, removed }) => added || removed)) return undefined;
  const lines: UnifiedLine[] = [];
  let removed: readonly Json[] = [];
  const flush = (added: readonly Json[]) => {
    lines.push(...elementLines(removed, added));
    removed = [];
  };
  for (const part of found) {
    if (part.removed) removed = part.value;
    else if (part.added) flush(part.value);
    else {
      flush([]);
      lines.push({ sign: ' ', text: ` ${part.value.length} unchanged` });
    }
  }
  flush([]);
  return { lines: lines.slice(0, mostLines), left: Math.max(0, lines.length - mostLines) };
}

/** Elements of one place: those that became others beside what they became. */
function elementLines(removed: readonly Json[], added: readonly Json[]): UnifiedLine[] {
  const left = [...added];
  return [
    ...removed.flatMap((element): UnifiedLine[] => {
      const at = partnerOf(element, left);
      const [partner] = at === -1 ? [] : left.splice(at, 1);
      if (!isJsonObject(element) || !isJsonObject(partner))
        return [{ sign: '-', text: ` ${elementText(element)}` }];
      const [from, to] = differingText(element, partner);
      return [
        { sign: '-', text: ` ${from}` },
        { sign: '+', text: ` ${to}` },
      ];
    }),
    ...left.map((element): UnifiedLine => ({ sign: '+', text: ` ${elementText(element)}` })),
  ];
}

/** Where the element stands that shares most with this one; -1 where none shares anything. */
function partnerOf(element: Json, others: readonly Json[]): number {
  if (!isJsonObject(element)) return -1;
  let [best, most] = [-1, 0];
  for (const [at, other] of others.slice(0, MOST_COMPARED).entries()) {
    const shared = isJsonObject(other) ? sharedKeys(element, other).length : 0;
    if (shared > most) [best, most] = [at, shared];
  }
  return best;
}

/** The first of what two maps share, to know them by, then what differs. */
function differingText(before: JsonObject, after: JsonObject): readonly [string, string] {
  const [known, ...others] = sharedKeys(before, after);
  const rest = others.length === 0 ? [] : [`${others.length} more unchanged`];
  const head = known === undefined ? [] : [entryText(known, before[known])];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isSame(before[key], after[key]),
  );
  const pairs = keys.map((key) => [key, ...tellApart(textOf(before[key]), textOf(after[key]))] as const);
  const side = (own: JsonObject, at: 1 | 2) => {
    const differing = pairs.flatMap((pair) =>
      own[pair[0]] === undefined ? [] : [entryText(pair[0], pair[at])],
    );
    return [...head, ...differing, ...rest].join(', ');
  };
  return [side(before, 1), side(after, 2)];
}

function sharedKeys(a: JsonObject, b: JsonObject): readonly string[] {
  return Object.keys(a).filter((key) => b[key] !== undefined && isSame(a[key], b[key]));
}

/** Values that are no scalars as text, so that long ones can be told apart. */
function textOf(value: Json | undefined): Json {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}

function elementText(element: Json): string {
  if (!isJsonObject(element)) return wholeValue('', element);
  return Object.entries(element)
    .map(([key, value]) => entryText(key, value))
    .join(', ');
}

function entryText(key: string, value: Json | undefined): string {
  return `${inert(key)} ${wholeValue(key, value ?? null)}`;
}

/** Whatever the order of keys. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at]));
  if (!isJsonObject(a)) return a === b;
  if (!isJsonObject(b) || Object.keys(a).length !== Object.keys(b).length) return false;
  return Object.keys(a).every((key) => isSame(a[key], b[key]));
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
