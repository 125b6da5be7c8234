import type { Catalog } from '../catalog.ts';
import type { Action, FieldChange } from '../change.ts';
import type { Declaration } from '../declaration.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Unread } from '../unread.ts';

/**
 * How `pull` takes the items of a kind over into manifests. `R` is what the kind reads of the live workspace before anything
 * is compared, and `P` the reader that it needs. Another part of the program adds people, of whom there may be millions:
 * their kind says nothing of what is undeclared.
 */
export type Pulling<
  D extends Declaration = Declaration,
  R = unknown,
  P extends IntercomReader = IntercomReader,
> = PulledItems<D, R, P> | PulledPeople<D, R, P>;

interface PulledPart<D extends Declaration, R, in P extends IntercomReader> {
  /** The key of the part in documents, such as `companies`. Its flag is the same word, with `-` for `_`. */
  readonly part: string;
  /** The description of the flag in `--help`. */
  readonly help: string;
  readonly form: ManifestForm<D>;
  /**
   * The parts whose items refer to these: when one of them is pulled, this part is read and compared along with it. Absent:
   * only when it is asked for itself.
   */
  readonly neededBy?: 'every part' | readonly string[];
  /** Actions that are drift, besides `update`; any other action means that the item is not live yet. */
  readonly driftsBy?: readonly Action[];
  /**
   * Codes of errors that a declared value can have once live values of other kinds are taken over: the value is then taken
   * out.
   */
  readonly wrongValues?: readonly string[];
  /** Resolves to `Unread` where Intercom does not give it: manifests of the kind then stay as they are. */
  read(reader: P): Promise<R | Unread>;
  /** What else could not be seen and should be known, where the part was asked for. */
  unreadFindings?(read: R): readonly Diagnostic[];
  /** How a manifest is edited so that a field that a plan would change gets its live value. */
  edits(
    path: string,
    field: FieldChange,
    live: { readonly catalog: Catalog; readonly read: R },
  ): readonly Edit[];
  /**
   * The same for drift that a plan refuses instead of changing, and for live items below a declared one that no manifest
   * declares. `declared` are the declarations of which a plan changes nothing. `selects`: whether the flags select an item that
   * is added to a declaration.
   */
  driftBeyondPlan?(
    declared: readonly D[],
    read: R,
    all: readonly D[],
    selects: (address: string, to: D) => boolean,
  ): readonly DriftBeyondPlan<D>[];
}

export interface PulledItems<
  D extends Declaration = Declaration,
  R = unknown,
  in P extends IntercomReader = IntercomReader,
> extends PulledPart<D, R, P> {
  /** How many are live, without those that nobody can manage. */
  count(read: R): number;
  /** The live items that no manifest declares, as they will be declared, in the order in which they are added. */
  undeclared(read: R, context: PullContext): NewItems;
  /**
   * `pull --all-fields`: how a manifest is edited so that it says what is live of a declared item and no manifest says, such as a
   * description that was written since. Nothing where the item is not live, or another one than is declared.
   * Absent where items are names only.
   */
  additions?(declaration: D, live: { readonly catalog: Catalog; readonly read: R }): readonly Edit[];
}

export interface PulledPeople<
  D extends Declaration = Declaration,
  R = unknown,
  in P extends IntercomReader = IntercomReader,
> extends PulledPart<D, R, P> {
  readonly undeclared?: undefined;
  readonly additions?: undefined;
}

/** How the items of a kind are written in its manifests. */
export type ManifestForm<D extends Declaration = Declaration> =
  | (Place & {
      /** A map of items by their key. */
      readonly items: 'map';
      pathOf(declaration: D): ItemPlace;
    })
  /** A list of names, or of maps. */
  | (Place & { readonly items: 'names' | 'rows' });

interface Place {
  /** The key of the map or list. */
  readonly list: string;
  /** File name of a new manifest, without prefix and ending. */
  readonly base: string;
}

/** Where an item of a map is: its document and its key. */
export interface ItemPlace {
  readonly key: string;
  /** The further keys that lead to an item inside another one, such as an attribute of a ticket type. */
  readonly below?: readonly string[];
  /** Top-level keys that distinguish its document from others of the kind, such as `model`. */
  readonly head?: JsonObject;
}

/** What the kinds may ask of the manifests while a pull adds to them. */
export interface PullContext {
  readonly catalog: Catalog;
  /** Owner tags of all contact sets, lower-cased. */
  readonly ownerTags: ReadonlySet<string>;
  isDeclared(address: string): boolean;
  /** The addresses that manifests declare of the kind, to find names that nearly collide. */
  readonly addresses: ReadonlySet<string>;
  /** Whether a field is left out, because it would not read back unchanged. */
  isExcluded(address: string, path: string): boolean;
  /** Whether the flags select an item that is written below a new one. */
  selects(address: string): boolean;
  /** Why `validate` would refuse a declaration; undefined where it can be declared. */
  refusal(declaration: Declaration): string | undefined;
}

/** A live item that no manifest declares, as it will be declared. */
export interface NewItem {
  /** Name of the kind. */
  readonly kind: string;
  /** Top-level keys that distinguish the document it belongs to from others of the kind, such as `model`. */
  readonly head?: JsonObject;
  /** For contacts: the set. */
  readonly set?: string;
  readonly address: string;
  /** Its key in the map, its name in the list, or what a contact is sorted by. */
  readonly key: string;
  readonly fields: JsonObject;
  /** A comment to be written before it. */
  readonly comment?: string;
}

/** New items of one kind, sorted, and findings about live items that manifests cannot express. */
export interface NewItems {
  readonly items: readonly NewItem[];
  readonly left: readonly Diagnostic[];
}

/** What to change of one item of a manifest. */
export type Edit =
  | { readonly op: 'set'; readonly path: readonly string[]; readonly value: Json }
  | {
      readonly op: 'remove';
      readonly path: readonly string[];
      /** Why no manifest can hold what is live, where that has to be said. */
      readonly why?: string;
    }
  | {
      readonly op: 'list';
      readonly path: readonly string[];
      readonly add: readonly string[];
      readonly drop: readonly string[];
      /** Whether entries that differ only in case count as one. */
      readonly fold: boolean;
      /** The key of the name, where entries may be maps instead of texts. */
      readonly nameKey?: string;
    };

export interface DriftBeyondPlan<D extends Declaration = Declaration> {
  readonly declaration: D;
  readonly edits: readonly Edit[];
  /** The edits add items that the flags select, whether or not they select the declaration itself. */
  readonly adds?: true;
}
