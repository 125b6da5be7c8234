import { assertNever } from '../../types/assert-never.ts';
import type { DictionaryField, DictionaryObject } from '../../types/generated.ts';
import type { JsonObject } from '../../types/json.ts';
import { INHERITED_NAMES } from './inherited-names.ts';
import { CHANGE_MANIFESTS, madeBySentence } from './made-by.ts';
import { visible } from './string-literal.ts';

/** "custom data attributes of string type [...] up to 255 characters" (intercom 3.5). */
const TEXT_CHARACTERS = 255;
/** Seconds beyond this are milliseconds, as in the dates of manifests (design 3.6). */
const LATEST_SECONDS = 99_999_999_999;

/**
 * A JSON Schema with a definition for each object that programs see in Intercom's API. A definition takes attributes that are not
 * declared, since a workspace may hold others. The schema itself takes an object of such maps by their keys and nothing else, so
 * that whoever forgets to name a definition is told.
 */
export function renderJsonSchema(objects: readonly DictionaryObject[]): string {
  const typed = objects.filter((object) => object.typed !== undefined);
  const nameOf = ({ key }: DictionaryObject) => `${key}_custom_attributes`;
  const schema: JsonObject = {
    $comment: `${madeBySentence('json-schema')} ${CHANGE_MANIFESTS}`,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Custom attributes in Intercom',
    description: `An object of custom attributes by what they belong to; #/$defs has a schema of each: ${typed.map(nameOf).join(', ')}.`,
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: Object.fromEntries(
      typed.map((object) => [object.key, { $ref: `#/$defs/${nameOf(object)}` }]),
    ),
    $defs: Object.fromEntries(typed.map((object) => [nameOf(object), definitionOf(object)])),
  };
  return visible(`${JSON.stringify(schema, null, 2)}\n`);
}

function definitionOf({ title, typed, fields }: DictionaryObject): JsonObject {
  // Of patterns, validators look only at what an object has of its own.
  const byPattern = fields.filter(({ name }) => name === '__proto__' || INHERITED_NAMES.has(name));
  const byName = fields.filter((field) => !byPattern.includes(field));
  return {
    title,
    description: `${typed?.about ?? ''} Intercom may hold others that no manifest declares.`,
    type: 'object',
    properties: Object.fromEntries(byName.map((field) => [field.name, propertyOf(field)])),
    ...(byPattern.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(
            byPattern.map((field) => [`^${field.name}$`, propertyOf(field)]),
          ),
        }),
  };
}

function propertyOf(field: DictionaryField): JsonObject {
  const lines = [
    ...(field.description === undefined ? [] : [field.description]),
    ...(field.value === 'unix_seconds' ? ['Unix time in seconds.'] : []),
    ...(field.isSensitive === true ? ['Sensitive: its values are personal data.'] : []),
  ];
  return {
    ...(lines.length === 0 ? {} : { description: lines.join('\n\n') }),
    ...valueSchema(field),
    ...(field.isArchived ? { deprecated: true } : {}),
  };
}

function valueSchema({ value, options = [] }: DictionaryField): JsonObject {
  switch (value) {
    case 'text':
      return { type: ['string', 'null'], maxLength: TEXT_CHARACTERS };
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: [value, 'null'] };
    case 'unix_seconds':
      return { type: ['integer', 'null'], maximum: LATEST_SECONDS };
    case 'option':
      return { enum: [...options, null] };
    case undefined:
      return {};
    default:
      return assertNever(value);
  }
}
