import { ACTIONS, type Action, type Change } from '../../types/change.ts';
import type { Changes, Summary } from '../../types/plan.ts';
import type { Places } from '../change-graph.ts';

/** Changes that are stored as the lines of a plan file. */
export interface WrittenChanges extends Changes {
  readonly actions: ActionCounts;
  /** The stored lines, in chunks of many. */
  pieces(): Iterable<Uint8Array>;
  /** The changes of the subset; the others are not even parsed. */
  those(places: Places): Iterable<Change>;
}

/** The number of changes of each action. */
export type ActionCounts = Readonly<Record<string, number>>;

/** Collects changes in plan order, to be read again afterwards. */
export interface ChangeStore {
  /** `line`: the JSON that the change was parsed from, if it was. */
  add(change: Change, line?: string): void;
  /** Ends the collecting. */
  seal(): Changes;
}

/** The line of a change in a plan file. */
export function writtenLine(change: Change): string {
  return `${JSON.stringify(change)}\n`;
}

export function isWritten(changes: Changes): changes is WrittenChanges {
  return 'pieces' in changes;
}

/** Collects changes in a list in memory. */
export class ChangeList implements ChangeStore {
  readonly #changes: Change[] = [];

  add(change: Change): void {
    this.#changes.push(change);
  }

  seal(): readonly Change[] {
    return this.#changes;
  }
}

/** Up to this many chosen changes are copied into a list, instead of being read from the store again on each iteration. */
const FEW = 2000;

/** The changes of the subset. */
export function chosenChanges(changes: Changes, places: Places): Changes {
  let length = 0;
  for (const bit of places) length += bit;
  if (length === changes.length) return changes;
  const chosen = {
    length,
    [Symbol.iterator]: () => thoseOf(changes, places)[Symbol.iterator](),
    toJSON: () => [...thoseOf(changes, places)],
  };
  return Array.isArray(changes) || length <= FEW ? [...chosen] : chosen;
}

function thoseOf(changes: Changes, places: Places): Iterable<Change> {
  return isWritten(changes) ? changes.those(places) : walked(changes, places);
}

function* walked(changes: Changes, places: Places): Generator<Change> {
  let place = 0;
  for (const change of changes) if (places[place++] === 1) yield change;
}

export class ActionTally {
  readonly #counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;

  take({ action }: Pick<Change, 'action'>): void {
    this.#counts[action] += 1;
  }

  /** Deletions are rare, and what has none does not name them. */
  get counts(): Omit<Summary, 'unchanged' | 'skipped' | 'blocked'> {
    const { delete: deleted, ...counts } = this.#counts;
    return deleted === 0 ? counts : { ...counts, delete: deleted };
  }
}
