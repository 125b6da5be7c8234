/** A node of the description or a JSON Schema: a JSON object whose values are not known yet. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export type Direction = 'request' | 'response';

export interface Conversion {
  readonly direction: Direction;
  /** The named schemas of the description, by name. */
  readonly components: SchemaNode;
  /** Changes a node before it is converted; `pointer` is its JSON pointer in the description. */
  readonly rewrite: (node: SchemaNode, pointer: string) => SchemaNode;
}

const REFERENCE = '#/components/schemas/';

/**
 * Turns an OpenAPI 3.0 schema into JSON Schema 2020-12. In the direction `request` every object whose keys the
 * description names is closed: a key that it does not name is a violation. Answers stay open, because Intercom adds keys.
 * References point into the document that `componentId` names.
 */
export function toJsonSchema(node: SchemaNode, pointer: string, conversion: Conversion): SchemaNode {
  return convert(node, pointer, conversion, true);
}

/** All named schemas as one document that `toJsonSchema` points into. They are closed where they are used. */
export function componentDocument(conversion: Conversion): SchemaNode {
  const definitions: Record<string, unknown> = {};
  for (const name of Object.keys(conversion.components)) {
    const node = asNode(conversion.components[name], name);
    definitions[name] = convert(node, `/components/schemas/${name}`, conversion, false);
  }
  return { $id: componentId(conversion.direction), $defs: definitions };
}

export function componentId(direction: Direction): string {
  return `urn:description:${direction}`;
}

/** Narrows an unknown value of the description to an object; anything else means that the description is not read right. */
export function asNode(value: unknown, where: string): SchemaNode {
  if (!isNode(value)) throw new Error(`the description has no object at ${where}`);
  return value;
}

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords that mean the same in OpenAPI 3.0 and JSON Schema. */
const SAME = new Set([
  'type',
  'enum',
  'format',
  'pattern',
  'required',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/**
 * Keywords that refuse nothing. `discriminator` only says which branch of a `oneOf` to look at first; the `oneOf` itself
 * still decides.
 */
const SAYS_NOTHING = new Set([
  'description',
  'title',
  'summary',
  'example',
  'examples',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'xml',
  'discriminator',
  'nullable',
]);

/** `whole`: the node describes a whole value and not one branch of an allOf, anyOf or oneOf that others add to. */
function convert(original: SchemaNode, pointer: string, conversion: Conversion, whole: boolean): SchemaNode {
  const node = conversion.rewrite(original, pointer);
  let schema = '$ref' in node ? reference(node, conversion) : keywords(node, pointer, conversion);
  // OpenAPI 3.0.1: nullable "allows sending a null value for the defined schema", whatever the enum or the branches say.
  if (node['nullable'] === true && !('$ref' in node)) schema = orNull(schema);
  if (whole && conversion.direction === 'request' && namesKeys(node, conversion)) {
    schema = { ...schema, unevaluatedProperties: false };
  }
  return schema;
}

function orNull(schema: SchemaNode): SchemaNode {
  const { type } = schema;
  const plain = typeof type === 'string' && !['enum', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema);
  return plain ? { ...schema, type: [type, 'null'] } : { anyOf: [{ type: 'null' }, schema] };
}

/** Siblings of a `$ref` are ignored in OpenAPI 3.0. */
function reference(node: SchemaNode, conversion: Conversion): SchemaNode {
  return { $ref: `${componentId(conversion.direction)}#/$defs/${referencedName(node)}` };
}

function referencedName(node: SchemaNode): string {
  const target = node['$ref'];
  if (typeof target !== 'string' || !target.startsWith(REFERENCE)) {
    throw new Error(`the description refers to ${String(target)}, which is no named schema`);
  }
  return target.slice(REFERENCE.length);
}

function keywords(node: SchemaNode, pointer: string, conversion: Conversion): SchemaNode {
  const schema: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    const at = `${pointer}/${key}`;
    if (SAME.has(key)) schema[key] = value;
    else if (key === 'properties') schema[key] = mapNode(asNode(value, at), at, conversion);
    else if (key === 'items') schema[key] = convert(asNode(value, at), at, conversion, true);
    else if (key === 'additionalProperties') {
      schema[key] = typeof value === 'boolean' ? value : convert(asNode(value, at), at, conversion, true);
    } else if (key === 'allOf' || key === 'anyOf' || key === 'oneOf') {
      const list = branches(node, key).map((branch, index) =>
        convert(branch, `${at}/${index}`, conversion, false),
      );
      schema[list.length === 1 ? 'allOf' : key] = list;
    } else if (!SAYS_NOTHING.has(key) && !key.startsWith('x-')) {
      throw new Error(`the description uses ${key} at ${pointer}, which this conversion does not know`);
    }
  }
  return schema;
}

function mapNode(properties: SchemaNode, pointer: string, conversion: Conversion): SchemaNode {
  const entries = Object.entries(properties).map(([name, value]) => {
    const at = `${pointer}/${name}`;
    return [name, convert(asNode(value, at), at, conversion, true)];
  });
  return Object.fromEntries(entries);
}

function branches(node: SchemaNode, key: string): SchemaNode[] {
  const list = node[key];
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new Error(`the description has no list under ${key}`);
  return list.map((branch) => asNode(branch, key));
}

/** True when the description names keys of this value: a bare `type: object` is a free map. */
function namesKeys(node: SchemaNode, conversion: Conversion): boolean {
  if ('$ref' in node) {
    const name = referencedName(node);
    return namesKeys(asNode(conversion.components[name], name), conversion);
  }
  if ('properties' in node) return true;
  return ['allOf', 'anyOf', 'oneOf'].some((key) =>
    branches(node, key).some((branch) => namesKeys(branch, conversion)),
  );
}
