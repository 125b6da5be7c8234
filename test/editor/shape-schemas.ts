import type { Json, JsonObject } from '../../src/types/json.ts';
import { pageOf } from './pages.ts';
import { WORDS } from './words.ts';

/** Where a schema says that it stands; nothing needs to be read from there. */
export const SCHEMA_BASE = 'https://unpkg.com/interform/schemas/';

type Shape = Record<string, Json>;

/**
 * What a schema file must be, given what is written by hand in it: what editors need is derived from that, so that nobody types it
 * twice and nothing drifts.
 *
 *   $id                        from the name of the file
 *   type of texts              what YAML reads as a number is a text too: x-text tells the tool, the wider type tells editors
 *   title                      from the key, where none is written
 *   markdownDescription        the description, and a link to the page that tells more
 *   examples                   of switches, words and constants, where none are written
 *   markdownEnumDescriptions   of the words that many keys share
 */
export function shaped(name: string, schema: JsonObject): JsonObject {
  const { $schema, $id: _, ...rest } = schema;
  return { $schema: $schema ?? null, $id: `${SCHEMA_BASE}${name}.schema.json`, ...part(rest, [name]) };
}

/** `path` names the properties down to here, and the definition that they stand in: `contact-set`, `#contact`, `email`. */
function part(schema: JsonObject, path: readonly string[], isFree = false): Shape {
  const shape: Shape = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') shape[keyword] = properties(value as JsonObject, path);
    else if (keyword === '$defs') {
      const definitions = Object.entries(value as JsonObject);
      shape[keyword] = Object.fromEntries(
        definitions.map(([key, inner]) => [key, part(inner as JsonObject, [path[0] ?? '', `#${key}`])]),
      );
    } else if (keyword === 'patternProperties') {
      const entries = Object.entries(value as JsonObject);
      shape[keyword] = Object.fromEntries(
        entries.map(([key, inner]) => [key, free(inner as JsonObject, path)]),
      );
    } else if (FREE.has(keyword) && isObject(value)) shape[keyword] = free(value, path);
    else shape[keyword] = value;
  }
  return withText(shape, isFree);
}

/** What has no key of ours. */
const FREE: ReadonlySet<string> = new Set(['items', 'additionalProperties']);

function free(schema: JsonObject, path: readonly string[]): Shape {
  const shape = part(schema, path, true);
  return shape['title'] === undefined ? shape : property('', shape, path);
}

function properties(schemas: JsonObject, path: readonly string[]): Shape {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => [
      key,
      typeof schema === 'object' && schema !== null
        ? property(key, part(schema as JsonObject, [...path, key]), [...path, key])
        : schema,
    ]),
  );
}

function property(key: string, schema: Shape, path: readonly string[]): Shape {
  const { title, description, markdownDescription: _, markdownEnumDescriptions, ...rest } = schema;
  const shape: Shape = { title: title ?? titleOf(key) };
  if (description !== undefined) {
    const { href, label } = pageOf(path);
    shape['description'] = description;
    const told = [String(description), ...defaultText(schema), `[${label}](${href})`];
    shape['markdownDescription'] = told.join('\n\n');
  }
  for (const [keyword, value] of Object.entries(rest)) {
    shape[keyword] = value;
    if (keyword !== 'enum') continue;
    const meanings = markdownEnumDescriptions ?? WORDS.get(JSON.stringify(value));
    if (meanings !== undefined)
      shape['markdownEnumDescriptions'] = withDefault(value, meanings, rest['default']);
  }
  const example = shape['examples'] === undefined ? exampleOf(shape) : undefined;
  if (example !== undefined) shape['examples'] = [example];
  return shape;
}

/** Editors do not show a default by themselves. That of a word stands with the word. */
function defaultText({ default: usual, enum: words }: Shape): string[] {
  if (usual === undefined || words !== undefined) return [];
  const text = Array.isArray(usual) ? `[${usual.join(', ')}]` : String(usual);
  return [`Default: \`${text}\`.`];
}

function withDefault(words: Json, meanings: Json, usual: Json | undefined): Json {
  if (!Array.isArray(words) || !Array.isArray(meanings)) return meanings;
  return meanings.map((meaning: Json, index) => {
    const bare = String(meaning).replace(DEFAULT, '');
    return words[index] === usual ? `${bare}${DEFAULT}` : bare;
  });
}

const DEFAULT = ' The default.';

/** `on_missing` → `On missing`. */
function titleOf(key: string): string {
  const words = key.replaceAll(/[_-]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Editors write the first example with the key: of words, the one that changes nothing. */
function exampleOf({ type, enum: words, const: constant, default: usual }: Shape): Json | undefined {
  if (constant !== undefined) return constant;
  if (Array.isArray(words)) return usual ?? words[0];
  return type === 'boolean' ? usual !== true : undefined;
}

/**
 * Texts may be written as a number: `external_id: 0012345`. In lists and free maps they may be true or false too; elsewhere editors
 * would then offer these two words.
 */
function withText(shape: Shape, isFree: boolean): Shape {
  const types = typesOf(shape['type']);
  if (shape['x-text'] !== true && (!types.includes('string') || types.some((type) => TYPED.has(type))))
    return shape;
  if (shape['enum'] !== undefined || shape['const'] !== undefined) return shape;
  const { pattern } = shape;
  if (typeof pattern === 'string' && !NUMBERS.some((text) => new RegExp(pattern, 'u').test(text)))
    return shape;
  const rest = types.filter((type) => !TYPED.has(type) && type !== 'string');
  const scalars = isFree ? ['string', 'number', 'boolean'] : ['string', 'number'];
  const wide: Shape = {};
  for (const [keyword, value] of Object.entries(shape)) {
    wide[keyword] = keyword === 'type' ? [...scalars, ...rest] : value;
    if (keyword === 'type') wide['x-text'] = true;
  }
  return wide;
}

const TYPED: ReadonlySet<Json> = new Set(['number', 'integer', 'boolean']);

/** As YAML reads them; a pattern that none of these fits is of no number. */
const NUMBERS = ['0', '1', '12345', '0012345', '+15550100', '2.16', '1.5', '2024', '1e3'] as const;

function typesOf(type: Json | undefined): readonly Json[] {
  if (Array.isArray(type)) return type;
  return type === undefined ? [] : [type];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
