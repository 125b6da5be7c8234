import type { ErrorObject } from 'ajv';
import type { Json, JsonObject } from '../types/json.ts';
import type { Kind } from '../types/kind.ts';
import { SchemaPosition } from './schema-position.ts';

const PROJECT_SCHEMA = 'project.schema.json';

/** A JSON Schema, compiled for validation. */
export interface CompiledSchema {
  readonly position: SchemaPosition;
  violations(data: Json): readonly ErrorObject[];
}

/** The schemas of manifests and of the project file. Each is read and compiled at its first use. */
export interface Schemas {
  /** The names that `kind:` may have. */
  readonly kinds: readonly string[];
  project(): Promise<CompiledSchema>;
  /** The schema of a manifest kind; undefined for an unknown one. */
  manifest(kind: string): Promise<CompiledSchema> | undefined;
}

/** `read` returns the text of a file in `schemas/`. */
export function createSchemas(
  read: (file: string) => Promise<string>,
  kinds: readonly Pick<Kind, 'manifest' | 'schema'>[],
): Schemas {
  const files = new Map(kinds.map(({ manifest, schema }) => [manifest, schema]));
  const compiled = new Map<string, Promise<CompiledSchema>>();
  const load = (file: string): Promise<CompiledSchema> => {
    const known = compiled.get(file) ?? compile(read(file));
    compiled.set(file, known);
    return known;
  };
  return {
    kinds: [...files.keys()],
    project: () => load(PROJECT_SCHEMA),
    manifest: (kind) => {
      const file = files.get(kind);
      return file === undefined ? undefined : load(file);
    },
  };
}

/**
 * Our own keywords in the schemas. Validation ignores them; diagnostics and editors use them.
 *
 *     x-synonyms  other name → the key, or the enum value, that is meant
 *     x-read-only keys that Intercom reports and nobody can write
 *     x-refused   key → why it is not allowed here
 *     x-code      code of the diagnostic for a value that does not match the pattern
 *     x-help      help of the diagnostic for a wrong value
 *     x-empty     what [] means, for the help where null stands in place of a list
 *     x-secret    never repeat the value
 *     x-text      a text that may be typed like a number; `type` names both, for editors
 *     x-editor    keywords for editors only, where interform has a better message of its own
 *     x-sketches  whole documents that editors offer: label, description, and the content below apiVersion and kind
 *
 * The other keywords in the list are for editors.
 */
const VOCABULARY = [
  'x-synonyms',
  'x-read-only',
  'x-refused',
  'x-code',
  'x-help',
  'x-empty',
  'x-secret',
  'x-text',
  'x-editor',
  'x-sketches',
  'patternErrorMessage',
  'markdownDescription',
  'markdownEnumDescriptions',
];

async function compile(text: Promise<string>): Promise<CompiledSchema> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  // The cast holds: the file ships with the product, and tests check it.
  const schema = JSON.parse(await text) as JsonObject;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    // A test validates the schemas against the meta-schema; at every start that would take half a second.
    validateSchema: false,
    // With inlining, the columns of a contact set took 0.1 s and 7 MB at every start.
    inlineRefs: false,
    code: { optimize: false },
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  });
  ajv.addVocabulary(VOCABULARY);
  const validate = ajv.compile(schema);
  return {
    position: new SchemaPosition(schema),
    violations: (data) => (validate(data) ? [] : (validate.errors ?? [])),
  };
}
