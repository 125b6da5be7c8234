import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import type { ChangeGroup, ChangeOrGroup } from '../changes/group-changes.ts';
import { type Grouping, TIGHT, TIGHTEST, WIDE } from '../changes/grouping.ts';
import { doubtfulFirst } from '../changes/merge-facts.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { hiddenWords } from '../view/hidden-words.ts';
import type { PlanPart } from '../view/plan-parts.ts';
import type { PlanSection, PlanView } from '../view/plan-view.ts';
import { remembered } from '../view/remembered.ts';
import { thousands } from '../words/counted.ts';
import { fitMiddle } from '../words/fit.ts';
import { inert } from '../words/inert.ts';
import { changeBlock } from './change-block.ts';
import { compactRow } from './compact-row.ts';
import { graveParagraphs, graveRows } from './grave-list.ts';
import { groupBlock } from './group-block.ts';

interface LayoutOptions extends Look {
  /** Lines for all; everything is shown in full where there is no limit. */
  readonly room: number;
}

/** What is laid out, and how. */
interface Job extends LayoutOptions {
  readonly view: PlanView;
}

/** The lines of the sections of changes, without their titles. */
interface Layout extends Readonly<Record<PlanPart, Iterable<string>>> {
  /** Whether not every change is there in full. */
  readonly isShort: boolean;
}

/** The least columns that a name takes in a paragraph: how many changes can have room at most follows from it. */
const LEAST_NAME = 8;
/** Notes of a group that are repeated. */
const MOST_NOTES = 2;
/** Share of the room that grave changes may take, and of what is left after them, share of the changes of identity. */
const GRAVE_SHARE = 0.7;
/** Share of the room that is kept for changes of identity where grave ones would fill it. */
const IDENTITY_SHARE = 0.25;

/**
 * Lays changes out so that a reviewer can read them before answering a question, with the first of these combinations that fits
 * into the room. Destructive changes and changes of identity are never summed up as a number (design 6.3): each is shown or at least
 * named. If even that does not fit, the output says how many are missing.
 *
 *   destructive      blocks   blocks         blocks         rows           rows    rows    paragraphs
 *   identity         blocks   blocks         rows           rows           rows    rows    rows
 *   all others       groups   short groups   short groups   short groups   short   fewer   fewer, fewest
 */
export function layOut(view: PlanView, options: LayoutOptions): Layout {
  const { grave, identity, other } = view.sections;
  const job = { ...options, view };
  if (options.room === Number.POSITIVE_INFINITY) {
    const blocks = ({ changes }: PlanSection) => blocksOf(changes, job);
    return { grave: blocks(grave), identity: blocks(identity), other: blocks(other), isShort: false };
  }
  const graves = graveLevels(grave.changes, job);
  const identities = identityLevels(identity.changes, job);
  const grouped = groupedOnce(view);
  const others = otherLevels(grouped, job);
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
  return cut({ lines: others('fewest')?.lines ?? [], entries: () => grouped(TIGHTEST) }, job);
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

/** Changes at one level of detail. */
interface Shown {
  readonly lines: readonly string[];
  readonly isShort: boolean;
}

/** The grave changes at each level, made when first asked for; undefined where they plainly do not fit. */
function graveLevels(changes: Changes, job: Job): (level: GraveLevel) => Shown | undefined {
  const { room, width, view } = job;
  const { isUndo } = view;
  return remembered((level) => {
    // Only an undo groups them; otherwise each needs a line at least.
    if (level === 'blocks' && !isUndo && changes.length > room) return undefined;
    if (level === 'blocks') return shownEntries(view.listed(changes), 'none', job);
    // The report of the run that is undone, and interform history, list them one by one.
    if (isUndo) return shownEntries(view.listed(changes, TIGHT), 'all', job);
    if (level === 'rows')
      return changes.length > room
        ? undefined
        : { lines: graveRows(doubtfulFirst(changes), job), isShort: changes.length > 0 };
    if (changes.length > (room * width) / LEAST_NAME) return undefined;
    return { lines: graveParagraphs(doubtfulFirst(changes), job), isShort: changes.length > 0 };
  });
}

function identityLevels(changes: Changes, job: Job): (level: IdentityLevel) => Shown | undefined {
  if (changes.length > job.room) return () => undefined;
  const entries = Array.from(changes, (change) => ({ change }));
  return remembered((level) => shownEntries(entries, level === 'rows' ? 'all' : 'none', job));
}

/** Makes all groupings when the first is asked for, because the changes, perhaps a million, are then gone through once. */
function groupedOnce(view: PlanView): (grouping: Grouping) => readonly ChangeOrGroup[] {
  const groupings = [WIDE, TIGHT, TIGHTEST];
  const all = remembered((_: 'all') => view.grouped(groupings));
  return (grouping) => all('all')[groupings.indexOf(grouping)]?.entries ?? [];
}

function otherLevels(
  grouped: (grouping: Grouping) => readonly ChangeOrGroup[],
  job: Job,
): (level: OtherLevel) => Shown | undefined {
  return remembered((level) => {
    if (level === 'groups') return shownEntries(grouped(WIDE), 'none', job);
    if (level === 'short groups') return shownEntries(grouped(WIDE), 'groups', job);
    if (level === 'short') return shownEntries(grouped(WIDE), 'all', job);
    return shownEntries(grouped(level === 'fewer' ? TIGHT : TIGHTEST), 'all', job);
  });
}

function shownEntries(
  entries: readonly ChangeOrGroup[],
  short: 'none' | 'groups' | 'all',
  job: Job,
): Shown | undefined {
  if (entries.length > job.room) return undefined;
  const isShort = entries.length > 0 && (short === 'all' || entries.some(({ group }) => group !== undefined));
  const lines = entries.flatMap((entry) =>
    entryBlock(entry, job, {
      short: short === 'all' || (short === 'groups' && entry.group !== undefined),
    }),
  );
  return { lines, isShort };
}

/**
 * Leaves out what has no room: the middle of the other changes, the end of the grave ones (doubtful merges come first), and only
 * then changes of identity.
 */
function cut(
  other: { readonly lines: readonly string[]; readonly entries: () => readonly ChangeOrGroup[] },
  job: Job,
): Layout {
  const grave = job.view.sections.grave.changes;
  const identity = job.view.sections.identity.changes;
  const { lines: others } = other;
  const least = Math.min(identity.length, Math.floor(job.room * IDENTITY_SHARE));
  const graveRoom = Math.max(
    Math.floor(job.room * GRAVE_SHARE) - least,
    job.room - others.length - identity.length,
  );
  const graveLines = cutGrave(grave, graveRoom, job);
  const left = job.room - graveLines.length;
  const identityLines = cutIdentity(
    identity,
    Math.max(Math.floor(left * GRAVE_SHARE), left - others.length),
    job,
  );
  const room = left - identityLines.length;
  const shown = { grave: graveLines, identity: identityLines, isShort: true };
  if (others.length > 0 && others.length <= room) return { ...shown, other: others };
  const entries = other.entries();
  const { head, hidden, tail } = fitMiddle(entries.length, room - 1, (index) => {
    const entry = entries[index];
    const block = entry === undefined ? [] : entryBlock(entry, job, { short: true });
    return { block, size: block.length };
  });
  return {
    ...shown,
    other: [...head.flat(), ...(hidden > 0 ? hiddenLines('other', hidden, job) : []), ...tail.flat()],
  };
}

function cutIdentity(changes: Changes, room: number, job: Job): readonly string[] {
  const lines: string[] = [];
  let index = -1;
  for (const change of changes) {
    index += 1;
    const row = rowOf(change, job);
    const said = hiddenLines('identity', changes.length - index, job);
    const isLast = index === changes.length - 1;
    if (lines.length + row.length + (isLast ? 0 : said.length) > room) return [...lines, ...said];
    lines.push(...row);
  }
  return lines;
}

function cutGrave(changes: Changes, room: number, job: Job): readonly string[] {
  const { length } = changes;
  let count = Math.min(length, Math.ceil((room * job.width) / LEAST_NAME));
  const ordered = doubtfulFirst(changes, Math.max(0, count));
  for (;;) {
    const hidden = length - count;
    const lines = [
      ...graveParagraphs(ordered.slice(0, count), job),
      ...(hidden === 0 ? [] : hiddenLines('grave', hidden, job)),
    ];
    if (lines.length <= room || count <= 1) return lines;
    count = Math.floor(Math.min(count - 1, (count * room) / lines.length));
  }
}

function hiddenLines(part: PlanPart, count: number, { width, color }: Look): string[] {
  const paint = paintFor(color);
  return wrap(hiddenWords(part, count, { full: true }), width - 2).map(
    (line) => `  ${paint('bold', paint('red', line))}`,
  );
}

function entryBlock(entry: ChangeOrGroup, job: Job, { short }: { readonly short: boolean }): string[] {
  if (entry.change !== undefined) return short ? rowOf(entry.change, job) : blockOf(entry.change, job);
  const group = job.view.shown.group(entry.group);
  if (!short) return inLines(groupBlock(group, job, changeBlock));
  return [...inLines(groupBlock(group, job, compactRow)), ...noteLines(entry.group, job)];
}

/** Notes that a group has in common, which its rows have no room for. */
function noteLines({ changes, notes }: ChangeGroup, { view, width, color }: Job): string[] {
  const paint = paintFor(color);
  const common = notes.filter(({ count }) => count > 1).toSorted((a, b) => b.count - a.count);
  return common.slice(0, MOST_NOTES).flatMap(({ first, at, count }) => {
    const note = view.shown.change(first).change.notes[at] ?? '';
    const said = `note on ${count === changes.length ? 'all' : thousands(count)}: ${inert(note)}`;
    return wrap(said, width - 8).map((line, index) =>
      paint('dim', `${index > 0 ? '        ' : '      '}${line}`),
    );
  });
}

/** Blocks may hold a text of several lines; this makes each line a text of its own. */
function inLines(block: readonly string[]): string[] {
  return block.flatMap((text) => text.split('\n'));
}

function* blocksOf(changes: Changes, job: Job): Generator<string> {
  for (const change of changes) yield* blockOf(change, job);
}

function blockOf(change: Change, job: Job): string[] {
  return inLines(changeBlock(job.view.shown.change(change), job));
}

function rowOf(change: Change, job: Job): string[] {
  return compactRow(job.view.shown.change(change), job).map((line) => line.replace(/^ {2}/, ''));
}
