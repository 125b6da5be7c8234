import type { Diagnostic } from '../../types/diagnostic.ts';
import type { DictionaryObject, GeneratedForm } from '../../types/generated.ts';
import type { Filling } from '../../types/kind/generating.ts';

export const GENERATE_FORMAT = 'interform-generate/1';

/** `printed`: there is no file. `outdated` and `missing` only with `--check`. */
export type GeneratedState = 'printed' | 'written' | 'unchanged' | 'outdated' | 'missing';

/** What `generate --json` prints: the dictionary as data, and the text that was made of it. */
export interface GenerateDocument {
  readonly format: typeof GENERATE_FORMAT;
  /** 2 where `--check` found another text, or no file. */
  readonly exit: 0 | 2;
  readonly form: GeneratedForm;
  readonly check: boolean;
  /** `--out` as it was typed; null: none. */
  readonly file: string | null;
  readonly state: GeneratedState;
  readonly objects: readonly GeneratedObject[];
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A described object, with the names that documents use. */
export interface GeneratedObject {
  readonly key: string;
  readonly title: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly notes: readonly string[];
  readonly fields: readonly GeneratedField[];
  readonly filled_by_name: readonly GeneratedFilling[];
}

export interface GeneratedField {
  readonly address: string;
  readonly name: string;
  readonly type: string;
  readonly options: readonly string[] | null;
  readonly description: string | null;
  readonly archived: boolean;
  /** Null where the kind does not tell. */
  readonly sensitive: boolean | null;
  readonly notes: readonly string[];
  readonly filled_by: readonly GeneratedFilling[];
}

export interface GeneratedFilling {
  readonly by: string;
  readonly name: string | null;
  readonly how: Filling['how'];
  readonly file: string;
  readonly columns: readonly string[] | null;
  readonly only_if_empty: boolean;
}

export function documentObjects(objects: readonly DictionaryObject[]): readonly GeneratedObject[] {
  return objects.map(({ key, title, name, description, notes = [], fields, filledByName }) => ({
    key,
    title,
    name: name ?? null,
    description: description ?? null,
    notes,
    fields: fields.map((field) => ({
      address: field.address,
      name: field.name,
      type: field.type,
      options: field.options ?? null,
      description: field.description ?? null,
      archived: field.isArchived,
      sensitive: field.isSensitive ?? null,
      notes: field.notes,
      filled_by: field.filledBy.map(fillingOf),
    })),
    filled_by_name: filledByName.map(fillingOf),
  }));
}

function fillingOf({ by, name, how, file, columns, isOnlyIfEmpty }: Filling): GeneratedFilling {
  return { by, name, how, file, columns: columns ?? null, only_if_empty: isOnlyIfEmpty === true };
}
