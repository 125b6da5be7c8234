import type { Catalog, DeclaredSet, LaterNotes } from './catalog.ts';
import type { Change } from './change.ts';
import type { ContactKey } from './contact-key.ts';
import type { Declaration, ManifestDocument } from './declaration.ts';
import type { Diagnostic, Report } from './diagnostic.ts';
import type { IntercomFailure, IntercomReader, IntercomWriter } from './intercom.ts';
import type { Json } from './json.ts';
import type { Auditing } from './kind/auditing.ts';
import type { BulkWriting } from './kind/bulk-writing.ts';
import type { Generating } from './kind/generating.ts';
import type { KindGuards } from './kind/guards.ts';
import type { KindPersonal } from './kind/personal.ts';
import type { Probe } from './kind/probe.ts';
import type { Pulling } from './kind/pulling.ts';
import type { Snapshotting } from './kind/snapshot.ts';
import type { MappedRow, RejectedRow, RowFields } from './mapped-row.ts';
import type { MergePreview } from './merge-preview.ts';
import type { Identity } from './person.ts';
import type { EditedField, RecheckMode, Reread } from './recheck.ts';
import type { Unstuck } from './result.ts';
import type { RuleSet } from './rules.ts';
import type { Step } from './step.ts';
import type { Written } from './store.ts';
import type { Undoing } from './undoing.ts';
import type { GetCall } from './wire-call.ts';

/** Takes findings about rows of a contact set that may be withdrawn later; the set hears only of those that hold in the end. */
export interface UncertainRows {
  /** A row is left out; these keys name its person. */
  reject(set: string, row: RejectedRow, keys: readonly string[], declared: { readonly order: number }): void;
  /** Whether the row was left out just now. */
  has(declared: { readonly order: number }): boolean;
  /** An error was overlooked in what is declared of the person with these keys. */
  overlook(set: string, keys: readonly string[]): void;
}

/** What declaring may use, such as the rows of sources, and where it reports findings. */
export interface DeclareContext {
  readonly report: Report;
  /** The next position in the order of all manifests. */
  nextOrder(): number;
  /** The rows of the source at `path`, with columns mapped to the kind's fields. Iterate each batch once only. */
  rows(
    document: ManifestDocument,
    path: readonly (string | number)[],
    fields: RowFields,
  ): AsyncIterable<Iterable<MappedRow>>;
  /** Registers a contact set, even one that declares nobody. */
  set(set: DeclaredSet): void;
  /** Whether nothing of the document can be selected: then errors in its items are reported as warnings. */
  overlooks?(document: ManifestDocument): boolean;
  /** Takes a row that `on_bad_row: skip` leaves out. */
  reject(row: RejectedRow): void;
  /** Takes findings about rows in place of a set while they may still be withdrawn; undefined while every finding is final. */
  readonly uncertain?: () => UncertainRows | undefined;
  /** Called before the declarations of a document, so that their positions do not depend on which other documents are read. */
  begin?(document: ManifestDocument): void;
  /** Whether a survey compares what several sets say of one person; a plan does that by itself. */
  readonly comparesSets?: boolean;
  /** Where a survey reports errors in declarations that could be read; without it they go to `report`. */
  readonly checked?: Report;
  /** Called with every declaration of a survey, duplicates included, since the survey keeps few of them. */
  seen?(declaration: Declaration): void;
}

/** What a write came to, and what that means for its change. */
export type Settled =
  | {
      readonly state: 'done';
      readonly body: Json;
      readonly before?: Readonly<Record<string, Json>>;
      /** What the answer must show, where it differs from what the step expected. */
      readonly expect?: Step['expect'];
    }
  | { readonly state: 'already'; readonly id: string }
  /** It may be sent again. `absent`: a consistent read has just found no such object. */
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
      /** Who the contact is, where the keys that it was matched by must still hold. */
      readonly identity?: Identity;
      /** The user that a merge goes into; null where it is gone. */
      readonly into?: Identity | null;
      /** Intercom ids of all its tags, where the change says which tags it must carry. */
      readonly tags?: readonly string[];
      /** Why it is not updated although it is as the plan saw it, as a sentence. */
      readonly blocked?: string;
      /** Read from the search index, which lags: it may confirm the plan; where it differs, the contact has to be read by id. */
      readonly indexed?: true;
      readonly ids?: ReferredIds;
    }
  | {
      readonly state: 'absent';
      /**
       * The kind reads archived items too, so this one is gone, or another one has its place. Without it, the item may be
       * archived.
       */
      readonly gone?: true;
      /** Why it is not created although it is absent, as a sentence. */
      readonly blocked?: string;
      readonly ids?: ReferredIds;
    }
  | { readonly state: 'merged'; readonly into: string | null };

/**
 * Address → Intercom id of what requests of the change refer to and no change of the plan is about, such as an option of an
 * attribute. The ids are as the read right before the write found them, whatever was known before.
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
 * One kind of Intercom object: what it is, how it is read, how it differs, which requests a change needs. The engine calls
 * the phases in this order, each for all kinds in the order of the list of kinds.
 *
 *   declare → check → observe → observeAfter, keys … → deepen → resolve → diff   (plan: reads only)
 *   reread → current → steps → send → verify | settle → edits      (apply)
 *
 * `R` is the reader that the kind needs, where it needs more than IntercomReader.
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
  /** True where summaries for people count it even if there is none: most workspaces have some. */
  readonly shownWhenZero?: true;
  /** Whether a later version may revise a declaration of an earlier one (design 3.2). */
  readonly revisable: boolean;
  /** True where a later version may declare the same again, without effect. */
  readonly repeatable?: true;
  /**
   * Present for kinds whose items are people. `inSets`: its items are contacts of a contact set, and their addresses name
   * the set and the key of the contact. Merges are not in sets.
   */
  readonly people?: { readonly inSets: boolean };
  /**
   * How its changes count for guards. Empty where they count by their action and memberships alone. What is forgotten here,
   * no guard holds back.
   */
  readonly guards: KindGuards;
  /** The findings of this kind that a project may make stricter or turn off, by their codes. */
  readonly rules?: RuleSet;
  /**
   * The kind's own page of the documentation, from `docs/`. It explains the findings of the kind under a heading that begins
   * with `Findings`, in the form of diagnostics.md, and its rules under `Rules`, in that of rules.md. Without a page, both
   * are in these two pages, and the manifest is in manifests.md.
   */
  readonly page?: string;
  readonly personal?: KindPersonal;

  /** Manifest document → declarations. */
  declare(document: ManifestDocument, context: DeclareContext): Promise<readonly D[]>;
  /** Checks that need no network; publishes what is declared to the catalog. */
  check(declared: readonly D[], catalog: Catalog, report: Report): void;
  /** Reports what any workspace would refuse, where no workspace is read; a plan sees it in the live state. */
  foresee?(declared: readonly D[], report: Report): void;
  /**
   * Declares and checks in one go and keeps only the declarations that findings are about, for kinds with a million
   * declarations. The kinds before it are in the catalog.
   */
  survey?(
    documents: readonly ManifestDocument[],
    catalog: Catalog,
    context: DeclareContext,
  ): Promise<Surveyed<D>>;
  /**
   * Notes the names and keys that a document of a version left out by `--to` declares, and keeps nothing else: there may be
   * a million. An error that it reports may hide a declaration.
   */
  noteLater(document: ManifestDocument, context: DeclareContext, later: LaterNotes): Promise<void>;
  /** Further errors in the values of a declaration whose row is left out already. */
  faults?(declaration: D, catalog: Catalog): readonly Diagnostic[];
  /**
   * Intercom ids of its live items at these addresses, to which steps of other changes refer. With null, steps may refer
   * only to what the same plan creates or changes, and those of a saved plan to nothing else.
   */
  readonly idsOf: ((addresses: readonly string[], reader: R) => Promise<ReadonlyMap<string, string>>) | null;
  /**
   * How many live items no manifest declares, later versions included, for kinds whose live items every plan reads in full.
   * Called after everything is compared.
   */
  unmanaged?(catalog: Catalog): number;
  /** Contact keys to look up, given what was found so far. Called again until no kind names a new key. */
  keys?(declared: readonly D[], catalog: Catalog): readonly ContactKey[];
  /** Reads what it needs besides contacts. Publishes live items to the catalog and returns the rest for `diff`. */
  observe?(declared: readonly D[], catalog: Catalog, reader: R): Promise<L>;
  /** Reads further, once what all kinds observe is in the catalog. What it returns replaces `live`. */
  observeAfter?(live: L, catalog: Catalog, reader: R): Promise<L>;
  /** Reads what the lookups did not show: lists beyond ten, the fate of ids that search does not hold. */
  deepen?(declared: readonly D[], catalog: Catalog, reader: R): Promise<void>;
  /** Decides which live contact each declaration means; publishes claims and merges. What it returns replaces `live`. */
  resolve?(declared: readonly D[], live: L, catalog: Catalog, report: Report): L;
  /** Desired against live. Pure. `live` is what observe or resolve returned. */
  diff(declared: readonly D[], live: L, catalog: Catalog, report: Report): readonly Planned[];

  /**
   * What is lost for good once every value was carried to its new place. Called after all people are planned, with what
   * `observe` returned and the addresses that the plan changes.
   */
  ends?(
    declared: readonly D[],
    live: L,
    facts: { readonly catalog: Catalog; readonly changes: ReadonlySet<string>; readonly report: Report },
  ): readonly Planned[];
  /** Whether a document may change live people whom no manifest declares. */
  carries?(document: ManifestDocument): boolean;

  /** Asks Intercom what a change would do, for people only. Undefined where it cannot know. Default: it is not asked. */
  preview?(change: Change): GetCall<MergePreview> | undefined;
  /** The requests that a change needs, derived from the change alone. */
  steps(change: Change): readonly Step[];
  /** How the live side of a change is read again before its write. */
  reread(change: Change, mode: RecheckMode): Reread;
  /**
   * Reads the live side of changes, batched where the API allows; result by address. In mode `each` the search index is used
   * only to find whom a create would meet. A change that could not be read is left out.
   */
  current(
    changes: readonly Change[],
    reader: R,
    context: ApplyContext,
    mode: RecheckMode,
  ): Promise<ReadonlyMap<string, Current>>;
  /** Whether two values of a field mean the same to Intercom; null where they do only as equal JSON. */
  readonly same: ((field: string, a: Json, b: Json) => boolean) | null;
  /**
   * Whether a field of an update has a request of its own, which is not sent where Intercom has the value by now. Default:
   * none has.
   */
  alone?(field: string): boolean;
  /** How many of its objects are created, and updated, with one request, one entry each; absent: they are written one by one. */
  readonly bulkWritings?: readonly BulkWriting<R>[];
  /** Compares an answer with what the step expects. */
  verify(step: Step, body: Json): readonly Unstuck[];
  /**
   * Waits for what an answered request began, where Intercom does it later. Undefined: it is done. What it resolves to ends
   * the change in place of the answer.
   */
  confirm?(
    change: Change,
    step: Step,
    reader: R,
    context: ApplyContext,
  ): Promise<Extract<Settled, { state: 'unknown' }> | undefined>;
  /**
   * Intercom ids of the people who are deleted for good by a change: once it is made, their values are taken out of the
   * store. Default: none.
   */
  erases?(change: Pick<Change, 'address' | 'id'>): readonly string[];
  /** Intercom ids of the contacts that a request may change. Default: none. */
  contactsOf?(step: Step): readonly string[];
  /** The keys by which the contact that a request writes can be found once it took effect; empty where it changes no key. */
  findableBy?(change: Change, step: Step): readonly ContactKey[];
  /** What an answer shows was written to contacts. `body` is undefined where only the id is known. */
  written?(change: Change, step: Step, answer: Answered): readonly Written[];
  /** How its changes are undone; without it none can be. */
  readonly undoing?: Undoing<D>;
  /** How `pull` takes live items over into manifests; null where there is nothing to take over. */
  readonly pulling: Pulling<D, unknown, R> | null;
  /** What a snapshot keeps of the kind; null where plans read nothing of its own, and for people, whom only --contacts keeps. */
  readonly snapshot: Snapshotting<unknown, R> | null;
  /** What `audit` reports about the kind; null where there is nothing to say. */
  readonly auditing: Auditing<unknown, R> | null;
  /** What `generate` makes of its manifests; null where there is nothing to tell. */
  readonly generating: Generating<D> | null;
  /** The reads of Intercom that it needs beside those of other kinds. */
  readonly probes: readonly Probe<R>[];
  /**
   * Where the answer to a step shows the whole object: the fields whose value differs from what was read before, without
   * those that the step writes and those that change by themselves.
   */
  edits?(step: Step, read: ReadonlyMap<string, Json>, body: Json): readonly EditedField[];
  /**
   * For kinds of which Intercom lets several have one name: reads again what these changes of a run created, and finds what is
   * there twice, since another apply made the same at the same time.
   */
  madeTwice?(changes: readonly Change[], reader: R): Promise<readonly Diagnostic[]>;
  /** Finds out what a refused or lost write came to. Undefined, and null for all of them: it stays failed, or unknown. */
  readonly settle:
    | ((
        change: Change,
        step: Step,
        failure: IntercomFailure,
        writer: IntercomWriter<R>,
        context: ApplyContext,
      ) => Promise<Settled | undefined>)
    | null;
}

/** What is known of a request that took effect. */
export interface Answered {
  readonly body: Json | undefined;
  /** Intercom's id of what the change is about. */
  readonly id: string | undefined;
}

/** The result of a survey. */
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
