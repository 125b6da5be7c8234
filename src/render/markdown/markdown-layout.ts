import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import { graveEntries } from '../changes/grave-entries.ts';
import { type ChangeGroup, type Entry, groupShapes } from '../changes/group-changes.ts';
import { TIGHTEST, WIDE } from '../changes/grouping.ts';
import { endsOf, type ListEnds } from '../changes/list-ends.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';
import { hiddenGrave, hiddenIdentity, hiddenOther } from '../view/hidden-words.ts';
import type { PlanParts } from '../view/plan-parts.ts';
import { changeItem, changeLine, mergeHead, mergeRow, whyLine } from './change-markdown.ts';
import { type Fit, fitted, NONE, partOf, type ShownPart } from './fit-pieces.ts';
import { type GraveEnds, graveEnds } from './grave-ends.ts';
import { groupItem, groupRows, sizeOfRows } from './group-markdown.ts';
import { sentence } from './markdown-text.ts';
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
  const lists = listsOf(plan, parts, options);
  const graves = remembered((form: Form) => gravePart(lists, form, options, room));
  const identities = remembered((form: Form) => identityPart(lists.identity, form, options, room));
  const [wide, tightest] = [new OtherPart(lists.wide, options), new OtherPart(lists.tightest, options)];
  let first: MarkdownLayout | undefined;
  for (const other of [wide, tightest]) {
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
  return first ?? cut(lists, tightest, options);
}

/** What is laid out, gone through as few times as that takes. */
interface Lists {
  readonly grave: GraveEnds;
  /** What one run made, by its shapes; undefined where nothing is taken back. */
  readonly undone: readonly Entry[] | undefined;
  readonly identity: ListEnds;
  readonly wide: readonly Entry[];
  readonly tightest: readonly Entry[];
}

function listsOf(plan: Pick<PlanDocument, 'undoes'>, parts: PlanParts, { isBlocked }: MarkdownRoom): Lists {
  const grave = graveEnds(parts.grave);
  const groupings = [WIDE, TIGHTEST];
  const [wide, tightest] = groupShapes(parts.other, parts.shapes, { isBlocked, groupings });
  const undone = plan.undoes === undefined ? undefined : graveEntries(plan, grave.others, isBlocked);
  return {
    ...{ grave, undone, identity: endsOf(parts.identity) },
    ...{ wide: wide?.entries ?? [], tightest: tightest?.entries ?? [] },
  };
}

const STEPS = [
  ['items', 'items'],
  ['lines', 'items'],
  ['lines', 'lines'],
] as const;
type Form = (typeof STEPS)[number][number];

function cut(lists: Lists, other: OtherPart, options: MarkdownRoom): MarkdownLayout {
  const { room } = options;
  const upper = room - other.within(room * OTHERS_SHARE).size;
  const all = gravePart(lists, 'lines', options, upper);
  const forIdentity = Math.max(upper * IDENTITY_SHARE, all.isComplete ? upper - all.size : 0);
  const identity = identityPart(lists.identity, 'lines', options, forIdentity);
  const grave = gravePart(lists, 'lines', options, upper - identity.size);
  const left = room - identity.size - grave.size;
  const hasAll = other.base.isComplete && other.base.size <= left;
  return { grave, identity, other: hasAll ? other.fill(left) : other.within(left) };
}

/** Merges as a table, then the others; items, or lines under the reason that they have in common. */
function gravePart(
  { grave, undone = [] }: Lists,
  form: Form,
  options: MarkdownRoom,
  room: number,
): ShownPart {
  const table = mergeTable(grave, form, options, room);
  const left = room - table.size;
  // What a run made is listed by its report and by interform history.
  const isGrouped = undone.some(({ group }) => group !== undefined);
  const inItems = () =>
    form === 'items' ? itemsOf(grave.apart, left, options) : linesOf(grave, left, options);
  const rest = partOf(isGrouped ? entriesOf(undone, left, options) : inItems(), hiddenGrave);
  return {
    lines: [...table.lines, ...rest.lines],
    shown: table.shown + rest.shown,
    partial: table.partial + rest.partial,
    isComplete: table.isComplete && rest.isComplete,
    size: table.size + rest.size,
  };
}

function mergeTable(grave: GraveEnds, form: Form, options: MarkdownRoom, room: number): ShownPart {
  const { merges } = grave;
  const first = merges.at(0);
  if (first === undefined) return EMPTY;
  const { mask, isBlocked } = options;
  const masked = (change: Change) => mask?.change(change) ?? change;
  const withWhy = form === 'items' || !grave.hasOneReason;
  const head = [...(withWhy ? [] : [whyLine(masked(first)), '']), ...mergeHead(withWhy)];
  const around = head.reduce((sum, line) => sum + line.length + 1, 1);
  const fit = fitted(merges.length, room - around, (index) => {
    const change = merges.at(index);
    return change === undefined ? NONE : mergeRow(masked(change), isBlocked(change), withWhy);
  });
  // What is left out of a table is said below it: a line in between would end it.
  const said = fit.hidden > 0 ? [`**${sentence(hiddenGrave(fit.hidden))}**`, ''] : [];
  const lines = [...head, ...fit.pieces.map(({ text }) => text), '', ...said];
  return { ...sumOf(fit.pieces), lines, isComplete: fit.hidden === 0, size: fit.size + around };
}

function identityPart(changes: ListEnds, form: Form, options: MarkdownRoom, room: number): ShownPart {
  if (changes.length === 0) return EMPTY;
  const fit = form === 'items' ? itemsOf(changes, room, options) : plainLines(changes, room, options);
  return partOf(fit, hiddenIdentity);
}

/** The other changes of a grouping. */
class OtherPart {
  /** Without rows. */
  readonly base: ShownPart;
  readonly #fit: Fit;
  readonly #entries: readonly Entry[];
  readonly #options: MarkdownRoom;

  constructor(entries: readonly Entry[], options: MarkdownRoom) {
    this.#options = options;
    this.#entries = entries;
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

function itemsOf(changes: ListEnds, room: number, { mask, isBlocked }: MarkdownRoom): Fit {
  return fitted(changes.length, room, (index) => {
    const change = changes.at(index);
    return change === undefined ? NONE : changeItem(mask?.change(change) ?? change, isBlocked(change));
  });
}

function plainLines(changes: ListEnds, room: number, { mask, isBlocked }: MarkdownRoom): Fit {
  return fitted(changes.length, room, (index) => {
    const change = changes.at(index);
    return change === undefined ? NONE : changeLine(mask?.change(change) ?? change, isBlocked(change));
  });
}

/** Lines under the reason that they have in common, which is said again where what is left out parts them from it. */
function linesOf({ byReason, begins }: GraveEnds, room: number, options: MarkdownRoom): Fit {
  const { mask } = options;
  const headOf = (change: Change) => `\n${whyLine(mask?.change(change) ?? change)}\n`;
  const line = (index: number): Piece => {
    const change = byReason.at(index);
    if (change === undefined) return NONE;
    const piece = changeLine(mask?.change(change) ?? change, options.isBlocked(change));
    return begins(index) ? { ...piece, text: `${headOf(change)}\n${piece.text}` } : piece;
  };
  const reserve = byReason.length === 0 ? 0 : MOST_HEAD;
  const fit = fitted(byReason.length, room - reserve, line);
  const place = fit.at + fit.hidden;
  const again = byReason.at(place);
  const parted = fit.pieces[fit.at];
  if (fit.hidden === 0 || again === undefined || parted === undefined || begins(place)) return fit;
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
