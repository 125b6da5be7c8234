import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { asNode, isNode, type SchemaNode } from './openapi-schema.ts';

/** One documented call. */
export interface Operation {
  /** Such as `GET /contacts/{contact_id}`. */
  readonly name: string;
  /** JSON pointer of the operation in the description. */
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  /** Values of the path's template, percent-decoded. */
  readonly pathValues: ReadonlyMap<string, string>;
  readonly body: Described | undefined;
  readonly bodyRequired: boolean;
  /** By status; `undefined` as value means an answer without a body. */
  readonly answers: ReadonlyMap<string, Described | undefined>;
}

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly required: boolean;
  readonly schema: SchemaNode;
}

/** A schema and where it stands in the description. */
export interface Described {
  readonly schema: SchemaNode;
  readonly pointer: string;
}

export interface Description {
  /** The API version that it describes: 2.16. */
  readonly version: string;
  readonly components: SchemaNode;
  /** The documented call for this method and path; a literal segment wins over a template. */
  operation(method: string, pathname: string): Operation | undefined;
  /** All operations, as `GET /contacts/{contact_id}`. */
  readonly operationNames: readonly string[];
  /** The parsed file. */
  readonly document: SchemaNode;
}

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Where the official description is looked for: `INTERFORM_OPENAPI`, else beside the project (design 11). */
const descriptionFile = resolve(
  projectFolder,
  process.env['INTERFORM_OPENAPI'] || '../shared/intercom/openapi-2.16.yaml',
);

/** Why contract tests are skipped; undefined when the description is present. */
export const skipReason = existsSync(descriptionFile)
  ? undefined
  : `contract checks skipped: no official description at ${descriptionFile} (set INTERFORM_OPENAPI)`;

let announced = false;

/** Says on stderr, once a process, that contract checks are skipped and why; nothing when they are not. */
export function announceSkip(): void {
  if (skipReason !== undefined && !announced) console.warn(skipReason);
  announced = true;
}

let loaded: Description | undefined;

/** The official description, parsed once a process (about a second). Throws when it is absent: ask `skipReason` first. */
export function loadDescription(): Description {
  if (skipReason !== undefined) throw new Error(skipReason);
  loaded ??= describe(asNode(parse(readFileSync(descriptionFile, 'utf8')), descriptionFile));
  return loaded;
}

/** Where the description of Preview is looked for, which has what came after 2.16: `INTERFORM_OPENAPI_PREVIEW`, else beside the project. */
const previewFile = resolve(
  projectFolder,
  process.env['INTERFORM_OPENAPI_PREVIEW'] || '../shared/intercom/openapi-preview.yaml',
);

/** Why contract tests of newer versions are skipped; undefined when that description is present. */
export const previewSkipReason = existsSync(previewFile)
  ? undefined
  : `contract checks skipped: no description of Preview at ${previewFile} (set INTERFORM_OPENAPI_PREVIEW)`;

let preview: Description | undefined;

/** The description of Preview, parsed once a process. Throws when it is absent: ask `previewSkipReason` first. */
export function loadPreview(): Description {
  if (previewSkipReason !== undefined) throw new Error(previewSkipReason);
  preview ??= describe(asNode(parse(readFileSync(previewFile, 'utf8')), previewFile));
  return preview;
}

interface PathEntry {
  readonly template: string;
  readonly segments: readonly string[];
  readonly item: SchemaNode;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

function describe(document: SchemaNode): Description {
  const entries: PathEntry[] = Object.entries(asNode(document['paths'], '/paths')).map(
    ([template, item]) => ({
      template,
      segments: template.split('/'),
      item: asNode(item, template),
    }),
  );
  const components = asNode(document['components'], '/components');
  return {
    version: String(asNode(document['info'], '/info')['version']),
    components: asNode(components['schemas'], '/components/schemas'),
    document,
    operationNames: entries.flatMap(({ template, item }) =>
      METHODS.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${template}`),
    ),
    operation: (method, pathname) => findOperation(document, entries, method, pathname),
  };
}

function findOperation(
  document: SchemaNode,
  entries: readonly PathEntry[],
  method: string,
  pathname: string,
): Operation | undefined {
  const segments = pathname.split('/');
  const candidates = entries
    .filter((entry) => method.toLowerCase() in entry.item && matches(entry.segments, segments))
    .sort((a, b) => templateMarks(a.segments).localeCompare(templateMarks(b.segments)));
  const entry = candidates[0];
  return entry && readOperation(document, entry, method.toLowerCase(), segments);
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => (isTemplate(part) ? segments[index] !== '' : part === segments[index]))
  );
}

/** `0` for a literal segment and `1` for a template, so that sorting prefers literals from the left. */
function templateMarks(segments: readonly string[]): string {
  return segments.map((part) => (isTemplate(part) ? '1' : '0')).join('');
}

function isTemplate(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

function readOperation(
  document: SchemaNode,
  entry: PathEntry,
  method: string,
  segments: readonly string[],
): Operation {
  const pointer = `/paths/${entry.template.replaceAll('/', '~1')}/${method}`;
  const node = asNode(entry.item[method], pointer);
  const pathValues = new Map<string, string>();
  entry.segments.forEach((part, index) => {
    if (isTemplate(part)) pathValues.set(part.slice(1, -1), decoded(segments[index] ?? ''));
  });
  const body = isNode(node['requestBody']) ? node['requestBody'] : undefined;
  return {
    name: `${method.toUpperCase()} ${entry.template}`,
    pointer,
    parameters: [...parameters(entry.item, pointer), ...parameters(node, pointer)],
    pathValues,
    body: body && jsonSchema(body, `${pointer}/requestBody`),
    bodyRequired: body?.['required'] === true,
    answers: answers(document, asNode(node['responses'], pointer), pointer),
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The statuses of a successful call. */
export function successesOf({ answers }: Operation): readonly number[] {
  return [...answers.keys()].filter((status) => status.startsWith('2')).map(Number);
}

function parameters(node: SchemaNode, pointer: string): Parameter[] {
  const list = Array.isArray(node['parameters']) ? node['parameters'] : [];
  return list.map((item: unknown) => {
    const parameter = asNode(item, `${pointer}/parameters`);
    return {
      name: String(parameter['name']),
      place: String(parameter['in']),
      required: parameter['required'] === true,
      schema: asNode(parameter['schema'], `${pointer}/parameters`),
    };
  });
}

function answers(
  document: SchemaNode,
  responses: SchemaNode,
  pointer: string,
): ReadonlyMap<string, Described | undefined> {
  const map = new Map<string, Described | undefined>();
  for (const [status, value] of Object.entries(responses)) {
    const at = `${pointer}/responses/${status}`;
    map.set(status, jsonSchema(dereferenced(document, asNode(value, at)), at));
  }
  return map;
}

function dereferenced(document: SchemaNode, node: SchemaNode): SchemaNode {
  const target = node['$ref'];
  if (typeof target !== 'string') return node;
  let found: unknown = document;
  for (const part of target.replace(/^#\//, '').split('/')) found = asNode(found, target)[part];
  return asNode(found, target);
}

function jsonSchema(node: SchemaNode, pointer: string): Described | undefined {
  const content = node['content'];
  const media = isNode(content) ? content['application/json'] : undefined;
  if (!isNode(media) || !isNode(media['schema'])) return undefined;
  return { schema: media['schema'], pointer: `${pointer}/content/application~1json/schema` };
}
