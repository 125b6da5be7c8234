import type { ChangeGroup, ChangeOrGroup } from '../changes/group-changes.ts';
import { TIGHTEST, WIDE } from '../changes/grouping.ts';
import { endsOf, type ListEnds } from '../changes/list-ends.ts';
import { hiddenWords } from '../view/hidden-words.ts';
import type { PlanPart } from '../view/plan-parts.ts';
import type { PlanView } from '../view/plan-view.ts';
import { remembered } from '../view/remembered.ts';
import type { Showing, ShownChange } from '../view/shown-change.ts';
import { changeItem, changeLine, mergeHead, mergeRow, whyLine } from './change-markdown.ts';
import { type Fit, fitted, NONE, partOf, type ShownPart } from './fit-pieces.ts';
import { type GraveEnds, graveEnds } from './grave-ends.ts';
import { groupItem, groupRows, sizeOfRows } from './group-markdown.ts';
import { lengthOf, sentence } from './markdown-text.ts';
import { type Piece, sizeOf, sumOf } from './shown-piece.ts';

type MarkdownLayout = Readonly<Record<PlanPart, ShownPart>>;

/** Share of the room that is kept for the other changes where those above would fill it: groups say much in little room. */
const OTHERS_SHARE = 0.3;
/** Of the rest, share that is kept for changes of identity where grave ones would fill it. */
const IDENTITY_SHARE = 0.4;

const EMPTY: ShownPart = { lines: [], shown: 0, partial: 0, isComplete: true, size: 0 };

/**
 * Lays the changes of a plan out for a comment. From the combinations below, tried from left to right, it takes
 *
 *   - the first that has room for the address of every change, else
 *   - the first that fits at all, with as many rows of its groups as there is room for, else
 *   - it leaves changes out of each part, most of all of the others.
 *
 *   destructive      items    lines    lines    items    lines    lines
 *   identity         items    items    lines    items    items    lines
 *   all others       parted finely ----------   by kind and action -----
 */
export function layOutMarkdown(view: PlanView, room: number): MarkdownLayout {
  const lists = listsOf(view);
  const graves = remembered((form: Form) => gravePart(lists, form, room));
  const identities = remembered((form: Form) => identityPart(lists, form, room));
  const wide = new OtherPart(lists.wide, view.shown, room);
  const tightest = new OtherPart(lists.tightest, view.shown, room);
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
  return first ?? cut(lists, tightest, room);
}

/** Everything that is laid out, held once so that the changes need not be gone through for each try. */
interface Lists {
  readonly shown: Showing;
  readonly grave: GraveEnds;
  /** What an undo takes back, grouped; undefined for any other plan. */
  readonly undone: readonly ChangeOrGroup[] | undefined;
  readonly identity: ListEnds;
  readonly wide: readonly ChangeOrGroup[];
  readonly tightest: readonly ChangeOrGroup[];
}

function listsOf(view: PlanView): Lists {
  const grave = graveEnds(view.sections.grave.changes, view.placeOf);
  const [wide, tightest] = view.grouped([WIDE, TIGHTEST]);
  return {
    shown: view.shown,
    grave,
    undone: view.isUndo ? view.listed(grave.others) : undefined,
    identity: endsOf(view.sections.identity.changes),
    wide: wide?.entries ?? [],
    tightest: tightest?.entries ?? [],
  };
}

const STEPS = [
  ['items', 'items'],
  ['lines', 'items'],
  ['lines', 'lines'],
] as const;
type Form = (typeof STEPS)[number][number];

function cut(lists: Lists, other: OtherPart, room: number): MarkdownLayout {
  const upper = room - other.within(room * OTHERS_SHARE).size;
  const all = gravePart(lists, 'lines', upper);
  const forIdentity = Math.max(upper * IDENTITY_SHARE, all.isComplete ? upper - all.size : 0);
  const identity = identityPart(lists, 'lines', forIdentity);
  const grave = gravePart(lists, 'lines', upper - identity.size);
  const left = room - identity.size - grave.size;
  const hasAll = other.base.isComplete && other.base.size <= left;
  return { grave, identity, other: hasAll ? other.fill(left) : other.within(left) };
}

/** Merges as a table, then the others as items, or as lines under their common reasons. */
function gravePart(lists: Lists, form: Form, room: number): ShownPart {
  const { grave, shown, undone = [] } = lists;
  const table = mergeTable(lists, form, room);
  const left = room - table.size;
  // The report of the run that is undone, and interform history, list them one by one.
  const isGrouped = undone.some(({ group }) => group !== undefined);
  const apart = () =>
    form === 'items' ? piecesOf(grave.apart, left, shown, changeItem) : linesByReason(lists, left);
  const rest = partOf(isGrouped ? entriesOf(undone, left, shown) : apart(), 'grave');
  return {
    lines: [...table.lines, ...rest.lines],
    shown: table.shown + rest.shown,
    partial: table.partial + rest.partial,
    isComplete: table.isComplete && rest.isComplete,
    size: table.size + rest.size,
  };
}

function mergeTable({ grave, shown }: Lists, form: Form, room: number): ShownPart {
  const { merges } = grave;
  const first = merges.at(0);
  if (first === undefined) return EMPTY;
  const withWhy = form === 'items' || !grave.hasOneReason;
  const head = [...(withWhy ? [] : [whyLine(shown.change(first).reason), '']), ...mergeHead(withWhy)];
  const around = lengthOf(head) + 1;
  const fit = piecesOf(merges, room - around, shown, (change) => mergeRow(change, withWhy));
  // A sentence between the rows would end the table, so it stands below.
  const said = fit.hidden > 0 ? [`**${sentence(hiddenWords('grave', fit.hidden))}**`, ''] : [];
  const lines = [...head, ...fit.pieces.map(({ text }) => text), '', ...said];
  return { ...sumOf(fit.pieces), lines, isComplete: fit.hidden === 0, size: fit.size + around };
}

function identityPart({ identity, shown }: Lists, form: Form, room: number): ShownPart {
  if (identity.length === 0) return EMPTY;
  return partOf(piecesOf(identity, room, shown, form === 'items' ? changeItem : changeLine), 'identity');
}

/** The other changes of a grouping. */
class OtherPart {
  /** Without rows. */
  readonly base: ShownPart;
  readonly #fit: Fit;
  readonly #entries: readonly ChangeOrGroup[];
  readonly #shown: Showing;

  constructor(entries: readonly ChangeOrGroup[], shown: Showing, room: number) {
    this.#shown = shown;
    this.#entries = entries;
    this.#fit = entriesOf(this.#entries, room, shown);
    this.base = partOf(this.#fit, 'other');
  }

  /** As many entries as fit, without rows. */
  within(room: number): ShownPart {
    return partOf(entriesOf(this.#entries, room, this.#shown), 'other');
  }

  /** All entries, and as many rows of the groups as there is room for. */
  fill(room: number): ShownPart {
    const pieces = [...this.#fit.pieces];
    const groups = this.#entries.flatMap(({ group }, index) =>
      group === undefined ? [] : [{ group, index }],
    );
    let left = room - this.#fit.size;
    let isComplete = true;
    for (const { group, index } of groups.toSorted(bySay)) {
      const rows = groupRows(group, this.#shown, left);
      if (rows.length < group.changes.length) isComplete = false;
      left -= sizeOfRows(rows);
      if (rows.length > 0) pieces[index] = groupItem(this.#shown.group(group), rows);
    }
    return { ...sumOf(pieces), lines: pieces.map(({ text }) => text), isComplete, size: room - left };
  }
}

/** Which groups get their rows first: new people, whose emails stand nowhere else, then small groups, of which more are complete. */
function bySay(a: { readonly group: ChangeGroup }, b: { readonly group: ChangeGroup }): number {
  const rank = ({ action }: ChangeGroup) => (action === 'create' ? 0 : 1);
  return rank(a.group) - rank(b.group) || a.group.changes.length - b.group.changes.length;
}

function entriesOf(entries: readonly ChangeOrGroup[], room: number, shown: Showing): Fit {
  return fitted(entries.length, room, (index) => {
    const entry = entries[index];
    if (entry === undefined) return NONE;
    return entry.change === undefined
      ? groupItem(shown.group(entry.group))
      : changeItem(shown.change(entry.change));
  });
}

function piecesOf(
  changes: ListEnds,
  room: number,
  shown: Showing,
  make: (change: ShownChange) => Piece,
): Fit {
  return fitted(changes.length, room, (index) => {
    const change = changes.at(index);
    return change === undefined ? NONE : make(shown.change(change));
  });
}

/** Lines under their common reasons. Where a gap separates lines from their reason, it is repeated behind the gap. */
function linesByReason({ grave, shown }: Lists, room: number): Fit {
  const { byReason, begins } = grave;
  const headOf = ({ reason }: ShownChange) => `\n${whyLine(reason)}\n`;
  const line = (index: number): Piece => {
    const change = byReason.at(index);
    if (change === undefined) return NONE;
    const one = shown.change(change);
    const piece = changeLine(one);
    return begins(index) ? { ...piece, text: `${headOf(one)}\n${piece.text}` } : piece;
  };
  const reserve = byReason.length === 0 ? 0 : MOST_HEAD;
  const fit = fitted(byReason.length, room - reserve, line);
  const place = fit.at + fit.hidden;
  const again = byReason.at(place);
  const parted = fit.pieces[fit.at];
  if (fit.hidden === 0 || again === undefined || parted === undefined || begins(place)) return fit;
  const text = `${headOf(shown.change(again))}\n${parted.text}`;
  const pieces = fit.pieces.toSpliced(fit.at, 1, { ...parted, text });
  return { ...fit, pieces, size: sizeOf(pieces) };
}

/** Room for repeating a reason of 400 characters, each of them escaped. */
const MOST_HEAD = 2_500;
