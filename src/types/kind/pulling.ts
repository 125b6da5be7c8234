import type { Catalog } from '../catalog.ts';
import type { Action, FieldChange } from '../change.ts';
import type { Declaration } from '../declaration.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * How `pull` takes the items of a kind over into manifests. `R` is what the kind reads of the live workspace before anything is
 * compared, and `P` by what it reads it. Of people a pull reads and adds millions, in a room of its own: their kind says nothing of what is undeclared.
 */
export type Pulling<
  D extends Declaration = Declaration,
  R = unknown,
  P extends IntercomReader = IntercomReader,
> = PulledItems<D, R, P> | PulledPeople<D, R, P>;

interface PulledPart<D extends Declaration, R, in P extends IntercomReader> {
  /** The key of the part in documents, such as `companies`. Its flag is the same word, with `-` for `_`. */
  readonly part: string;
  /** What `--help` says of the flag. */
  readonly help: string;
  readonly form: ManifestForm<D>;
  /** The parts whose items refer to these: they are read, and compared, along with them. Without it only when they are asked for. */
  readonly neededBy?: 'every part' | readonly string[];
  /** Actions, besides `update`, that differ from what is declared; any other says that an item is not live yet. */
  readonly driftsBy?: readonly Action[];
  /** Codes of errors by which a declared value is wrong once live values of other kinds are taken over: it is taken out. */
  readonly wrongValues?: readonly string[];
  /** Undefined where Intercom does not let the token read it: manifests of the kind then stay as they are. */
  read(reader: P): Promise<R>;
  /** What was not seen and should be known, where the part was asked for. */
  unreadFindings?(read: R): readonly Diagnostic[];
  /** How a manifest is edited so that a field that a plan would change says what is live. */
  edits(
    path: string,
    field: FieldChange,
    live: { readonly catalog: Catalog; readonly read: R },
  ): readonly Edit[];
  /**
   * The same for what a plan refuses rather than changes, and for what is live below a declared item and no manifest declares.
   * `declared` are those of which a plan changes nothing.
   */
  driftBeyondPlan?(declared: readonly D[], read: R, all: readonly D[]): readonly DriftBeyondPlan<D>[];
}

export interface PulledItems<
  D extends Declaration = Declaration,
  R = unknown,
  in P extends IntercomReader = IntercomReader,
> extends PulledPart<D, R, P> {
  /** How many are live, without those that nobody can manage. */
  count(read: R): number;
  /** What is live and declared nowhere, as it will be declared, in the order in which it is added. */
  undeclared(read: R, context: PullContext): NewItems;
}

export interface PulledPeople<
  D extends Declaration = Declaration,
  R = unknown,
  in P extends IntercomReader = IntercomReader,
> extends PulledPart<D, R, P> {
  readonly undeclared?: undefined;
}

/** How the items of a kind stand in its manifests. */
export type ManifestForm<D extends Declaration = Declaration> =
  | (Place & {
      /** A map of items by their key. */
      readonly items: 'map';
      pathOf(declaration: D): ItemPlace;
    })
  /** A list of names, or one of maps. */
  | (Place & { readonly items: 'names' | 'rows' });

interface Place {
  /** The key of the map or list. */
  readonly list: string;
  /** File name of a new manifest, without prefix and ending. */
  readonly base: string;
}

/** The document and the key that an item of a map has. */
export interface ItemPlace {
  readonly key: string;
  /** The keys that lead on to an item which stands below another one, such as an attribute of a ticket type. */
  readonly below?: readonly string[];
  /** Head keys that tell its document from others of the kind, such as `model`. */
  readonly head?: JsonObject;
}

/** What the kinds may ask of the manifests while a pull adds to them. */
export interface PullContext {
  readonly catalog: Catalog;
  /** Owner tags of all contact sets, lower-cased. */
  readonly ownerTags: ReadonlySet<string>;
  isDeclared(address: string): boolean;
  /** The addresses that manifests declare of the kind, for names that only nearly collide. */
  readonly addresses: ReadonlySet<string>;
  /** Whether a field is left out, since it would not read back as it is. */
  isExcluded(address: string, path: string): boolean;
  /** What `validate` would refuse a declaration for; undefined where it can be declared. */
  refusal(declaration: Declaration): string | undefined;
}

/** Something live that no manifest declares, as it will be declared. */
export interface NewItem {
  /** Name of the kind. */
  readonly kind: string;
  /** Head keys that tell the document it belongs to from others of the kind, such as `model`. */
  readonly head?: JsonObject;
  /** For contacts: the set. */
  readonly set?: string;
  readonly address: string;
  /** Its key in the map, its name in the list, or what a contact is sorted by. */
  readonly key: string;
  readonly fields: JsonObject;
  /** What stands as a comment before it. */
  readonly comment?: string;
}

/** New items of one kind, sorted, and what the language cannot say. */
export interface NewItems {
  readonly items: readonly NewItem[];
  readonly left: readonly Diagnostic[];
}

/** What to change of one item of a manifest. */
export type Edit =
  | { readonly op: 'set'; readonly path: readonly string[]; readonly value: Json }
  | { readonly op: 'remove'; readonly path: readonly string[] }
  | {
      readonly op: 'list';
      readonly path: readonly string[];
      readonly add: readonly string[];
      readonly drop: readonly string[];
      /** Whether entries that differ in case only are one. */
      readonly fold: boolean;
      /** Of entries that may be maps instead of texts: the key that their name stands under. */
      readonly nameKey?: string;
    };

export interface DriftBeyondPlan<D extends Declaration = Declaration> {
  readonly declaration: D;
  readonly edits: readonly Edit[];
}
