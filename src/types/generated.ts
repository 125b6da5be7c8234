import type { DescribedField, DescribedObject, Filling } from './kind/generating.ts';

/** A described object whose fields know who fills them. Fields are sorted by name. */
export interface DictionaryObject extends DescribedObject {
  readonly fields: readonly DictionaryField[];
  /** The sources that fill whatever field a column of theirs names. */
  readonly filledByName: readonly Filling[];
}

export interface DictionaryField extends DescribedField {
  readonly filledBy: readonly Filling[];
}

/** The forms in which `interform generate` writes what manifests declare. */
export const GENERATED_FORMS = ['typescript', 'json-schema', 'markdown'] as const;
export type GeneratedForm = (typeof GENERATED_FORMS)[number];
