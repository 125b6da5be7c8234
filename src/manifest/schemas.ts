import type { ErrorObject } from 'ajv';
import type { Json, JsonObject } from '../types/json.ts';
import type { Kind } from '../types/kind.ts';
import { SchemaPosition } from './schema-position.ts';

const PROJECT_SCHEMA = 'project.schema.json';

/** One JSON Schema, ready to check and to say what a place wants. */
export interface CompiledSchema {
  readonly position: SchemaPosition;
  /** All violations, with the schema and the data of each. */
  violations(data: Json): readonly ErrorObject[];
}

/** The schemas of manifests and project file; each is read and compiled when it is first needed. */
export interface Schemas {
  /** The names that `kind:` may have. */
  readonly kinds: readonly string[];
  project(): Promise<CompiledSchema>;
  /** The schema of a manifest kind; undefined for an unknown one. */
  manifest(kind: string): Promise<CompiledSchema> | undefined;
}

/** `read` returns the text of a file of `schemas/`; `kinds` is the product's list of kinds. */
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
 * Our own words in the schemas; validation ignores them, findings and editors use them.
 *
 *   x-synonyms  other name → the key, or the word of an enum, that is meant
 *   x-read-only keys that Intercom reports and nobody can write
 *   x-refused   key → why it cannot stand here
 *   x-code      the diagnostic's code for a value that does not fit
 *   x-help      what to do about a value that does not fit
 *   x-secret    never repeat the value
 *   x-text      a text that may be written as a number; the type says both, for editors
 *   x-editor    keywords for editors only: the tool says the same in better words
 *   x-sketches  whole documents that editors offer: label, description, and what stands under apiVersion and kind
 *
 * The rest is what editors show.
 */
const VOCABULARY = [
  'x-synonyms',
  'x-read-only',
  'x-refused',
  'x-code',
  'x-help',
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
  // Shipped with the product and tested: it is a JSON object.
  const schema = JSON.parse(await text) as JsonObject;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    // A test holds the shipped schemas against the meta-schema; doing it at every start costs half a second.
    validateSchema: false,
    // Written out at every use, the columns of a contact set took 0.1 s and 7 MB at every start.
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
