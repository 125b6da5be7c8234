import type { AnyKind } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import type { Change } from '../types/change.ts';
import type { HeldTurns } from '../types/intercom.ts';
import type { Json } from '../types/json.ts';
import type { EditedField } from '../types/recheck.ts';
import type { ChangeResult } from '../types/result.ts';
import { LEVELS, type Level, type Step } from '../types/step.ts';

/** The half of a kind that applying uses. */
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
  | 'written'
  | 'contactsOf'
>;

/** What was read of an object before its write in a level. Other changes may write to the same object between levels. */
export interface ReadBefore {
  readonly level: Level;
  readonly fields: ReadonlyMap<string, Json>;
}

/** One change on its way through the levels: what is left to send, what was seen and written of it, and how it ended. */
export class Work {
  readonly change: Change;
  readonly kind: ApplyKind;
  #pending: readonly Step[];
  #checked: 'no' | 'half' | 'yes' = 'no';
  #client: HeldTurns<KindReader>['client'] | undefined;
  #read: ReadBefore | undefined;
  #edited: readonly EditedField[] = [];
  #written = false;
  #found = false;
  #before: Readonly<Record<string, Json>> | undefined;
  #result: ChangeResult | undefined;

  /** Throws where the kind cannot make requests of the change. */
  constructor(change: Change, kind: ApplyKind) {
    this.change = change;
    this.kind = kind;
    this.#pending = kind.steps(change);
  }

  /** Steps that were not sent yet, in their order. */
  get pending(): readonly Step[] {
    return this.#pending;
  }

  /** How much of the change was compared with the live side: `half` before the merges of this plan. */
  get checked(): 'no' | 'half' | 'yes' {
    return this.#checked;
  }

  /** Sends its requests while turns of the rate limit are kept for it. */
  get client(): HeldTurns<KindReader>['client'] | undefined {
    return this.#client;
  }

  get read(): ReadBefore | undefined {
    return this.#read;
  }

  /** Other fields that changed between a read and the write that followed it. */
  get edited(): readonly EditedField[] {
    return this.#edited;
  }

  /** Whether Intercom took a write of this change. */
  get written(): boolean {
    return this.#written;
  }

  /** Whether something of it may be in Intercom: it was written, or an answer was lost and what was wanted was found there. */
  get begun(): boolean {
    return this.#written || this.#found;
  }

  /** The live values that an unarchive met. */
  get before(): Readonly<Record<string, Json>> | undefined {
    return this.#before;
  }

  /** How the change ended; undefined while it goes on. */
  get result(): ChangeResult | undefined {
    return this.#result;
  }

  /** It was compared with the live side, as far as its fields are written before the merges of this plan, or as a whole. */
  compared(share: 'half' | 'yes'): void {
    this.#checked = share;
  }

  /** The object was read before a write. */
  readAt(level: Level, fields: ReadonlyMap<string, Json>): void {
    this.#read = { level, fields };
  }

  /** What is left of this level needs no request. */
  skipLevel(level: Level): void {
    this.#pending = this.#pending.filter((step) => step.level !== level);
  }

  /** Nothing that is left needs a request. */
  skipRest(): void {
    this.#pending = [];
  }

  /** Only `rest` is left to do, from this level on: those before are behind it. */
  reduceTo(rest: Change, level: Level): void {
    const from = LEVELS.indexOf(level);
    this.#pending = this.kind.steps(rest).filter((step) => LEVELS.indexOf(step.level) >= from);
  }

  /** This step is behind it. */
  pass(step: Step): void {
    this.#pending = this.#pending.filter((other) => other !== step);
  }

  /** Intercom took a write of it; an unarchive met these values. */
  wrote(before?: Readonly<Record<string, Json>>): void {
    this.#written = true;
    if (before !== undefined) this.#before = before;
  }

  /** An answer was lost, and what was wanted was found: this run may have made it. */
  foundAfterLoss(): void {
    this.#found = true;
  }

  /** Somebody else changed these fields between the read and the write. */
  sawEdits(edited: readonly EditedField[]): void {
    if (edited.length > 0) this.#edited = [...this.#edited, ...edited];
  }

  /** Does `job` with turns of the rate limit that are kept for it. */
  async withClient<T>(client: HeldTurns<KindReader>['client'], job: () => Promise<T>): Promise<T> {
    this.#client = client;
    try {
      return await job();
    } finally {
      this.#client = undefined;
    }
  }

  /** Ends the change, once. */
  end(result: ChangeResult): void {
    if (this.#result !== undefined) throw new Error(`${this.change.address} has two outcomes`);
    this.#result = result;
    this.#pending = [];
  }
}
