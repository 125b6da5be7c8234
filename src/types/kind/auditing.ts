import type { Catalog } from '../catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * What `audit` finds out about a kind. `A` is its part of the document, as JSON. Of people an audit tells who exists twice, in a room
 * of its own: their kind says the part and nothing else.
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
  /** Reads what is live, and begins to count. */
  begin(reader: R, managed: ManagedItems): Promise<AuditTally<A>>;
  /** What is worth a warning beside the report. */
  findings?(audit: A): readonly Diagnostic[];
  sections(audit: A, words: AuditWords): readonly AuditSection[];
  /** The same without personal data. */
  masked(audit: A, mask: AuditMask): A;
}

/** Counts how items are used. */
export interface AuditTally<A> {
  /** Whether it has to be told of every live contact. Otherwise it is told only where another part needs them. */
  readonly needsContacts: boolean;
  /** Told of each live contact once. */
  add?(contact: AuditedContact): void;
  /** `isTold`: whether it was told of every live contact. */
  audit(isTold: boolean): A | Promise<A>;
}

/** What a live contact holds of other kinds. */
export interface AuditedContact {
  readonly custom_attributes: JsonObject;
  /** Those that are embedded: `has_more` where there are others. */
  readonly tags?: { readonly data: readonly { readonly id: string }[]; readonly has_more: boolean };
}

/** What manifests declare, without the rows of data files. */
export interface ManagedItems {
  readonly catalog: Catalog;
  /** Lower-cased owner tags of contact sets, those included that they had before. */
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

/** How a section is written. */
export interface AuditWords {
  /** `1,225 contacts` */
  counted(count: number, one: string, many?: string): string;
  thousands(count: number): string;
  /** Free text of the workspace, which cannot do anything to a terminal. */
  inert(text: string): string;
  /** The same, quoted where its ends could not be seen. */
  shown(text: string): string;
  /** Cut to so many columns. */
  shorten(text: string, columns: number): string;
  /** Rows in columns, each as wide as its widest cell; columns in `right` are aligned to the right. */
  table(rows: readonly (readonly string[])[], right?: readonly number[]): string[];
  /** The first of many lines, and how many there are more. */
  sampled<T>(items: readonly T[], lines: (item: T) => readonly string[]): string[];
}

export interface AuditMask {
  text(text: string): string;
  /** A value at a field path of a kind. */
  value(kind: string, path: string, value: Json): Json;
}
