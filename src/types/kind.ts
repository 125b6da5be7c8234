import type { Catalog, DeclaredSet, LaterNotes } from './catalog.ts';
import type { Change } from './change.ts';
import type { ContactKey } from './contact-key.ts';
import type { Declaration, ManifestDocument } from './declaration.ts';
import type { Diagnostic, Report } from './diagnostic.ts';
import type { IntercomFailure, IntercomReader, IntercomWriter } from './intercom.ts';
import type { Json } from './json.ts';
import type { Auditing } from './kind/auditing.ts';
import type { KindGuards } from './kind/guards.ts';
import type { KindPersonal } from './kind/personal.ts';
import type { Probe } from './kind/probe.ts';
import type { Pulling } from './kind/pulling.ts';
import type { Snapshotting } from './kind/snapshot.ts';
import type { MappedRow, RejectedRow, RowFields } from './mapped-row.ts';
import type { Identity } from './person.ts';
import type { EditedField, RecheckMode, Reread } from './recheck.ts';
import type { Unstuck } from './result.ts';
import type { RuleSet } from './rules.ts';
import type { Step } from './step.ts';
import type { Written } from './store.ts';
import type { Undoing } from './undoing.ts';

/** What was found of declared rows of a contact set, which may be taken back: the set is told of what holds in the end. */
export interface UncertainRows {
  /** A row is left out, and these keys name its person. */
  reject(set: string, row: RejectedRow, keys: readonly string[], declared: { readonly order: number }): void;
  /** Whether the row was left out just now. */
  has(declared: { readonly order: number }): boolean;
  /** Something was overlooked about whom these keys name. */
  overlook(set: string, keys: readonly string[]): void;
}

/** What declaring may use: the rows of sources, and a place for findings. */
export interface DeclareContext {
  readonly report: Report;
  /** The next position over all manifests. */
  nextOrder(): number;
  /** The rows of the source at `path`, its columns mapped to the kind's fields. Each batch is to be walked through once. */
  rows(
    document: ManifestDocument,
    path: readonly (string | number)[],
    fields: RowFields,
  ): AsyncIterable<Iterable<MappedRow>>;
  /** Takes a contact set, whether it declares anybody or not. */
  set(set: DeclaredSet): void;
  /** Whether nothing of the document can be selected: then what is wrong with its items is a warning. */
  overlooks?(document: ManifestDocument): boolean;
  /** Takes a row that a policy leaves out. */
  reject(row: RejectedRow): void;
  /** Takes instead of a set what is found of declared rows while it is not certain that it holds; undefined while all of it does. */
  readonly uncertain?: () => UncertainRows | undefined;
  /** Told that the declarations of a document come now: positions within it do not depend on which others are read. */
  begin?(document: ManifestDocument): void;
  /** Whether a survey compares what several sets say of one person, which a plan does by itself. */
  readonly comparesSets?: boolean;
  /** Where a survey tells what is wrong with declarations that could be read; with everything else without it. */
  readonly checked?: Report;
  /** Told of every declaration of a survey, which keeps few of them; duplicates among them. */
  seen?(declaration: Declaration): void;
}

/** What an outcome of a write says of its change. */
export type Settled =
  | {
      readonly state: 'done';
      readonly body: Json;
      readonly before?: Readonly<Record<string, Json>>;
      /** What the answer must show, where that is not what the step expected. */
      readonly expect?: Step['expect'];
    }
  | { readonly state: 'already'; readonly id: string }
  /** It may be sent again. `absent`: a consistent read has just said that it is not there. */
  | { readonly state: 'retry'; readonly absent?: true }
  | { readonly state: 'stale'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string };

/** The live side of one change, in the plan's field paths, read right before its write. */
export type Current =
  | {
      readonly state: 'live';
      readonly id: string;
      readonly fields: ReadonlyMap<string, Json>;
      readonly role?: 'user' | 'lead';
      /** Unix seconds, where the kind says. */
      readonly created_at?: number;
      /** Who it is, where what it was matched by has to hold still. */
      readonly identity?: Identity;
      /** The user that a merge goes into; null where it is gone. */
      readonly into?: Identity | null;
      /** Intercom ids of all its tags, where the change says which it has to carry. */
      readonly tags?: readonly string[];
      /** As the search index shows it, which lags: it may confirm the plan, and whatever else it says has to be read by id. */
      readonly indexed?: true;
      readonly ids?: ReferredIds;
    }
  | {
      readonly state: 'absent';
      /** The kind reads archived items too: this one is gone, or is another by now. Without it, it may be archived. */
      readonly gone?: true;
      readonly ids?: ReferredIds;
    }
  | { readonly state: 'merged'; readonly into: string | null };

/**
 * Address → Intercom id of what the requests of the change refer to and no change of the plan is about, such as an option of an
 * attribute. They are as the read right before the write found them, whatever was known before.
 */
export type ReferredIds = ReadonlyMap<string, string>;

/** What applying may use besides sending. */
export interface ApplyContext {
  /** Intercom id of an address that exists by now; undefined while it does not. */
  idOf(address: string): string | undefined;
  /** Waits, unless the run is stopped. */
  sleep(ms: number): Promise<void>;
  /** How long to wait for the search index, in all. */
  readonly indexWaitMs: number;
}

/**
 * One kind of Intercom object: what it is, how it is read, how it differs, which requests a change needs. The engine
 * calls the phases in this order, each for all kinds in the order of the list of kinds.
 *
 *   declare → check → observe → keys … → deepen → resolve → diff   (plan: reads only)
 *   reread → current → steps → send → verify | settle → edits      (apply)
 *
 * `R` is what it reads by, where that is more than the port: a kind is never given less than it reads by.
 */
export interface Kind<
  D extends Declaration = Declaration,
  L = unknown,
  in R extends IntercomReader = IntercomReader,
> {
  /** First segment of addresses, such as `attribute`. */
  readonly name: string;
  /** The manifest's `kind:`, such as `DataAttributes`. */
  readonly manifest: string;
  /** File name of its JSON Schema in `schemas/`. */
  readonly schema: string;
  /** How its items are counted in sentences. */
  readonly words: { readonly one: string; readonly many: string };
  /** Most workspaces hold none of it: sums for people then leave it out. */
  readonly hiddenWhenZero?: true;
  /** Whether a later version may revise a declaration of an earlier one (design 3.2). */
  readonly revisable: boolean;
  /** Where a later version may say the same again, to no effect. */
  readonly repeatable?: true;
  /**
   * Of kinds whose items are people. `inSets`: contacts that a contact set declares, whose address names the set and what the contact
   * is known by; not so for pairs that are merged.
   */
  readonly people?: { readonly inSets: boolean };
  /** Empty where changes count by their action and by memberships alone: what is forgotten here, no guard holds back. */
  readonly guards: KindGuards;
  /** The findings of its own that a project may make louder or silent, by their codes. */
  readonly rules?: RuleSet;
  /**
   * Its own page of the documentation, from `docs/`. What is reported of the kind is explained there, under a
   * heading that begins with `Findings`, in the form of diagnostics.md; its rules under `Rules`, in that of rules.md. Without one both
   * stand in these two pages, and its manifest in manifests.md.
   */
  readonly page?: string;
  readonly personal?: KindPersonal;

  /** Manifest document → declarations. */
  declare(document: ManifestDocument, context: DeclareContext): Promise<readonly D[]>;
  /** Checks that need no network; publishes what is declared to the catalog. */
  check(declared: readonly D[], catalog: Catalog, report: Report): void;
  /** Reports what any workspace would refuse, where none is asked: the live state shows it to a plan. */
  foresee?(declared: readonly D[], report: Report): void;
  /**
   * Declares and checks in one go, keeping only what findings are about, for kinds with a million declarations. The kinds
   * before it are in the catalog.
   */
  survey?(
    documents: readonly ManifestDocument[],
    catalog: Catalog,
    context: DeclareContext,
  ): Promise<Surveyed<D>>;
  /**
   * Notes the names and keys of what a document of a version that `--to` leaves out declares, and keeps nothing else: there may
   * be a million. What it reports as an error may hide a declaration.
   */
  noteLater(document: ManifestDocument, context: DeclareContext, later: LaterNotes): Promise<void>;
  /** What else is wrong with the values of a declaration whose row is left out already. */
  faults?(declaration: D, catalog: Catalog): readonly Diagnostic[];
  /**
   * Intercom ids of its live items at these addresses: of what steps of other changes refer to. Without it they may refer to what
   * the same plan creates or changes, and a saved plan to nothing else.
   */
  idsOf?(addresses: readonly string[], reader: R): Promise<ReadonlyMap<string, string>>;
  /**
   * How many live items no manifest declares, later versions included: for kinds of which every plan reads them all. The catalog is as
   * it is once all is compared.
   */
  unmanaged?(catalog: Catalog): number;
  /** Contact keys to look up, given what was found so far. Asked again until nobody names a new key. */
  keys?(declared: readonly D[], catalog: Catalog): readonly ContactKey[];
  /** Reads what it needs besides contacts; publishes what is live to the catalog and keeps the rest for diff. */
  observe?(declared: readonly D[], catalog: Catalog, reader: R): Promise<L>;
  /** Reads what the lookups did not show: lists beyond ten, the fate of ids that search does not hold. */
  deepen?(declared: readonly D[], catalog: Catalog, reader: R): Promise<void>;
  /** Decides who is who; publishes claims and merges. What it returns replaces `live`. */
  resolve?(declared: readonly D[], live: L, catalog: Catalog, report: Report): L;
  /** Desired against live. Pure. `live` is what observe or resolve returned. */
  diff(declared: readonly D[], live: L, catalog: Catalog, report: Report): readonly Planned[];

  /** The requests that a change needs, from the change alone. */
  steps(change: Change): readonly Step[];
  /** How the live side of a change is read again before its write. */
  reread(change: Change, mode: RecheckMode): Reread;
  /**
   * Reads the live side of changes, batched where the API allows; result by address. With `each` nothing is taken from the
   * search index but whom a create would meet. A change that could not be read is left out.
   */
  current(
    changes: readonly Change[],
    reader: R,
    context: ApplyContext,
    mode: RecheckMode,
  ): Promise<ReadonlyMap<string, Current>>;
  /** Whether two values of a field mean the same to Intercom; equal JSON when the kind does not say. */
  same?(field: string, a: Json, b: Json): boolean;
  /** Whether a field of an update has a request of its own, which is not sent where Intercom has its value by now; none when the kind does not say. */
  alone?(field: string): boolean;
  /** Compares an answer with what the step expects. */
  verify(step: Step, body: Json): readonly Unstuck[];
  /** Intercom ids of the contacts that a request may change; none when the kind does not say. */
  contactsOf?(step: Step): readonly string[];
  /** By what the contact that a request writes can be found once it took effect; none where the request changes no key. */
  findableBy?(change: Change, step: Step): readonly ContactKey[];
  /** What an answer shows was written of contacts. `body` is undefined where only the id is known. */
  written?(change: Change, step: Step, answer: Answered): readonly Written[];
  /** How its changes are taken back; without it none can be. */
  readonly undoing?: Undoing<D>;
  /** How `pull` takes what is live over into manifests; null where there is nothing to take over. */
  readonly pulling: Pulling<D, unknown, R> | null;
  /** What a snapshot keeps of it; null where plans read nothing of its own, and of people, whom only --contacts keeps. */
  readonly snapshot: Snapshotting<unknown, R> | null;
  /** What `audit` finds out about it; null where there is nothing to say. */
  readonly auditing: Auditing<unknown, R> | null;
  /** The reads that it needs of Intercom, beside those of other kinds. */
  readonly probes: readonly Probe<R>[];
  /**
   * Where the answer to a step shows the whole object: the fields that have another value than was read before, without those
   * that the step writes and those that change by themselves.
   */
  edits?(step: Step, read: ReadonlyMap<string, Json>, body: Json): readonly EditedField[];
  /** Finds out what a refused or lost write came to. Undefined: the failure stands. */
  settle?(
    change: Change,
    step: Step,
    failure: IntercomFailure,
    writer: IntercomWriter<R>,
    context: ApplyContext,
  ): Promise<Settled | undefined>;
}

/** What is known of a request that took effect. */
export interface Answered {
  readonly body: Json | undefined;
  /** Intercom's id of what the change is about. */
  readonly id: string | undefined;
}

/** What a survey saw. */
export interface Surveyed<D extends Declaration = Declaration> {
  readonly count: number;
  /** The declarations that findings are about. */
  readonly reported: readonly D[];
}

/** What diff returns: a change, or a note that an item needs none. */
export type Planned =
  | { readonly state: 'change'; readonly change: Change; readonly order: number }
  /** `also`: other addresses that declare the same item. */
  | { readonly state: 'unchanged'; readonly address: string; readonly also?: readonly string[] }
  | { readonly state: 'skipped'; readonly address: string };
