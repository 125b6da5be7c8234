import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import { insideTypographicQuotes } from '../types/typographic-quotes.ts';
import { type PathStep, pathText } from './path-text.ts';

type Unplaced = Omit<Diagnostic, 'file' | 'line' | 'column' | 'row'>;

/** The diagnostic for a value that violates its schema, without its place. */
export function valueFinding(violation: ErrorObject, path: readonly PathStep[]): Unplaced {
  // The casts hold: ajv with `verbose` adds schema and data, which are JSON.
  const schema = (violation.parentSchema ?? {}) as JsonObject;
  const data = violation.data as Json;
  const secret = schema['x-secret'] === true;
  const name = path.length === 0 ? 'the document' : pathText(path);
  const told = tell(violation, { schema, data, name });
  const help = typeof schema['x-help'] === 'string' ? schema['x-help'] : told.help;
  return {
    code:
      typeof schema['x-code'] === 'string' && violation.keyword === 'pattern' ? schema['x-code'] : told.code,
    severity: 'error',
    summary: told.summary,
    ...(secret || told.detail === undefined ? {} : { detail: told.detail }),
    ...(help === undefined ? {} : { help }),
  };
}

interface Told {
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
  readonly help?: string | undefined;
}

interface Violated {
  readonly schema: JsonObject;
  readonly data: Json;
  readonly name: string;
}

function tell(violation: ErrorObject, violated: Violated): Told {
  const { schema, data, name } = violated;
  const limit = String(violation.params['limit']);
  switch (violation.keyword) {
    case 'type':
      return wrongType(violated);
    case 'enum':
      return notOneOf(listOf(schema['enum']), violated);
    case 'const':
      return notOneOf([schema['const'] ?? null], violated);
    case 'pattern':
      return {
        code: 'invalid-value',
        summary: `${name} ${String(schema['patternErrorMessage'] ?? 'is not written as it must be')}`,
        detail: shown(data),
        help: hinted(data),
      };
    case 'minLength': {
      const isName = violation.propertyName !== undefined;
      const summary = isName ? `a name in ${name} must not be empty` : `${name} must not be empty`;
      const clears = listOf(schema['type']).includes('null');
      return {
        code: 'empty-value',
        summary,
        ...(clears ? { help: 'write null to clear it, or leave the key out' } : {}),
      };
    }
    case 'maxLength':
      return { code: 'too-long', summary: `${name} is longer than ${limit} characters` };
    case 'minimum':
      return outOfRange(`${name} must be ${limit} or more`, data);
    case 'maximum':
      return outOfRange(`${name} must be ${limit} or less`, data);
    case 'exclusiveMinimum':
      return outOfRange(`${name} must be more than ${limit}`, data);
    case 'minItems':
    case 'minProperties':
      return { code: 'too-few', summary: `${name} needs at least ${limit}`, help: keysHelp(schema) };
    case 'maxItems':
    case 'maxProperties':
      return { code: 'too-many', summary: `${name} takes at most ${limit}`, help: keysHelp(schema) };
    case 'uniqueItems':
      return { code: 'duplicate-element', summary: `${name} names one element twice` };
    default:
      return {
        code: 'invalid-value',
        summary: `${name} does not fit (${violation.keyword})`,
        detail: shown(data),
      };
  }
}

function outOfRange(summary: string, data: Json): Told {
  return { code: 'out-of-range', summary, detail: shown(data) };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

function wrongType(violated: Violated): Told {
  const { schema, data, name } = violated;
  const type = schema['type'];
  const isText = schema['x-text'] === true;
  const wanted = (Array.isArray(type) ? type : [type])
    .map(String)
    .filter((one) => one !== 'null' && !(isText && (one === 'number' || one === 'boolean')));
  const words = wanted.map((one) => TYPES[one] ?? one);
  return {
    code: 'wrong-type',
    summary: `${name} must be ${words.join(' or ')}`,
    detail: `this is ${described(data)}`,
    help: typeHelp(wanted, violated),
  };
}

function typeHelp(wanted: readonly string[], { schema, data }: Violated): string | undefined {
  if (data === null) {
    const emptyList = schema['x-empty'];
    const empty = typeof emptyList === 'string' ? `; [] means ${emptyList}` : '';
    return `write a value, or leave the key out: what is omitted is not managed${empty}`;
  }
  const text = typeof data === 'string' ? (insideTypographicQuotes(data) ?? data) : undefined;
  if (wanted.includes('array') && !wanted.includes('string') && typeof data !== 'object') {
    return `write a list: [${String(text ?? data)}]`;
  }
  if (text === undefined) return undefined;
  if (wanted.includes('boolean') && /^(yes|no|on|off|true|false|y|n)$/i.test(text)) {
    return /^(yes|on|true|y)$/i.test(text) ? 'write true' : 'write false';
  }
  const numeric = wanted.includes('integer') || wanted.includes('number');
  if (numeric && /^[-+]?\d+(\.\d+)?$/.test(text)) return `write ${text} without quotes`;
  return undefined;
}

function notOneOf(allowed: readonly Json[], { schema, data, name }: Violated): Told {
  const names = allowed.map((one) => String(one));
  const written = String(typeof data === 'string' ? (insideTypographicQuotes(data) ?? data) : data);
  const synonyms = isJsonObject(schema['x-synonyms']) ? schema['x-synonyms'] : {};
  const synonym = Object.hasOwn(synonyms, written.toLowerCase())
    ? synonyms[written.toLowerCase()]
    : undefined;
  const near = names.includes(written) ? written : (synonym ?? nearest(written, names));
  return {
    code: 'not-one-of',
    summary: names.length === 1 ? `${name} must be ${names[0]}` : `${name} is not one of its values`,
    detail: `${shown(data)}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    help: hinted(data) ?? (names.length === 1 ? `write ${names[0]}` : `one of ${names.join(', ')}`),
  };
}

function keysHelp(schema: JsonObject): string | undefined {
  const keys = isJsonObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  return keys.length === 0 ? undefined : `keys here are ${keys.join(', ')}`;
}

function hinted(data: Json): string | undefined {
  const quoted = typeof data === 'string' && insideTypographicQuotes(data) !== undefined;
  return quoted ? 'write straight quotes, " or \', in place of typographic ones' : undefined;
}

function described(data: Json): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a map';
  if (typeof data === 'string') return `the text ${shown(data)}`;
  return typeof data === 'number' ? `the number ${data}` : String(data);
}

function shown(data: Json): string {
  const text = JSON.stringify(data);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
