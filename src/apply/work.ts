import type { AnyKind } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import type { Change } from '../types/change.ts';
import type { HeldTurns } from '../types/intercom.ts';
import type { Json } from '../types/json.ts';
import type { EditedField } from '../types/recheck.ts';
import type { ChangeResult } from '../types/result.ts';
import { LEVELS, type Level, type Step } from '../types/step.ts';

/** The part of a kind that apply uses. */
export type ApplyKind = Pick<
  AnyKind,
  | 'name'
  | 'steps'
  | 'reread'
  | 'current'
  | 'same'
  | 'alone'
  | 'verify'
  | 'edits'
  | 'settle'
  | 'confirm'
  | 'madeTwice'
  | 'written'
  | 'contactsOf'
  | 'bulkWritings'
>;

/** The live fields that were read before the write in a level. Between levels, other changes may write to the same item. */
export interface ReadBefore {
  readonly level: Level;
  readonly fields: ReadonlyMap<string, Json>;
}

/** What is kept of a change between two waves that it has steps in. */
export interface ParkedWork {
  readonly place: number;
  readonly change: Change;
  /** Intercom's id, where it is known by now and the change does not name it. */
  readonly id: string | null;
  readonly pending: readonly Step[];
  readonly aheadTo: Level;
  readonly checked: 'no' | 'half' | 'yes';
  readonly written: boolean;
  readonly found: boolean;
  readonly unseen: boolean;
  readonly edited: readonly EditedField[];
  readonly before: Readonly<Record<string, Json>> | null;
}

/** The state of one change during a run: pending steps, what was read and written, and its result. */
export class Work {
  readonly change: Change;
  /** Its place among the changes of the run, from 0. */
  readonly place: number;
  readonly kind: ApplyKind;
  /** The last level that it goes through at once, without waiting for others (`Schedule.aheadTo`). */
  aheadTo: Level = 'attributes';
  #pending: readonly Step[];
  #checked: 'no' | 'half' | 'yes' = 'no';
  #client: HeldTurns<KindReader>['client'] | undefined;
  #read: ReadBefore | undefined;
  #edited: readonly EditedField[] = [];
  #written = false;
  #found = false;
  #unseen = false;
  #left: Change | undefined;
  #before: Readonly<Record<string, Json>> | undefined;
  #result: ChangeResult | undefined;

  /** Throws where the kind cannot make steps for the change. */
  constructor(change: Change, kind: ApplyKind, place: number, pending = kind.steps(change)) {
    this.change = change;
    this.kind = kind;
    this.place = place;
    this.#pending = pending;
  }

  static restored(parked: ParkedWork, kind: ApplyKind): Work {
    const work = new Work(parked.change, kind, parked.place, parked.pending);
    work.aheadTo = parked.aheadTo;
    work.#checked = parked.checked;
    work.#written = parked.written;
    work.#found = parked.found;
    work.#unseen = parked.unseen;
    work.#edited = parked.edited;
    work.#before = parked.before ?? undefined;
    return work;
  }

  parked(id: string | undefined): ParkedWork {
    const { change, place } = this;
    return {
      ...{ place, change, id: id ?? null, pending: this.#pending },
      ...{ aheadTo: this.aheadTo, checked: this.#checked },
      ...{ written: this.#written, found: this.#found, unseen: this.#unseen },
      ...{ edited: this.#edited, before: this.#before ?? null },
    };
  }

  /** Steps that are not done yet, in their order. */
  get pending(): readonly Step[] {
    return this.#pending;
  }

  /** How much of the change was compared with live: `half` for the fields that are written before the merges of this plan. */
  get checked(): 'no' | 'half' | 'yes' {
    return this.#checked;
  }

  /** The client with reserved turns of the rate limit, while there are any. */
  get client(): HeldTurns<KindReader>['client'] | undefined {
    return this.#client;
  }

  get read(): ReadBefore | undefined {
    return this.#read;
  }

  /** Fields that somebody else changed between a read and the write after it. */
  get edited(): readonly EditedField[] {
    return this.#edited;
  }

  /** Whether Intercom took a write of this change. */
  get written(): boolean {
    return this.#written;
  }

  /** Whether Intercom may hold some of it: it was written, or an answer was lost and the wanted state was found there. */
  get begun(): boolean {
    return this.#written || this.#found;
  }

  /** Whether it was sent in a request of which nobody knows what it wrote. Only a read by id can tell. */
  get unseen(): boolean {
    return this.#unseen;
  }

  /** What is left to do of the change, as it was when it was last compared with live. */
  get left(): Change {
    return this.#left ?? this.change;
  }

  /** The live values that an unarchive found. */
  get before(): Readonly<Record<string, Json>> | undefined {
    return this.#before;
  }

  /** Undefined until the change has ended. */
  get result(): ChangeResult | undefined {
    return this.#result;
  }

  compared(share: 'half' | 'yes'): void {
    this.#checked = share;
  }

  /** What was read of it is too old by now: it has to be compared again before it is written. */
  compareAgain(): void {
    this.#checked = 'no';
  }

  /** It was sent, and what it wrote was not seen. */
  wentUnseen(): void {
    this.#unseen = true;
    this.#checked = 'no';
  }

  readAt(level: Level, fields: ReadonlyMap<string, Json>): void {
    this.#read = { level, fields };
  }

  /** Drops the pending steps of this level, which are not needed. */
  skipLevel(level: Level): void {
    this.#pending = this.#pending.filter((step) => step.level !== level);
  }

  /** Drops all pending steps, which are not needed. */
  skipRest(): void {
    this.#pending = [];
  }

  /** Replaces the pending steps by those of `rest`, without the levels before this one. */
  reduceTo(rest: Change, level: Level): void {
    const from = LEVELS.indexOf(level);
    this.#left = rest;
    this.#pending = this.kind.steps(rest).filter((step) => LEVELS.indexOf(step.level) >= from);
  }

  pass(step: Step): void {
    this.#pending = this.#pending.filter((other) => other !== step);
  }

  /** `before`: the live values that an unarchive found. */
  wrote(before?: Readonly<Record<string, Json>>): void {
    this.#written = true;
    if (before !== undefined) this.#before = before;
  }

  foundAfterLoss(): void {
    this.#found = true;
  }

  sawEdits(edited: readonly EditedField[]): void {
    if (edited.length > 0) this.#edited = [...this.#edited, ...edited];
  }

  /** Runs `job` while `client` is set. */
  async withClient<T>(client: HeldTurns<KindReader>['client'], job: () => Promise<T>): Promise<T> {
    this.#client = client;
    try {
      return await job();
    } finally {
      this.#client = undefined;
    }
  }

  /** Throws when the change has ended before. */
  end(result: ChangeResult): void {
    if (this.#result !== undefined) throw new Error(`${this.change.address} has two outcomes`);
    this.#result = result;
    this.#pending = [];
  }
}
