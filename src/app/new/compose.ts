import { posix } from 'node:path';
import { Document, isCollection, isMap, isNode, isPair, isScalar } from 'yaml';
import { inert } from '../../render/words/inert.ts';
import { attributeName } from '../../types/attribute-path.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Role } from '../../types/person.ts';
import type { Guess } from './guess.ts';

/** The schema for editors, relative to the project folder. */
const SCHEMA = 'node_modules/interform/schemas/manifest.schema.json';
const API_VERSION = 'interform/v1';

/** Makes one document of a manifest file, without `---`. `path`: the file, relative to the project folder. */
export type Compose = (path: string) => string;

/** Attributes that no manifest declares yet, each with a comment that says why it has its type. */
export function attributesDocument(guesses: readonly Guess[], from: string): Compose {
  const attributes: Record<string, Json> = {};
  for (const { field, declare } of guesses) {
    const name = attributeName(field ?? '');
    if (name !== undefined && declare !== undefined) attributes[name] = declare;
  }
  const document = created({ kind: 'DataAttributes', model: 'contact', attributes });
  for (const guess of guesses) {
    const name = attributeName(guess.field ?? '');
    if (guess.declare === undefined || name === undefined) continue;
    flow(document, ['attributes', name]);
    remark(document, ['attributes'], name, guess.why);
  }
  return (path) =>
    headed(document, path, [
      `Guessed by interform new from ${from}. A type cannot be changed once it lives:`,
      'look at each. A string may become options later, never the other way round.',
    ]);
}

/** Tags that the set uses and no manifest declares yet. */
export function tagsDocument(tags: readonly string[]): Compose {
  const document = created({ kind: 'Tags', tags: tags.map(literal) });
  return (path) => headed(document, path, []);
}

export interface SetParts {
  readonly name: string;
  readonly role: Role;
  readonly tags: readonly string[];
  readonly preset: string | undefined;
  readonly nulls: readonly string[];
  readonly format: JsonObject;
  readonly guesses: readonly Guess[];
  /** Path of the data file, relative to the project folder. */
  readonly file: string;
  /** What was read, such as `data/customers.csv (120 rows)`. */
  readonly from: string;
}

export function setDocument(parts: SetParts): Compose {
  return (path) => {
    const { columns, remarks } = columnsOf(parts.guesses);
    const fields = new Set(parts.guesses.map(({ field }) => field));
    const by = ['external_id', 'email'].filter((field) => fields.has(field));
    const document = created({
      kind: 'ContactSet',
      name: literal(parts.name),
      defaults: { role: parts.role, ...(parts.tags.length === 0 ? {} : { tags: parts.tags.map(literal) }) },
      source: {
        file: literal(posix.relative(posix.dirname(path), parts.file)),
        ...(Object.keys(parts.format).length === 0 ? {} : { format: parts.format }),
        ...(parts.preset === undefined ? {} : { preset: parts.preset }),
        ...(parts.nulls.length === 0 ? {} : { nulls: parts.nulls.map(literal) }),
        ...(Object.keys(columns).length === 0 ? {} : { columns }),
      },
      ...(by.length === 0 ? {} : { identity: { by } }),
      policy: { on_missing: 'skip', on_blank: 'ignore' },
    });
    for (const { path: at, key, why } of remarks) remark(document, ['source', 'columns', ...at], key, why);
    for (const list of [
      ['identity', 'by'],
      ['defaults', 'tags'],
      ['source', 'nulls'],
      ['source', 'format'],
    ])
      flow(document, list);
    remark(document, ['source'], 'preset', 'the layout of the file: it maps the columns that it knows');
    remark(document, ['source'], 'format', 'the line with the names of the columns');
    remark(document, ['source'], 'nulls', 'cells that count as empty');
    remark(
      document,
      ['identity'],
      'by',
      by.length === 2 ? 'by id; by email whoever has none yet' : 'the only key in the file',
    );
    remark(
      document,
      ['policy'],
      'on_missing',
      'the cautious choice: update only. Change to create when the plan looks right',
    );
    remark(
      document,
      ['policy'],
      'on_blank',
      'an empty cell leaves the value in Intercom alone; clear takes it away',
    );
    const left = parts.guesses.filter(({ field }) => field === null);
    const blocks = [leavingLines(parts.name)];
    if (left.length > 0) blocks.unshift([' Left out:', ...left.map(leftLine)]);
    document.comment = blocks.map((lines) => lines.join('\n')).join('\n\n');
    return headed(document, path, [
      `Guessed by interform new from ${parts.from}. Look through it, then: interform validate, interform plan`,
    ]);
  };
}

/** A comment on how to prune the set: members who left before they got the owner tag cannot be found. */
function leavingLines(name: string): readonly string[] {
  return [
    ' To take the tags off whoever is no longer in the file, use the next line, and use it from the first apply on: it marks the',
    ' members, and whoever left before is not found.',
    ` prune: { owner_tag: ${JSON.stringify(literal(`set-${name}`))}, action: untag }`,
  ];
}

/** The value of `columns`, with attributes below `custom_attributes`, and a remark for each. */
function columnsOf(guesses: readonly Guess[]) {
  const columns: Record<string, Json> = {};
  const attributes: Record<string, Json> = {};
  const remarks: { path: readonly string[]; key: string; why: string }[] = [];
  for (const { field, written, why } of guesses) {
    if (field === null || written === undefined) continue;
    const attribute = attributeName(field);
    const key = attribute ?? field;
    (attribute === undefined ? columns : attributes)[key] = literal(written);
    remarks.push({ path: attribute === undefined ? [] : ['custom_attributes'], key, why });
  }
  if (Object.keys(attributes).length > 0) columns['custom_attributes'] = attributes;
  return { columns, remarks };
}

/** Escapes `${` as `$${`, because text from a file must not be read as a variable (design 3.1). */
function literal<T extends Json>(value: T): Json {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map((item: Json) => literal(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
}

function created(content: Record<string, Json>): Document {
  const document = new Document({ apiVersion: API_VERSION, ...content }, { aliasDuplicateObjects: false });
  flowInside(document, ['source', 'columns']);
  flowInside(document, ['source', 'columns', 'custom_attributes']);
  return document;
}

/** Puts the maps and lists below this path on one line each. */
function flowInside(document: Document, path: readonly string[]): void {
  const map = document.getIn(path);
  if (!isMap(map)) return;
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (name !== 'custom_attributes') flow(document, [...path, name]);
  }
}

function flow(document: Document, path: readonly string[]): void {
  const node = document.getIn(path, true);
  if (isCollection(node)) node.flow = true;
}

/** Adds a comment after the value of a key, if the key exists. */
function remark(document: Document, path: readonly string[], key: string, why: string): void {
  const map = document.getIn(path);
  if (!isMap(map)) return;
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key) || pair.key.value !== key) continue;
    const { value } = pair;
    if (isNode(value)) value.comment = ` ${inert(why)}`;
  }
}

function leftLine({ columns, why }: Guess): string {
  return `   ${columns.map((column) => JSON.stringify(inert(column))).join(', ')}: ${inert(why)}`;
}

function headed(document: Document, path: string, lines: readonly string[]): string {
  const schema = posix.relative(posix.dirname(path), SCHEMA);
  const head = [`yaml-language-server: $schema=${schema}`, ...lines];
  const text = document.toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: true });
  return `${head.map((line) => `# ${inert(line)}`).join('\n')}\n${text}`;
}
