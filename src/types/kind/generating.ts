import type { Declaration, ManifestDocument } from '../declaration.ts';

/**
 * What a kind tells `interform generate`: the objects of Intercom whose fields its manifests declare, and which fields its
 * manifests fill. Both need manifests alone, no row of a data file and no network.
 */
export interface Generating<D extends Declaration = Declaration> {
  /** The objects in their order; those without a field may be among them. `declared`: what the flags select. */
  describe?(declared: readonly D[]): readonly DescribedObject[];
  /** The fields that a document of the kind fills, each place once. */
  fillings?(document: ManifestDocument, columnsOf: ColumnsOf): readonly Filling[];
}

/** One sort of object in Intercom, such as a contact, with the fields that are declared of it. */
export interface DescribedObject {
  /** Tells it from others, such as `contact`; `Filling.of` names it. */
  readonly key: string;
  /** Its heading, such as `Attributes of contacts`. */
  readonly title: string;
  /** The name behind the heading, where people chose it. */
  readonly name?: string;
  /** What its manifest says of it. */
  readonly description?: string | undefined;
  /** What else is to be known of it, each a few words. */
  readonly notes?: readonly string[];
  /** True where manifests may hold values of its fields: then it is told who fills them. */
  readonly isFilled?: true;
  /** Present where programs see its fields as one map of values in Intercom's API. */
  readonly typed?: TypedObject;
  readonly fields: readonly DescribedField[];
}

/** How the map of values is called in code. */
export interface TypedObject {
  /** The TypeScript interface, such as `ContactCustomAttributes`. */
  readonly name: string;
  /** What it is, as a sentence. */
  readonly about: string;
}

/** A value as Intercom's API has it. `unix_seconds` is a whole number; `option` one of the field's options. */
export type ValueForm = 'text' | 'integer' | 'number' | 'boolean' | 'unix_seconds' | 'option';

/** One field of a described object. */
export interface DescribedField {
  readonly address: string;
  readonly name: string;
  /** As manifests call it. */
  readonly type: string;
  /** In the API; absent where it is not known. */
  readonly value?: ValueForm | undefined;
  /** In the order of the manifest. */
  readonly options?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly isArchived: boolean;
  /** Undefined where the kind does not tell its sensitive fields from others. */
  readonly isSensitive?: boolean;
  /** What else is to be known of it, each a few words. */
  readonly notes: readonly string[];
}

/** One place of the manifests that gives a field its value. */
export interface Filling {
  /** The key of the described object. */
  readonly of: string;
  /** Null: whatever field a column of the file names, since the source maps no columns. */
  readonly field: string | null;
  /** What fills it, such as `set`. */
  readonly by: string;
  /** The name of that; null where it has none. */
  readonly name: string | null;
  readonly how: 'column' | 'written' | 'default' | 'on_create';
  /** The data file as the manifest names it, perhaps a pattern, or the manifest; relative to the project folder. */
  readonly file: string;
  /** The columns of a data file that are joined to the value. */
  readonly columns?: readonly string[];
  /** True where it is written only to whom Intercom has no value of. */
  readonly isOnlyIfEmpty?: true;
}

/** The source at a path of a document, as its manifest describes it. */
export interface SourceColumns {
  /** Relative to the project folder, and perhaps a pattern. */
  readonly file: string;
  /** Field path → the columns that are joined to it; undefined where each column is mapped to the field of its own name. */
  readonly columns: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Looks a source up without opening its file. */
export type ColumnsOf = (document: ManifestDocument, path: readonly (string | number)[]) => SourceColumns;
