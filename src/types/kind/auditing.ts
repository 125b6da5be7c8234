import type { Catalog } from '../catalog.ts';
import type { Declaration } from '../declaration.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Unread } from '../unread.ts';

/**
 * What `audit` reports about a kind. `A` is its part of the document, as JSON. For people, another part of the program finds
 * out who exists twice: their kind only names the part.
 */
export type Auditing<A = unknown, R extends IntercomReader = IntercomReader> =
  | AuditedItems<A, R>
  | AuditedPeople;

export interface AuditedPeople {
  readonly part: string;
  readonly begin?: undefined;
}

export interface AuditedItems<A = unknown, in R extends IntercomReader = IntercomReader> {
  /** The key in the document, and the word behind `interform audit`. */
  readonly part: string;
  /** Reads the live items, and begins to count. */
  begin(reader: R, managed: ManagedItems): Promise<AuditTally<A>>;
  /** Warnings beside the report. */
  findings?(audit: A): readonly Diagnostic[];
  sections(audit: A, words: AuditWords): readonly AuditSection[];
  /** The same without personal data. */
  masked(audit: A, mask: AuditMask): A;
  /** `audit --changes`: what a manifest of the kind would say to mend what was found. Absent where nothing is proposed. */
  changes?(audit: A, target: ChangesTarget): readonly ProposedEntry[];
}

/** The manifest that `audit --changes` writes. */
export interface ChangesTarget {
  /** Whether the file may say something about an address: nobody declares it, or an earlier version does, which it revises. */
  standing(address: string): 'free' | 'revises' | 'elsewhere';
  /** Why `validate` would refuse a declaration; undefined where it can be declared. */
  refusal(declaration: Declaration): string | undefined;
}

/** One entry of a map of items in a manifest, below `list`. */
export interface ProposedEntry {
  /** Key of the map. */
  readonly list: string;
  /** Top-level keys that distinguish its document from others of the kind, such as `model`. */
  readonly head: JsonObject;
  readonly key: string;
  readonly fields: JsonObject;
  /** Sentences for the reviewer, which may quote anything. */
  readonly remarks: readonly string[];
  /** False where people have to decide first: then the entry is written as a comment. */
  readonly isActive: boolean;
}

/** Counts how the items of a kind are used. */
export interface AuditTally<A> {
  /** Where Intercom did not give what is audited: why. */
  readonly unread?: Unread | undefined;
  /**
   * Whether `add` has to be called with every live contact. Otherwise it is called only where another part needs the
   * contacts.
   */
  readonly needsContacts: boolean;
  /** Called once with each live contact. */
  add?(contact: AuditedContact): void;
  /** `isTold`: whether `add` was called with every live contact. */
  audit(isTold: boolean): A | Promise<A>;
}

/** What a live contact holds of other kinds. */
export interface AuditedContact {
  readonly custom_attributes: JsonObject;
  /** The embedded ones; `has_more` where there are others. */
  readonly tags?: { readonly data: readonly { readonly id: string }[]; readonly has_more: boolean };
}

/** What manifests declare, without the rows of data files. */
export interface ManagedItems {
  readonly catalog: Catalog;
  /** The declarations of the audited kinds by address, versions combined. */
  readonly declared: ReadonlyMap<string, Declaration>;
  /** Lower-cased owner tags of contact sets, former ones included. */
  readonly ownerTags: ReadonlySet<string>;
  /** `workspace.owner_tags`. */
  readonly patterns: readonly string[];
}

/** One titled block of the text. */
export interface AuditSection {
  readonly title: string;
  /** What to do about it. */
  readonly advice?: string;
  readonly lines: readonly string[];
}

/** Functions for writing a section. */
export interface AuditWords {
  /** `1,225 contacts` */
  counted(count: number, one: string, many?: string): string;
  thousands(count: number): string;
  /** Free text of the workspace, made harmless for terminals. */
  inert(text: string): string;
  /** The same, in quotes where its ends would be invisible. */
  shown(text: string): string;
  /** Cut to this many columns. */
  shorten(text: string, columns: number): string;
  /** Rows in columns, each as wide as its widest cell; columns in `right` are aligned to the right. */
  table(rows: readonly (readonly string[])[], right?: readonly number[]): string[];
  /** The lines of the first items, and how many more there are. */
  sampled<T>(items: readonly T[], lines: (item: T) => readonly string[]): string[];
}

export interface AuditMask {
  text(text: string): string;
  /** A value at a field path of a kind. */
  value(kind: string, path: string, value: Json): Json;
}
