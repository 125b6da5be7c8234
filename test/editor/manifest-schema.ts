import type { Json, JsonObject } from '../../src/types/json.ts';
import { DOCS_BASE } from './pages.ts';
import { isObject, SCHEMA_BASE } from './shape-schemas.ts';
import { SKETCHES, sketch } from './sketches.ts';

type Shape = Record<string, Json>;

/**
 * The one schema that editors need for all manifests, put together from those of the kinds: a document is held against the schema
 * of the kind that it says. (With `oneOf`, a mistake in a document would be told as one of five kinds.)
 *
 *   what is our own (x-…)              left out: editors do not know it
 *   x-editor                           written out: what the tool tells in better words, or only editors need; null takes out
 *   pattern, enum                      let variables through
 *   a reference that is described      in an `allOf`, so that completing it writes its example and not what it refers to
 *   x-synonyms, x-refused, x-read-only  keys that are marked with what to write instead, and never offered
 *   default                            left out, or an editor that completes `policy` writes all nine of them; descriptions name it
 */
export function manifestSchema(kinds: ReadonlyMap<string, JsonObject>): JsonObject {
  const names = [...kinds.keys()];
  const [first] = kinds.values();
  const header = (first?.['properties'] ?? {}) as JsonObject;
  const description = 'Documents of a manifest file. What can stand in one depends on its `kind`.';
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${SCHEMA_BASE}manifest.schema.json`,
    title: 'interform manifest',
    description,
    markdownDescription: `${description}\n\n[The manifest language](${DOCS_BASE}reference/manifests.md#files)`,
    // A document may be empty, between two lines of ---.
    type: ['object', 'null'],
    required: ['apiVersion', 'kind'],
    properties: {
      // With a default, editors write the value with the key.
      apiVersion: { ...(header['apiVersion'] as JsonObject), default: 'interform/v1' },
      kind: {
        title: 'Kind',
        description: 'What this document declares.',
        markdownDescription: `What this document declares.\n\n[The manifest language](${DOCS_BASE}reference/manifests.md#files)`,
        enum: names,
        markdownEnumDescriptions: [...kinds.values()].map((schema) => schema['description'] ?? ''),
        examples: ['ContactSet'],
      },
    },
    allOf: [
      conditional(
        { not: { required: ['kind'] } },
        { defaultSnippets: [...SKETCHES, ...[...kinds].flatMap(sketchesOf)] },
      ),
      // Said as it is, with a key that is required, older servers would offer that key once for each kind.
      ...names.map((name) =>
        conditional({ not: { properties: { kind: { not: { const: name } } } } }, { $ref: `#/$defs/${name}` }),
      ),
    ],
    $defs: Object.fromEntries([...kinds].map(([name, schema]) => [name, forEditors(schema, name)])),
  };
}

/** The sketches that the schema of a kind holds. */
function sketchesOf([kind, schema]: readonly [string, JsonObject]): readonly Json[] {
  const own = (schema['x-sketches'] ?? []) as unknown as readonly OwnSketch[];
  return own.map(({ label, description, content }) => sketch(label, description, kind, content));
}

interface OwnSketch {
  readonly label: string;
  readonly description: string;
  readonly content: JsonObject;
}

function conditional(condition: JsonObject, consequence: JsonObject): Shape {
  return Object.fromEntries([
    ['if', condition],
    ['then', consequence],
  ]);
}

/** A schema without our own words, its references led to where it stands in the whole. */
function forEditors(schema: JsonObject, kind: string): Shape {
  const { $schema: _, $id: __, ...rest } = schema;
  const { $defs, properties, ...whole } = plain(rest, kind) as Shape;
  return {
    ...whole,
    // The root tells of these two.
    properties: { ...(properties as JsonObject), apiVersion: true, kind: true },
    ...($defs === undefined ? {} : { $defs: withoutText($defs as JsonObject) }),
  };
}

/** What refers to a definition tells of itself; the text of the definition would come before that. */
function withoutText(definitions: JsonObject): Shape {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const {
        title: _,
        description: __,
        markdownDescription: ___,
        examples: ____,
        ...rest
      } = definition as JsonObject;
      return [name, rest];
    }),
  );
}

function plain(value: Json, kind: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => plain(item, kind));
  if (!isObject(value)) return value;
  const shape: Shape = {};
  for (const [keyword, inner] of Object.entries(value)) {
    if (keyword === 'default' && typeof value['title'] === 'string') continue;
    if (keyword === '$ref') {
      const reference = { $ref: String(inner).replace('#/', `#/$defs/${kind}/`) };
      if (value['title'] === undefined) Object.assign(shape, reference);
      else shape['allOf'] = [reference];
    } else if (keyword === 'pattern') shape[keyword] = orVariable(String(inner));
    else if (DATA.has(keyword)) shape[keyword] = inner;
    else if (!keyword.startsWith('x-')) shape[keyword] = plain(inner, kind);
  }
  const marks = marksOf(value);
  if (isObject(shape['properties']) && Object.keys(marks.keys).length > 0)
    shape['properties'] = { ...shape['properties'], ...marks.keys };
  if (Object.keys(marks.patterns).length > 0)
    shape['patternProperties'] = { ...(shape['patternProperties'] as JsonObject), ...marks.patterns };
  if (shape['enum'] !== undefined && shape['title'] !== undefined) return wordOrVariable(shape);
  const combinations = value['x-editor'];
  if (!isObject(combinations)) return shape;
  for (const [keyword, inner] of Object.entries(plain(combinations, kind) as Shape)) {
    if (inner === null) delete shape[keyword];
    else shape[keyword] = inner;
  }
  return shape;
}

/** What a variable stands for is filled in before the tool looks. */
function orVariable(pattern: string): string {
  return `(?:${pattern})|${VARIABLE}`;
}

/** The same for words. Editors offer and show what they find in a `oneOf`, but not in an `anyOf` or a condition. */
function wordOrVariable({ enum: words, markdownEnumDescriptions = [], ...rest }: Shape): Shape {
  return { ...rest, oneOf: [{ enum: words ?? [], markdownEnumDescriptions }, { pattern: VARIABLE }] };
}

const VARIABLE = '\\$\\{';

/** What holds values, not schemas. */
const DATA: ReadonlySet<string> = new Set([
  'examples',
  'default',
  'const',
  'enum',
  'markdownEnumDescriptions',
  'required',
]);

/** Keys that cannot stand here, each with what to do. */
function marksOf(schema: JsonObject): { readonly keys: Shape; readonly patterns: Shape } {
  const known = isObject(schema['properties']) ? schema['properties'] : {};
  const keys: Shape = {};
  const patterns: Shape = {};
  if (schema['additionalProperties'] !== false) return { keys, patterns };
  for (const [key, meant] of Object.entries((schema['x-synonyms'] ?? {}) as JsonObject))
    keys[key] = mark(`${key} is no key here: write ${String(meant)}.`);
  for (const [key, why] of Object.entries((schema['x-refused'] ?? {}) as JsonObject))
    keys[key] = mark(`${key} cannot stand here: ${String(why)}.`);
  for (const key of (schema['x-read-only'] ?? []) as readonly string[]) {
    const told = mark(
      `Intercom sets ${key} by itself: take it out. A value of your own goes into custom_attributes.`,
    );
    if (key.endsWith('*')) patterns[`^${key.slice(0, -1)}`] = told;
    else keys[key] = told;
  }
  for (const key of Object.keys(known)) delete keys[key];
  return { keys, patterns };
}

function mark(message: string): Shape {
  return { deprecationMessage: message, doNotSuggest: true };
}
