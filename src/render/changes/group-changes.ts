import type { Action, Change, FieldChange } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { selected } from '../../types/stream.ts';
import { type Grouping, SAMPLES, WIDE } from './grouping.ts';
import { NO_GROUP, type Parted, partShapes } from './part-shapes.ts';
import { fieldText, type IsBlocked, Shapes } from './shapes.ts';

/** A group holds so many of its changes, for formats that list the first ones; the rest are read again when needed. */
const MOST_HEADS = 250;
/** Different notes of a group that are counted; later ones are not. */
const MOST_NOTES = 500;

/** What the changes of a group have in one field. */
export interface GroupField {
  readonly path: string;
  /** What becomes of it, where that is the same in all changes. */
  readonly same: FieldChange | undefined;
  /** How many of the changes have the field. */
  readonly count: number;
}

/** A note that `count` changes have; `first` is the first of them, and `at` is its place among that change's notes. */
export interface GroupNote {
  readonly first: Change;
  readonly at: number;
  readonly count: number;
}

/** Many changes of one shape: same kind, action and fields. */
export interface ChangeGroup {
  readonly kind: string;
  readonly action: Action;
  readonly blocked: boolean;
  readonly changes: Changes;
  /** The first of them. */
  readonly heads: readonly Change[];
  readonly fields: readonly GroupField[];
  /** In the order of their first changes. */
  readonly notes: readonly GroupNote[];
}

export type ChangeOrGroup =
  | { readonly change: Change; readonly group?: undefined }
  | { readonly group: ChangeGroup; readonly change?: undefined };

/** Changes with those of one shape joined; `entryOf` tells which entry holds the change at a place. */
export interface Grouped {
  readonly entries: readonly ChangeOrGroup[];
  entryOf(index: number): number;
}

/**
 * Changes in their order, with those of a shape that is frequent joined into groups, each at the place of its first change.
 * Few changes stay as they are, and so does every change of an email, a phone, an id, a role or a subscription.
 */
export function groupChanges(
  changes: Changes,
  isBlocked: IsBlocked = () => false,
  grouping: Grouping = WIDE,
): readonly ChangeOrGroup[] {
  const shapes = new Shapes(isBlocked);
  if (changes.length > grouping.shownApart) for (const change of changes) shapes.take(change);
  return groupShapes(changes, shapes, { isBlocked, groupings: [grouping] })[0]?.entries ?? [];
}

/** The same where the shapes are known already, for several groupings at a time: the changes are gone through once. */
export function groupShapes(
  changes: Changes,
  shapes: Shapes,
  { isBlocked, groupings }: { readonly isBlocked: IsBlocked; readonly groupings: readonly Grouping[] },
): readonly Grouped[] {
  const collected = groupings.map((grouping) => {
    const parted = changes.length > grouping.shownApart ? partShapes(shapes, grouping) : undefined;
    return new Collected(changes, parted, isBlocked);
  });
  let index = 0;
  for (const change of changes) {
    for (const one of collected) one.take(change, index);
    index += 1;
  }
  return collected.map((one) => one.grouped());
}

/** The entries of one grouping, filled change by change. */
class Collected {
  readonly #changes: Changes;
  readonly #parted: Parted | undefined;
  readonly #isBlocked: IsBlocked;
  readonly #order: (Change | Described)[] = [];
  readonly #groups: Described[] = [];
  /** Places in `#order`: here by the place of a change that stands alone, below by the number of a group. */
  readonly #placeOf = new Map<number, number>();
  readonly #placeOfGroup: number[] = [];

  constructor(changes: Changes, parted: Parted | undefined, isBlocked: IsBlocked) {
    this.#changes = changes;
    this.#parted = parted;
    this.#isBlocked = isBlocked;
  }

  take(change: Change, index: number): void {
    const number = this.#parted?.groupOf[index] ?? NO_GROUP;
    if (number === NO_GROUP) {
      this.#placeOf.set(index, this.#order.push(change) - 1);
      return;
    }
    let group = this.#groups[number];
    if (group === undefined) {
      const { groupOf, counts } = this.#parted as Parted; // It has the number.
      const members = selected(this.#changes, counts[number] ?? 0, (at) => groupOf[at] === number);
      group = new Described(change, members, this.#isBlocked);
      this.#groups[number] = group;
      this.#placeOfGroup[number] = this.#order.push(group) - 1;
    }
    group.take(change);
  }

  grouped(): Grouped {
    const entries = this.#order.map((one) =>
      one instanceof Described ? { group: one.group() } : { change: one },
    );
    return { entries, entryOf: (index) => this.#entryOf(index) };
  }

  #entryOf(index: number): number {
    const number = this.#parted?.groupOf[index] ?? NO_GROUP;
    return (number === NO_GROUP ? this.#placeOf.get(index) : this.#placeOfGroup[number]) ?? 0;
  }
}

/** What changes have in common. */
export function describe(changes: readonly Change[], isBlocked: IsBlocked): ChangeGroup {
  const [first] = changes;
  if (first === undefined) throw new Error('a group is never empty');
  const described = new Described(first, changes, isBlocked);
  for (const change of changes) described.take(change);
  return described.group();
}

class Described {
  readonly #first: Change;
  readonly #changes: Changes;
  readonly #isBlocked: IsBlocked;
  readonly #heads: Change[] = [];
  readonly #fields = new Map<
    string,
    { count: number; same: FieldChange | undefined; text: string | undefined }
  >();
  readonly #notes = new Map<string, { first: Change; at: number; count: number }>();

  constructor(first: Change, changes: Changes, isBlocked: IsBlocked) {
    this.#first = first;
    this.#changes = changes;
    this.#isBlocked = isBlocked;
  }

  take(change: Change): void {
    if (this.#heads.length < MOST_HEADS) this.#heads.push(change);
    for (const [path, field] of Object.entries(change.fields)) {
      const seen = this.#fields.get(path);
      if (seen === undefined) this.#fields.set(path, { count: 1, same: field, text: undefined });
      else {
        seen.count += 1;
        if (seen.same === undefined) continue;
        seen.text ??= fieldText(seen.same);
        if (seen.text !== fieldText(field)) seen.same = undefined;
      }
    }
    for (const [at, note] of change.notes.entries()) {
      const known = this.#notes.get(note);
      if (known !== undefined) known.count += 1;
      else if (this.#notes.size < MOST_NOTES) this.#notes.set(note, { first: change, at, count: 1 });
    }
  }

  group(): ChangeGroup {
    const { length } = this.#changes;
    const { kind, action } = this.#first;
    const fields = [...this.#fields].map(([path, { count, same }]) => ({
      path,
      count,
      same: count === length ? same : undefined,
    }));
    return {
      kind,
      action,
      blocked: this.#isBlocked(this.#first),
      changes: this.#changes,
      heads: this.#heads,
      fields,
      notes: [...this.#notes.values()],
    };
  }
}

/** Changes that stand first in a group. */
export function samplesOf({ heads }: ChangeGroup): readonly Change[] {
  return heads.slice(0, SAMPLES);
}
