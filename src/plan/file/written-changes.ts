import { ACTIONS, type Action, type Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import type { Places } from '../change-graph.ts';

/** Changes that lie somewhere as the lines of a plan file. */
export interface WrittenChanges extends Changes {
  readonly actions: ActionCounts;
  /** The lines as they stand in a plan file, many at a time. */
  pieces(): Iterable<Uint8Array>;
  /** Those whose place is in; the others are not even parsed. */
  those(places: Places): Iterable<Change>;
}

/** How many changes there are of each action. */
export type ActionCounts = Readonly<Record<string, number>>;

/** Takes changes in their order, and hands them out again. */
export interface ChangeStore {
  /** `line`: its JSON as it was read, where it was. */
  add(change: Change, line?: string): void;
  /** Nothing is added afterwards. */
  seal(): Changes;
}

/** A change as it stands in a plan file. */
export function writtenLine(change: Change): string {
  return `${JSON.stringify(change)}\n`;
}

export function isWritten(changes: Changes): changes is WrittenChanges {
  return 'pieces' in changes;
}

/** Keeps changes as they are. */
export class ChangeList implements ChangeStore {
  readonly #changes: Change[] = [];

  add(change: Change): void {
    this.#changes.push(change);
  }

  seal(): readonly Change[] {
    return this.#changes;
  }
}

/** So many changes are held rather than looked up again among many. */
const FEW = 2000;

/** The changes whose place is in. */
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

/** Counts changes by action. */
export class ActionTally {
  readonly #counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;

  take({ action }: Pick<Change, 'action'>): void {
    this.#counts[action] += 1;
  }

  get counts(): Readonly<Record<Action, number>> {
    return { ...this.#counts };
  }
}
