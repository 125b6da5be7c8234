import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';

/** A position in a JSON Schema: tells whether a value there is text, and leads to the positions below. */
export class SchemaPosition {
  readonly #root: JsonObject;
  readonly #schemas: readonly JsonObject[];
  readonly #children = new Map<string, SchemaPosition>();
  #rest: SchemaPosition | undefined;
  #items: SchemaPosition | undefined;
  #text: boolean | undefined;

  constructor(root: JsonObject, schemas: readonly Json[] = [root]) {
    this.#root = root;
    this.#schemas = schemas.flatMap((schema) => expand(schema, root));
  }

  /** True where only text (or null) is allowed: a scalar is then taken as it was typed. */
  get text(): boolean {
    this.#text ??= this.#wantsText();
    return this.#text;
  }

  key(key: string): SchemaPosition {
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const named: Json[] = [];
    for (const schema of this.#schemas) {
      const property = objectOf(schema['properties'])?.[key];
      if (property !== undefined) named.push(property);
      for (const [pattern, value] of Object.entries(objectOf(schema['patternProperties']) ?? {})) {
        if (new RegExp(pattern, 'u').test(key)) named.push(value);
      }
    }
    if (named.length === 0) return this.#anyOther();
    const child = new SchemaPosition(this.#root, named);
    this.#children.set(key, child);
    return child;
  }

  item(): SchemaPosition {
    this.#items ??= this.#below('items');
    return this.#items;
  }

  #anyOther(): SchemaPosition {
    this.#rest ??= this.#below('additionalProperties');
    return this.#rest;
  }

  #below(keyword: string): SchemaPosition {
    const schemas = this.#schemas.map((schema) => schema[keyword]).filter((schema) => schema !== undefined);
    return new SchemaPosition(this.#root, schemas);
  }

  #wantsText(): boolean {
    if (this.#schemas.some((schema) => schema['x-text'] === true)) return true;
    const types = this.#schemas.flatMap((schema) => typesOf(schema));
    return types.includes('string') && !types.some((type) => OTHER_SCALARS.has(type));
  }
}

const OTHER_SCALARS: ReadonlySet<Json> = new Set(['number', 'integer', 'boolean']);

function typesOf(schema: JsonObject): readonly Json[] {
  const type = schema['type'];
  if (Array.isArray(type)) return type;
  return type === undefined ? [] : [type];
}

/** A schema, together with those that it refers to or applies on a condition. */
function expand(schema: Json | undefined, root: JsonObject): JsonObject[] {
  const object = objectOf(schema);
  if (object === undefined) return [];
  const found = [object, ...expand(target(object['$ref'], root), root)];
  for (const keyword of ['then', 'else']) found.push(...expand(object[keyword], root));
  const all = object['allOf'];
  if (Array.isArray(all)) found.push(...all.flatMap((part: Json) => expand(part, root)));
  return found;
}

/** References stay within the schema: `#/$defs/name`. */
function target(reference: Json | undefined, root: JsonObject): Json | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/$defs/')) return undefined;
  return objectOf(root['$defs'])?.[reference.slice('#/$defs/'.length)];
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}
