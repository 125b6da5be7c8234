import type { Change } from '../../types/change.ts';
import type { Changes, PlanDocument } from '../../types/plan.ts';
import { graveEntries } from '../changes/grave-entries.ts';
import {
  type ChangeGroup,
  type Entry,
  groupChanges,
  groupShapes,
  samplesOf,
} from '../changes/group-changes.ts';
import { type Grouping, TIGHT, TIGHTEST, WIDE } from '../changes/grouping.ts';
import { doubtfulFirst } from '../changes/merge-facts.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { hiddenGrave, hiddenIdentity, hiddenOther } from '../view/hidden-words.ts';
import type { PlanParts } from '../view/plan-parts.ts';
import { maskedGroup } from '../view/plan-words.ts';
import { thousands } from '../words/counted.ts';
import { fitMiddle } from '../words/fit.ts';
import { inert } from '../words/inert.ts';
import { changeBlock } from './change-block.ts';
import { compactRow } from './compact-row.ts';
import { graveParagraphs, graveRows } from './grave-list.ts';
import { groupBlock } from './group-block.ts';

export interface LayoutOptions extends Look {
  readonly mask?: Mask | undefined;
  readonly isBlocked: IsBlocked;
  /** Lines for all; everything is shown in full where there is no limit. */
  readonly room: number;
}

/** The lines of the sections of changes, without their titles. */
export interface Layout {
  readonly grave: Iterable<string>;
  readonly identity: Iterable<string>;
  readonly other: Iterable<string>;
  /** Whether not every change is there in full. */
  readonly isShort: boolean;
}

/** Columns that the name of a change takes at least in a paragraph. */
const LEAST_NAME = 8;
/** Notes of a group that are repeated. */
const MOST_NOTES = 2;
/** Of the room, for grave changes where everything else would fill it; of what they leave, for those of who somebody is. */
const GRAVE_SHARE = 0.7;
/** Of the room, for those of who somebody is where grave ones would fill it. */
const IDENTITY_SHARE = 0.25;

/**
 * Lays changes out so that a reviewer can read them before a question: the first of these that fits into the room. Neither destructive
 * changes nor those of who somebody is are ever joined to a number (DESIGN 6.3): each is shown or named, and what has no room even
 * so is said to be missing.
 *
 *   destructive      blocks   blocks         blocks         rows           rows    rows    paragraphs
 *   who somebody is  blocks   blocks         rows           rows           rows    rows    rows
 *   all others       groups   short groups   short groups   short groups   short   fewer   fewer, fewest
 */
export function layOut(plan: Pick<PlanDocument, 'undoes'>, parts: PlanParts, options: LayoutOptions): Layout {
  const { grave, identity, other } = parts;
  if (options.room === Number.POSITIVE_INFINITY) {
    const blocks = (changes: Changes) => blocksOf(changes, options);
    return { grave: blocks(grave), identity: blocks(identity), other: blocks(other), isShort: false };
  }
  const graves = graveLevels(plan, grave, options);
  const identities = identityLevels(identity, options);
  const grouped = groupedOnce(parts, options.isBlocked);
  const others = otherLevels(grouped, options);
  for (const [graveLevel, identityLevel, otherLevel] of STEPS) {
    const shown = [graves(graveLevel), identities(identityLevel)] as const;
    const [first, second] = shown;
    if (first === undefined || second === undefined) continue;
    const room = options.room - first.lines.length - second.lines.length;
    const rest = room < 0 ? undefined : others(otherLevel);
    if (rest === undefined || rest.lines.length > room) continue;
    return {
      grave: first.lines,
      identity: second.lines,
      other: rest.lines,
      isShort: first.isShort || second.isShort || rest.isShort,
    };
  }
  return cut(parts, { lines: others('fewest')?.lines ?? [], entries: () => grouped(TIGHTEST) }, options);
}

const STEPS = [
  ['blocks', 'blocks', 'groups'],
  ['blocks', 'blocks', 'short groups'],
  ['blocks', 'rows', 'short groups'],
  ['rows', 'rows', 'short groups'],
  ['rows', 'rows', 'short'],
  ['rows', 'rows', 'fewer'],
  ['paragraphs', 'rows', 'fewer'],
  ['paragraphs', 'rows', 'fewest'],
] as const;

type GraveLevel = (typeof STEPS)[number][0];
type IdentityLevel = (typeof STEPS)[number][1];
type OtherLevel = (typeof STEPS)[number][2] | 'fewest';

/** How changes look at a level. */
interface Shown {
  readonly lines: readonly string[];
  readonly isShort: boolean;
}

/** Made once a level; undefined where it is plain that there is no room for it. */
function graveLevels(
  plan: Pick<PlanDocument, 'undoes'>,
  changes: Changes,
  options: LayoutOptions,
): (level: GraveLevel) => Shown | undefined {
  const { isBlocked, room, width } = options;
  const isUndo = plan.undoes !== undefined;
  return remembered((level) => {
    // Without an undo each is an entry of its own.
    if (level === 'blocks' && !isUndo && changes.length > room) return undefined;
    if (level === 'blocks') return shownEntries(graveEntries(plan, changes, isBlocked), 'none', options);
    // What one run made is listed by its report and by interform history.
    if (isUndo) return shownEntries(groupChanges(changes, isBlocked, TIGHT), 'all', options);
    if (level === 'rows')
      return changes.length > room
        ? undefined
        : { lines: graveRows(doubtfulFirst(changes), options), isShort: changes.length > 0 };
    if (changes.length > (room * width) / LEAST_NAME) return undefined;
    return { lines: graveParagraphs(doubtfulFirst(changes), options), isShort: changes.length > 0 };
  });
}

function identityLevels(
  changes: Changes,
  options: LayoutOptions,
): (level: IdentityLevel) => Shown | undefined {
  if (changes.length > options.room) return () => undefined;
  const entries = Array.from(changes, (change) => ({ change }));
  return remembered((level) => shownEntries(entries, level === 'rows' ? 'all' : 'none', options));
}

/** All groupings of a screen at once, when the first of them is asked for: a million changes are gone through once. */
function groupedOnce(
  { other, shapes }: PlanParts,
  isBlocked: IsBlocked,
): (grouping: Grouping) => readonly Entry[] {
  const groupings = [WIDE, TIGHT, TIGHTEST];
  const all = remembered((_: 'all') => groupShapes(other, shapes, { isBlocked, groupings }));
  return (grouping) => all('all')[groupings.indexOf(grouping)]?.entries ?? [];
}

function otherLevels(
  grouped: (grouping: Grouping) => readonly Entry[],
  options: LayoutOptions,
): (level: OtherLevel) => Shown | undefined {
  return remembered((level) => {
    if (level === 'groups') return shownEntries(grouped(WIDE), 'none', options);
    if (level === 'short groups') return shownEntries(grouped(WIDE), 'groups', options);
    if (level === 'short') return shownEntries(grouped(WIDE), 'all', options);
    return shownEntries(grouped(level === 'fewer' ? TIGHT : TIGHTEST), 'all', options);
  });
}

function shownEntries(
  entries: readonly Entry[],
  short: 'none' | 'groups' | 'all',
  options: LayoutOptions,
): Shown | undefined {
  if (entries.length > options.room) return undefined;
  const isShort = entries.length > 0 && (short === 'all' || entries.some(({ group }) => group !== undefined));
  const lines = entries.flatMap((entry) =>
    entryBlock(entry, {
      ...options,
      short: short === 'all' || (short === 'groups' && entry.group !== undefined),
    }),
  );
  return { lines, isShort };
}

/**
 * What is left out is left out of the middle of the other changes, of the end of the grave ones, whose doubtful come first, and last of
 * those of who somebody is.
 */
function cut(
  { grave, identity }: PlanParts,
  other: { readonly lines: readonly string[]; readonly entries: () => readonly Entry[] },
  options: LayoutOptions,
): Layout {
  const { lines: others } = other;
  const least = Math.min(identity.length, Math.floor(options.room * IDENTITY_SHARE));
  const graveRoom = Math.max(
    Math.floor(options.room * GRAVE_SHARE) - least,
    options.room - others.length - identity.length,
  );
  const graveLines = cutGrave(grave, graveRoom, options);
  const left = options.room - graveLines.length;
  const identityLines = cutIdentity(
    identity,
    Math.max(Math.floor(left * GRAVE_SHARE), left - others.length),
    options,
  );
  const room = left - identityLines.length;
  const shown = { grave: graveLines, identity: identityLines, isShort: true };
  if (others.length > 0 && others.length <= room) return { ...shown, other: others };
  const entries = other.entries();
  const { head, hidden, tail } = fitMiddle(entries.length, room - 1, (index) => {
    const entry = entries[index];
    const block = entry === undefined ? [] : entryBlock(entry, { ...options, short: true });
    return { block, size: block.length };
  });
  return {
    ...shown,
    other: [
      ...head.flat(),
      ...(hidden > 0 ? inBold(hiddenOther(hidden, { full: true }), options) : []),
      ...tail.flat(),
    ],
  };
}

function cutIdentity(changes: Changes, room: number, options: LayoutOptions): readonly string[] {
  const lines: string[] = [];
  let index = -1;
  for (const change of changes) {
    index += 1;
    const row = rowOf(change, options);
    const said = inBold(hiddenIdentity(changes.length - index, { full: true }), options);
    const isLast = index === changes.length - 1;
    if (lines.length + row.length + (isLast ? 0 : said.length) > room) return [...lines, ...said];
    lines.push(...row);
  }
  return lines;
}

function cutGrave(changes: Changes, room: number, options: LayoutOptions): readonly string[] {
  const { length } = changes;
  let count = Math.min(length, Math.ceil((room * options.width) / LEAST_NAME));
  const ordered = doubtfulFirst(changes, Math.max(0, count));
  for (;;) {
    const hidden = length - count;
    const lines = [
      ...graveParagraphs(ordered.slice(0, count), options),
      ...(hidden === 0 ? [] : inBold(hiddenGrave(hidden, { full: true }), options)),
    ];
    if (lines.length <= room || count <= 1) return lines;
    count = Math.floor(Math.min(count - 1, (count * room) / lines.length));
  }
}

function inBold(text: string, { width, color }: LayoutOptions): string[] {
  const paint = paintFor(color);
  return wrap(text, width - 2).map((line) => `  ${paint('bold', paint('red', line))}`);
}

function entryBlock(entry: Entry, options: LayoutOptions & { readonly short: boolean }): string[] {
  if (entry.change !== undefined)
    return options.short ? rowOf(entry.change, options) : blockOf(entry.change, options);
  const group = maskedGroup(entry.group, options.mask);
  const samples = samplesOf(group);
  if (!options.short) return inLines(groupBlock(group, samples, options, changeBlock));
  return [...inLines(groupBlock(group, samples, options, compactRow)), ...noteLines(entry.group, options)];
}

/** Notes that a group has in common, which its rows have no room for. */
function noteLines({ changes, notes }: ChangeGroup, { mask, width, color }: LayoutOptions): string[] {
  const paint = paintFor(color);
  const common = notes.filter(({ count }) => count > 1).toSorted((a, b) => b.count - a.count);
  return common.slice(0, MOST_NOTES).flatMap(({ first, at, count }) => {
    const note = (mask?.change(first) ?? first).notes[at] ?? '';
    const said = `note on ${count === changes.length ? 'all' : thousands(count)}: ${inert(note)}`;
    return wrap(said, width - 8).map((line, index) =>
      paint('dim', `${index > 0 ? '        ' : '      '}${line}`),
    );
  });
}

/** A head line that is too long for a line comes as one text. */
function inLines(block: readonly string[]): string[] {
  return block.flatMap((text) => text.split('\n'));
}

function* blocksOf(changes: Changes, options: LayoutOptions): Generator<string> {
  for (const change of changes) yield* blockOf(change, options);
}

function blockOf(change: Change, options: LayoutOptions): string[] {
  const { mask, isBlocked } = options;
  return inLines(changeBlock(mask?.change(change) ?? change, { ...options, blocked: isBlocked(change) }));
}

function rowOf(change: Change, options: LayoutOptions): string[] {
  const { mask, isBlocked } = options;
  const lines = compactRow(mask?.change(change) ?? change, { ...options, blocked: isBlocked(change) });
  return lines.map((line) => line.replace(/^ {2}/, ''));
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as V; // It was just made.
  };
}
