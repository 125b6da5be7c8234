import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { allRules } from '../../src/kinds/rules.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { manifestSchema } from './manifest-schema.ts';
import { LINKED } from './pages.ts';
import { isObject, shaped } from './shape-schemas.ts';

const UPDATE = process.env['UPDATE_SCHEMAS'] === '1';
const folder = new URL('../../schemas/', import.meta.url);
const MEND =
  'run UPDATE_SCHEMAS=1 npx vitest run test/editor/shipped-schemas.test.ts, and look at the difference';

/** A file of `schemas/`, derived from what it holds or from others; brought up to date where the run asks for that. */
function held(name: string, wanted: (written: JsonObject) => JsonObject) {
  const file = new URL(`${name}.schema.json`, folder);
  const written = UPDATE && name === 'manifest' ? '{}' : readFileSync(file, 'utf8');
  const text = `${JSON.stringify(wanted(JSON.parse(written) as JsonObject), null, 2)}\n`;
  if (UPDATE) writeFileSync(file, text);
  return { written: UPDATE ? text : written, text };
}

function schemaOf(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')) as JsonObject;
}

/** With the rules that kinds bring and the schema does not list yet; all in the order of their codes. */
function withRules(schema: JsonObject): JsonObject {
  const defs = schema['$defs'] as JsonObject;
  const rules = defs['rules'] as JsonObject;
  const written = rules['properties'] as JsonObject;
  const properties = Object.fromEntries(
    Object.entries(allRules()).map(([code, { levels, default: usual, description }]) => {
      const word = usual === 'warning' ? 'warn' : usual;
      return [
        code,
        written[code] ?? { description: `${description ?? ''} Default: ${word}.`, enum: [...levels] },
      ];
    }),
  );
  return { ...schema, $defs: { ...defs, rules: { ...rules, properties } } };
}

const kindNames = kinds.map(({ name }) => name);
const COUNT: JsonObject = { type: 'integer', minimum: 0 };

/** Where the schemas of documents name the kinds: what stands there, given all of them. */
const NAMING_KINDS: readonly (readonly [
  name: string,
  path: readonly string[],
  wanted: (written: JsonObject) => JsonObject,
])[] = [
  [
    'validate',
    ['properties', 'declared'],
    ({ required: _, properties: __, ...rest }) => ({
      ...rest,
      required: kindNames,
      properties: Object.fromEntries(kindNames.map((kind) => [kind, COUNT])),
    }),
  ],
  ['render', ['$defs', 'item', 'properties', 'kind'], () => ({ enum: kindNames })],
];

/** With the part at the path replaced. */
function replaced(
  schema: JsonObject,
  [key, ...rest]: readonly string[],
  wanted: (written: JsonObject) => JsonObject,
): JsonObject {
  if (key === undefined) return wanted(schema);
  return { ...schema, [key]: replaced(schema[key] as JsonObject, rest, wanted) };
}

const names = ['project', ...kinds.map(({ schema }) => schema.replace('.schema.json', ''))];

describe('what editors read is derived', () => {
  it.each(names)('in the schema %s', (name) => {
    const { written, text } = held(name, (schema) =>
      shaped(name, name === 'project' ? withRules(schema) : schema),
    );
    expect(written, MEND).toBe(text);
  });

  it('for all manifests from the schemas of the kinds', () => {
    const { written, text } = held('manifest', () =>
      manifestSchema(
        new Map(
          kinds.map(({ manifest, schema }) => [manifest, schemaOf(schema.replace('.schema.json', ''))]),
        ),
      ),
    );
    expect(written, MEND).toBe(text);
  });
});

describe('the kinds that documents name', () => {
  it.each(NAMING_KINDS)('are all of them in the schema %s', (name, path, wanted) => {
    const { written, text } = held(name, (schema) => replaced(schema, path, wanted));
    expect(written, MEND).toBe(text);
  });
});

const shipped = [...names, 'manifest'];

/** Every property, by its path. Those of a condition say nothing to a reader. */
function* propertiesOf(node: Json | undefined, path: string): Iterable<readonly [string, JsonObject]> {
  if (Array.isArray(node))
    for (const [index, item] of node.entries()) yield* propertiesOf(item, `${path}/${index}`);
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (NOT_READ.has(key)) continue;
    if (key === 'properties' && isObject(value)) {
      for (const [name, property] of Object.entries(value))
        if (isObject(property) && property['deprecationMessage'] === undefined)
          yield [`${path}/${name}`, property];
    }
    yield* propertiesOf(value, `${path}/${key}`);
  }
}

const NOT_READ: ReadonlySet<string> = new Set(['if', 'x-editor', 'examples', 'default', 'defaultSnippets']);

describe.each(shipped)('every property of the schema %s', (name) => {
  const properties = [...propertiesOf(schemaOf(name), name)];

  it('is there', () => expect(properties.length).toBeGreaterThan(2));

  it.each(properties)('%s has a title, a description with a link, and an example', (_path, property) => {
    const { title, description, markdownDescription, examples } = property;
    expect(title, 'title: a few words').toMatch(/^\S.*\S$/);
    expect(
      description,
      'description: one or two sentences in Markdown, such as "What happens to …."',
    ).toMatch(/^\S[\s\S]*\.$/);
    expect(markdownDescription, MEND).toMatch(/\n\n\[[^\]]+\]\(https:\/\/\S+\)$/);
    expect(Array.isArray(examples) && examples.length, 'examples: a list of one or more').toBeGreaterThan(0);
  });

  const worded = [...propertiesOf(schemaOf(name), name)].flatMap(
    ([path, { enum: words, oneOf, ...rest }]) => {
      const [first] = Array.isArray(oneOf) ? oneOf : [];
      if (words !== undefined) return [[path, { enum: words, ...rest }] as const];
      return isObject(first) && first['enum'] !== undefined ? [[path, first] as const] : [];
    },
  );
  it.each(worded.length === 0 ? [['none', {}] as const] : worded)(
    '%s says what each value means',
    (_path, property) => {
      const meanings = property['markdownEnumDescriptions'] ?? [];
      const told = 'markdownEnumDescriptions: a sentence for each value of enum, in their order';
      expect(meanings, told).toHaveLength(((property['enum'] ?? []) as readonly Json[]).length);
      for (const meaning of meanings as readonly Json[]) expect(meaning, told).toMatch(/^\S[\s\S]*\.$/);
    },
  );
});

describe('the links', () => {
  it.each(LINKED)('%s leads to a heading', (page) => {
    const [file = '', heading = ''] = page.split('#');
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      (title ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(headings).toContain(heading);
  });
});
