import { kinds } from '../../kinds/index.ts';
import { byIdentity, normalised } from '../../plan/normalised.ts';
import {
  type ChangeFilters,
  type Filtered,
  filterChanges,
  type Selectable,
} from '../../plan/selection/filter.ts';
import type { Behind } from '../../plan/selection/filter-criteria.ts';
import { Spool } from '../../spool/spool.ts';
import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { RequiredAddresses } from '../../types/requirement-graph.ts';
import { LEVELS, type Level } from '../../types/step.ts';
import { firstLevel, stepsOf } from '../request-cost.ts';
import { SealedChanges, type SealOptions } from './sealed-changes.ts';

/** One change with what decides its place, and with what it may be selected by. */
export interface PlacedChange {
  readonly change: Change;
  /** Its position among all that is declared. */
  readonly order: number;
  /** The ordinal of its row; absent for what is nobody's. */
  readonly owner?: number | undefined;
  /** 0 to 65,535: tells apart when it was planned, and alternatives of one change. */
  readonly mark?: number | undefined;
  /** What it answers to besides its address and those in `also`: the set's address of a lead that is absorbed. */
  readonly alias?: string | undefined;
  /** Address → the documents behind it; for each that it answers to, where --file or --owner is given. */
  readonly behind?: Readonly<Record<string, readonly Behind[]>> | undefined;
}

export interface PlannedOptions extends SealOptions {
  /** The level of the first step of a change, by its kind unless it is given. */
  readonly levelOf?: ((change: Change) => Level) | undefined;
}

export interface SealSettings {
  /** Leaves out what was planned and holds no longer, by the ordinal and the mark with which it was added (-1 and 0 without). */
  keeps?(owner: number, mark: number): boolean;
  readonly filters?: ChangeFilters | undefined;
  /** Shown each change that is left, in their order. */
  take?(change: Change): void;
}

export interface Sealed extends Omit<Filtered, 'kept'> {
  readonly changes: Changes;
  /** True where the filters left something out. */
  readonly filtered: boolean;
}

/** What was spilled comes with the text of its change, so that it is written as it was read. */
interface Spooled extends Selectable {
  readonly line?: string;
}

const KIND_PLACES = new Map(kinds.map(({ name }, place) => [name, place]));

/**
 * The changes of a plan, added in any order and sealed in that of law 4: by level, then kind, then where they are declared, then id,
 * then address. However many there are, they lie on disk as the lines of a plan file.
 */
export class PlannedChanges {
  /** What is required by changes, those that are struck out later included. */
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

  /** What was added, without what is left out, before anything is selected. */
  *changes({ keeps }: Pick<SealSettings, 'keeps'>): Iterable<Change> {
    const sorted = this.#spool.sorted(
      keeps === undefined ? {} : { keeps: ({ owner, mark = 0 }) => keeps(owner, mark) },
    );
    for (const { change } of sorted) yield change;
  }

  /** Frees everything, where nothing is sealed; nothing can be read any more. */
  close(): void {
    this.#spool.close();
  }

  /** What is left, in its order. Nothing can be added afterwards, and it can be sealed once. */
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

/** The line of the change, and behind it what it may be selected by, where there is something. */
function encode({ change, alias, behind }: Selectable): string {
  const text = JSON.stringify(change);
  return alias === undefined && behind === undefined ? text : `${text}\n${JSON.stringify({ alias, behind })}`;
}

function decode(text: string): Spooled {
  const end = text.indexOf('\n');
  if (end === -1) return { change: JSON.parse(text) as Change, line: text }; // As in `encode`.
  const line = text.slice(0, end);
  return { ...JSON.parse(text.slice(end)), change: JSON.parse(line), line };
}
