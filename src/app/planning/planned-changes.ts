import { kinds } from '../../kinds/index.ts';
import { byIdentity, normalised } from '../../plan/normalised.ts';
import {
  type ChangeFilters,
  type Filtered,
  filterChanges,
  type SelectableChange,
} from '../../plan/selection/filter.ts';
import type { Behind } from '../../plan/selection/filter-criteria.ts';
import { Spool } from '../../spool/spool.ts';
import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { RequiredAddresses } from '../../types/requirement-graph.ts';
import { LEVELS, type Level } from '../../types/step.ts';
import { firstLevel, stepsOf } from '../request-cost.ts';
import { SealedChanges, type SealOptions } from './sealed-changes.ts';

/** A change with what determines its place in the plan, and what may select it. */
export interface PlacedChange {
  readonly change: Change;
  /** Position of its declaration among all declarations. */
  readonly order: number;
  /** Number of its row; absent where it belongs to none. */
  readonly owner?: number | undefined;
  /** 0 to 65,535: tells the round in which it was planned, and alternatives of one change, apart. */
  readonly mark?: number | undefined;
  /** One more address that selects it: for the merge of an absorbed lead, that of the contact that absorbs it. */
  readonly alias?: string | undefined;
  /** Address → the documents behind it, for each address that selects it. Only with --file or --owner. */
  readonly behind?: Readonly<Record<string, readonly Behind[]>> | undefined;
}

export interface PlannedOptions extends SealOptions {
  /** The level of the first step of a change; by default its kind tells it. */
  readonly levelOf?: ((change: Change) => Level) | undefined;
}

export interface SealSettings {
  /** Whether a change still holds, by the owner and mark with which it was added (-1 and 0 by default). Others are left out. */
  keeps?(owner: number, mark: number): boolean;
  readonly filters?: ChangeFilters | undefined;
  /** Called with each change that is left, in plan order. */
  take?(change: Change): void;
}

/** The changes of a plan in their order, and what the filters left out. */
export interface Sealed extends Omit<Filtered, 'kept'> {
  readonly changes: Changes;
  /** True where the filters left something out. */
  readonly filtered: boolean;
}

/** A change that was spilled to disk comes back with its text, so that it need not be formatted again. */
interface Spooled extends SelectableChange {
  readonly line?: string;
}

const KIND_PLACES = new Map(kinds.map(({ name }, place) => [name, place]));

/**
 * Collects the changes of a plan in any order, and returns them in plan order (law 4): by level, kind, position, id and
 * address. Many changes are kept on disk as the lines of a plan file.
 */
export class PlannedChanges {
  /** What the changes require, including those that are left out later. */
  readonly required = new RequiredAddresses();
  readonly #options: PlannedOptions;
  readonly #spool: Spool<Spooled>;

  constructor(options: PlannedOptions = {}) {
    this.#options = options;
    const { inMemory, scratch } = options;
    this.#spool = new Spool<Spooled>({
      inMemory,
      encode,
      decode,
      ...(scratch === undefined ? {} : { scratch }),
    });
  }

  get length(): number {
    return this.#spool.length;
  }

  add({ order, owner = -1, mark, alias, behind, ...placed }: PlacedChange): void {
    const { levelOf = firstLevelOf } = this.#options;
    const change = normalised(placed.change);
    const rank = LEVELS.indexOf(levelOf(change)) * kinds.length + placeOf(change.kind);
    this.required.note(change);
    this.#spool.add({ change, alias, behind }, { rank, order, owner, mark });
  }

  /** The changes that still hold, before any are selected. */
  *changes({ keeps }: Pick<SealSettings, 'keeps'>): Iterable<Change> {
    const sorted = this.#spool.sorted(
      keeps === undefined ? {} : { keeps: ({ owner, mark = 0 }) => keeps(owner, mark) },
    );
    for (const { change } of sorted) yield change;
  }

  /** Frees the memory and disk space, if `seal` is not called. Nothing can be read afterwards. */
  close(): void {
    this.#spool.close();
  }

  /** Returns the changes that hold and are selected, in plan order. Call it once; nothing can be added afterwards. */
  seal({ keeps, filters, take }: SealSettings = {}): Sealed {
    const sorted = this.#spool.sorted({
      ties: (a, b) => byIdentity(a.change, b.change),
      ...(keeps === undefined ? {} : { keeps: ({ owner, mark = 0 }) => keeps(owner, mark) }),
    });
    const filter: Filtered =
      filters === undefined ? { always: 0, diagnostics: [] } : filterChanges(sorted, filters);
    const store = new SealedChanges(this.#options);
    let place = 0;
    for (const { change, line } of sorted) {
      if (filter.kept !== undefined && filter.kept[place++] !== 1) continue;
      store.add(change, line);
      take?.(change);
    }
    this.close();
    const { always, diagnostics } = filter;
    return { changes: store.seal(), filtered: filter.kept !== undefined, always, diagnostics };
  }
}

function placeOf(kind: string): number {
  const place = KIND_PLACES.get(kind);
  if (place === undefined) throw new Error(`no kind ${kind}`);
  return place;
}

function firstLevelOf(change: Change): Level {
  return firstLevel(stepsOf(change));
}

/** The line of the change; after it, if there is any, what may select it. */
function encode({ change, alias, behind }: SelectableChange): string {
  const text = JSON.stringify(change);
  return alias === undefined && behind === undefined ? text : `${text}\n${JSON.stringify({ alias, behind })}`;
}

function decode(text: string): Spooled {
  const end = text.indexOf('\n');
  if (end === -1) return { change: JSON.parse(text) as Change, line: text }; // As in `encode`.
  const line = text.slice(0, end);
  return { ...JSON.parse(text.slice(end)), change: JSON.parse(line), line };
}
