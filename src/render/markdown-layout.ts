import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { reasonOf } from './change-block.ts';
import { changeItem, changeLine, mergeHead, mergeRow, whyLine } from './change-markdown.ts';
import { type Fit, fitted, NONE, partOf, type ShownPart } from './fit-pieces.ts';
import { graveEntries } from './grave-entries.ts';
import {
  type ChangeGroup,
  type Entry,
  type Grouping,
  groupChanges,
  type IsBlocked,
  TIGHTEST,
  WIDE,
} from './group-changes.ts';
import { groupItem, groupRows, sizeOfRows } from './group-markdown.ts';
import { hiddenGrave, hiddenIdentity, hiddenOther } from './hidden-words.ts';
import { sentence } from './markdown-text.ts';
import type { Mask } from './mask.ts';
import { doubtfulFirst, TABLE_FROM } from './merge-facts.ts';
import type { PlanParts } from './plan-parts.ts';
import { type Piece, sizeOf, sumOf } from './shown-piece.ts';

export interface MarkdownRoom {
  readonly mask?: Mask | undefined;
  readonly isBlocked: IsBlocked;
  /** Characters for all sections. */
  readonly room: number;
}

export interface MarkdownLayout {
  readonly grave: ShownPart;
  readonly identity: ShownPart;
  readonly other: ShownPart;
}

/** Of the room, for other changes where those above them would fill it: groups say much in little. */
const OTHERS_SHARE = 0.3;
/** Of what they leave, for those of who somebody is where grave ones would fill it. */
const IDENTITY_SHARE = 0.4;

const EMPTY: ShownPart = { lines: [], shown: 0, partial: 0, isComplete: true, size: 0 };

/**
 * Lays the changes of a plan out for a comment: the first of these in which every address stands; if there is none, the first that
 * fits at all, with as many rows of the groups as it has room for; if there is none of these either, everything is cut, the other changes
 * first.
 *
 *   destructive      items    lines    lines    items    lines    lines
 *   who somebody is  items    items    lines    items    items    lines
 *   all others       parted finely ----------   by kind and action -----
 */
export function layOutMarkdown(
  plan: Pick<PlanDocument, 'undoes'>,
  parts: PlanParts,
  options: MarkdownRoom,
): MarkdownLayout {
  const { room } = options;
  const graves = remembered((form: Form) => gravePart(plan, parts.grave, form, options, room));
  const identities = remembered((form: Form) => identityPart(parts.identity, form, options, room));
  const others = remembered((grouping: Grouping) => new OtherPart(parts.other, grouping, options));
  let first: MarkdownLayout | undefined;
  for (const grouping of [WIDE, TIGHTEST]) {
    const other = others(grouping);
    for (const [graveForm, identityForm] of STEPS) {
      const grave = graves(graveForm);
      if (!grave.isComplete) continue;
      const identity = identities(identityForm);
      const left = room - grave.size - identity.size;
      if (!identity.isComplete || !other.base.isComplete || other.base.size > left) continue;
      const laid = { grave, identity, other: other.fill(left) };
      if (laid.other.isComplete) return laid;
      first ??= laid;
    }
  }
  return first ?? cut(plan, parts, others(TIGHTEST), options);
}

const STEPS = [
  ['items', 'items'],
  ['lines', 'items'],
  ['lines', 'lines'],
] as const;
type Form = (typeof STEPS)[number][number];

function cut(
  plan: Pick<PlanDocument, 'undoes'>,
  parts: PlanParts,
  other: OtherPart,
  options: MarkdownRoom,
): MarkdownLayout {
  const { room } = options;
  const upper = room - other.within(room * OTHERS_SHARE).size;
  const all = gravePart(plan, parts.grave, 'lines', options, upper);
  const forIdentity = Math.max(upper * IDENTITY_SHARE, all.isComplete ? upper - all.size : 0);
  const identity = identityPart(parts.identity, 'lines', options, forIdentity);
  const grave = gravePart(plan, parts.grave, 'lines', options, upper - identity.size);
  const left = room - identity.size - grave.size;
  const hasAll = other.base.isComplete && other.base.size <= left;
  return { grave, identity, other: hasAll ? other.fill(left) : other.within(left) };
}

/** Merges as a table, then the others; items, or lines under the reason that they have in common. */
function gravePart(
  plan: Pick<PlanDocument, 'undoes'>,
  changes: readonly Change[],
  form: Form,
  options: MarkdownRoom,
  room: number,
): ShownPart {
  const merges = doubtfulFirst(changes.filter((change) => change.action === 'merge'));
  const inTable = merges.length >= TABLE_FROM ? merges : [];
  const apart = inTable.length > 0 ? changes.filter((change) => change.action !== 'merge') : changes;
  const table = mergeTable(inTable, form, options, room);
  const entries = graveEntries(plan, apart, options.isBlocked);
  const left = room - table.size;
  // What a run made is listed by its report and by interform history.
  const isGrouped = entries.some(({ group }) => group !== undefined);
  const rest = partOf(
    form === 'items' || isGrouped ? entriesOf(entries, left, options) : linesOf(apart, left, options),
    hiddenGrave,
  );
  return {
    lines: [...table.lines, ...rest.lines],
    shown: table.shown + rest.shown,
    partial: table.partial + rest.partial,
    isComplete: table.isComplete && rest.isComplete,
    size: table.size + rest.size,
  };
}

function mergeTable(merges: readonly Change[], form: Form, options: MarkdownRoom, room: number): ShownPart {
  const [first] = merges;
  if (first === undefined) return EMPTY;
  const { mask, isBlocked } = options;
  const masked = (change: Change) => mask?.change(change) ?? change;
  const reason = reasonOf(first);
  const withWhy = form === 'items' || merges.some((change) => reasonOf(change) !== reason);
  const head = [...(withWhy ? [] : [whyLine(masked(first)), '']), ...mergeHead(withWhy)];
  const around = head.reduce((sum, line) => sum + line.length + 1, 1);
  const fit = fitted(merges.length, room - around, (index) => {
    const change = merges[index];
    return change === undefined ? NONE : mergeRow(masked(change), isBlocked(change), withWhy);
  });
  // What is left out of a table is said below it: a line in between would end it.
  const said = fit.hidden > 0 ? [`**${sentence(hiddenGrave(fit.hidden))}**`, ''] : [];
  const lines = [...head, ...fit.pieces.map(({ text }) => text), '', ...said];
  return { ...sumOf(fit.pieces), lines, isComplete: fit.hidden === 0, size: fit.size + around };
}

function identityPart(
  changes: readonly Change[],
  form: Form,
  options: MarkdownRoom,
  room: number,
): ShownPart {
  if (changes.length === 0) return EMPTY;
  const fit =
    form === 'items'
      ? entriesOf(
          changes.map((change) => ({ change })),
          room,
          options,
        )
      : plainLines(changes, room, options);
  return partOf(fit, hiddenIdentity);
}

/** The other changes of a grouping. */
class OtherPart {
  /** Without rows. */
  readonly base: ShownPart;
  readonly #fit: Fit;
  readonly #entries: readonly Entry[];
  readonly #options: MarkdownRoom;

  constructor(changes: readonly Change[], grouping: Grouping, options: MarkdownRoom) {
    this.#options = options;
    this.#entries = groupChanges(changes, options.isBlocked, grouping);
    this.#fit = entriesOf(this.#entries, options.room, options);
    this.base = partOf(this.#fit, hiddenOther);
  }

  /** As many entries as fit, without rows. */
  within(room: number): ShownPart {
    return partOf(entriesOf(this.#entries, room, this.#options), hiddenOther);
  }

  /** All entries, and as many rows of the groups as there is room for. */
  fill(room: number): ShownPart {
    const { mask } = this.#options;
    const pieces = [...this.#fit.pieces];
    const groups = this.#entries.flatMap(({ group }, index) =>
      group === undefined ? [] : [{ group, index }],
    );
    let left = room - this.#fit.size;
    let isComplete = true;
    for (const { group, index } of groups.toSorted(bySay)) {
      const rows = groupRows(group, mask, left);
      if (rows.length < group.changes.length) isComplete = false;
      left -= sizeOfRows(rows);
      if (rows.length > 0) pieces[index] = groupItem(group, mask, rows);
    }
    return { ...sumOf(pieces), lines: pieces.map(({ text }) => text), isComplete, size: room - left };
  }
}

/** People who are new first: their rows hold emails that stand nowhere else. Then those of which most are complete. */
function bySay(a: { readonly group: ChangeGroup }, b: { readonly group: ChangeGroup }): number {
  const rank = ({ action }: ChangeGroup) => (action === 'create' ? 0 : 1);
  return rank(a.group) - rank(b.group) || a.group.changes.length - b.group.changes.length;
}

function entriesOf(entries: readonly Entry[], room: number, { mask, isBlocked }: MarkdownRoom): Fit {
  return fitted(entries.length, room, (index) => {
    const entry = entries[index];
    if (entry === undefined) return NONE;
    if (entry.change === undefined) return groupItem(entry.group, mask);
    return changeItem(mask?.change(entry.change) ?? entry.change, isBlocked(entry.change));
  });
}

function plainLines(changes: readonly Change[], room: number, { mask, isBlocked }: MarkdownRoom): Fit {
  return fitted(changes.length, room, (index) => {
    const change = changes[index];
    return change === undefined ? NONE : changeLine(mask?.change(change) ?? change, isBlocked(change));
  });
}

/** Lines under the reason that they have in common, which is said again where what is left out parts them from it. */
function linesOf(changes: readonly Change[], room: number, options: MarkdownRoom): Fit {
  const { mask } = options;
  const buckets = new Map<string, Change[]>();
  for (const change of changes) {
    const reason = reasonOf(change);
    const bucket = buckets.get(reason);
    if (bucket === undefined) buckets.set(reason, [change]);
    else bucket.push(change);
  }
  const ordered = [...buckets.values()].flat();
  const starts = new Set([...buckets.values()].map(([first]) => first));
  const headOf = (change: Change) => `\n${whyLine(mask?.change(change) ?? change)}\n`;
  const line = (index: number): Piece => {
    const change = ordered[index];
    if (change === undefined) return NONE;
    const piece = changeLine(mask?.change(change) ?? change, options.isBlocked(change));
    return starts.has(change) ? { ...piece, text: `${headOf(change)}\n${piece.text}` } : piece;
  };
  const reserve = ordered[0] === undefined ? 0 : MOST_HEAD;
  const fit = fitted(ordered.length, room - reserve, line);
  const again = ordered[fit.at + fit.hidden];
  const parted = fit.pieces[fit.at];
  if (fit.hidden === 0 || again === undefined || parted === undefined || starts.has(again)) return fit;
  const pieces = fit.pieces.toSpliced(fit.at, 1, { ...parted, text: `${headOf(again)}\n${parted.text}` });
  return { ...fit, pieces, size: sizeOf(pieces) };
}

/** A reason of 400 characters, each as an entity. */
const MOST_HEAD = 2_500;

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
