export type FieldType = 'string' | 'boolean' | 'integer' | 'float' | 'date' | 'tag' | 'segment';
export type Scalar = string | number | boolean;

/** A field that records can be searched and sorted by (intercom 4.6.5). */
export interface SearchField<R> {
  readonly name: string;
  readonly type: FieldType;
  /** Emails compare without case (intercom 9.19). */
  readonly caseless: boolean;
  /** True for date attributes: they stay day-truncated in 2.17 (intercom 4.6.4). */
  readonly custom: boolean;
  /** The hash index that finds a value; `id` for the id itself. */
  readonly hashed: string | undefined;
  /** Only a sort may name it. */
  readonly sortOnly: boolean;
  /** Tags and segments have several values, the others one or none. */
  read(record: R): readonly Scalar[];
}

/** The field of a name; undefined when nothing can be searched by it. */
export type FieldOf<R> = (name: string) => SearchField<R> | undefined;
