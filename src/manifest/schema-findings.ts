import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import type { Place } from '../types/place.ts';
import { insideTypographicQuotes } from '../types/typographic-quotes.ts';
import { type PathStep, pathText, stepsOfPath } from './path-text.ts';
import { valueFinding } from './value-findings.ts';

/** Tells the places of the values and keys of a document. */
export interface Located {
  place(path: readonly PathStep[]): Place;
  keyPlace(path: readonly PathStep[]): Place;
}

/** How many diagnostics of one code are reported for a document. One more says how many there were beyond. */
const MAX_SAME = 50;

/** Turns schema violations into diagnostics: one for each mistake, in the order of the text. */
export function schemaFindings(violations: readonly ErrorObject[], located: Located): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const misspelt = new Set<string>();
  const valued = new Set<string>();
  for (const violation of violations) {
    if (violation.keyword !== 'additionalProperties') continue;
    const finding = keyFinding(violation, located);
    const meant = meantKey(violation);
    findings.push(finding);
    if (meant !== undefined) misspelt.add(`${violation.instancePath}/${meant}`);
  }
  for (const violation of violations) {
    const path = stepsOfPath(violation.instancePath);
    // What is wrong with a name is said by the rule that it violates.
    if (['additionalProperties', 'if', 'propertyNames'].includes(violation.keyword)) continue;
    if (violation.keyword === 'required') {
      const key = String(violation.params['missingProperty']);
      if (!misspelt.has(`${violation.instancePath}/${key}`)) findings.push(missing(key, path, located));
      continue;
    }
    // A value of the wrong type violates other rules as well. The violation of the type comes first and is enough.
    const subject = JSON.stringify([violation.instancePath, violation.propertyName]);
    if (valued.has(subject)) continue;
    valued.add(subject);
    findings.push({ ...valueFinding(violation, path), ...placeOfValue(violation, path, located) });
  }
  return limited(findings.sort(byPlaceInFile));
}

function keyFinding(violation: ErrorObject, located: Located): Diagnostic {
  const path = stepsOfPath(violation.instancePath);
  const key = String(violation.params['additionalProperty']);
  const place = located.keyPlace([...path, key]);
  const schema = schemaOf(violation);
  const within = path.length === 0 ? '' : ` in ${pathText(path)}`;
  const refused = record(schema['x-refused'])[key];
  if (typeof refused === 'string') {
    return {
      code: 'refused-key',
      severity: 'error',
      summary: `${key} cannot stand here`,
      help: refused,
      ...place,
    };
  }
  if (isReadOnly(schema, key)) {
    return {
      code: 'read-only-field',
      severity: 'error',
      summary: `${key} cannot be written`,
      detail: 'Intercom sets it by itself',
      help: 'take it out; a value of your own goes into custom_attributes',
      ...place,
    };
  }
  const known = Object.keys(record(schema['properties']));
  const meant = meantKey(violation);
  return {
    code: 'unknown-key',
    severity: 'error',
    summary: `unknown key ${key}${within}`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: known.length === 0 ? 'no key can stand here' : `keys here are ${known.join(', ')}`,
    ...place,
  };
}

/**
 * The key that was probably meant by an unknown one; undefined where there is none. A synonym comes before the nearest
 * spelling. Quotes, case and hyphens are ignored.
 */
export function meantKey(violation: ErrorObject): string | undefined {
  const schema = schemaOf(violation);
  const key = String(violation.params['additionalProperty']);
  if (typeof record(schema['x-refused'])[key] === 'string' || isReadOnly(schema, key)) return undefined;
  const known = Object.keys(record(schema['properties']));
  const present = Object.keys(record(violation.data));
  const bare = insideTypographicQuotes(key) ?? key;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, '');
  for (const [other, meant] of Object.entries(record(schema['x-synonyms'])))
    if (plain(other) === plain(bare)) return String(meant);
  const same = known.find((candidate) => plain(candidate) === plain(bare));
  if (same !== undefined) return same;
  const absent = known.filter((candidate) => !present.includes(candidate));
  return nearest(bare, absent) ?? nearest(bare, known);
}

function isReadOnly(schema: JsonObject, key: string): boolean {
  return list(schema['x-read-only']).some((name) => matches(String(name), key));
}

function missing(key: string, path: readonly PathStep[], located: Located): Diagnostic {
  return {
    code: 'missing-key',
    severity: 'error',
    summary: path.length === 0 ? `${key} is missing` : `${pathText(path)} has no ${key}`,
    help: `add ${key}:`,
    ...located.place(path),
  };
}

/** A violation of a rule for keys is placed at the key. */
function placeOfValue(violation: ErrorObject, path: readonly PathStep[], located: Located): Place {
  const { propertyName: name } = violation;
  return name === undefined ? located.place(path) : located.keyPlace([...path, name]);
}

function limited(findings: readonly Diagnostic[]): Diagnostic[] {
  const counts = new Map<string, number>();
  const kept: Diagnostic[] = [];
  for (const finding of findings) {
    const count = (counts.get(finding.code) ?? 0) + 1;
    counts.set(finding.code, count);
    if (count <= MAX_SAME) kept.push(finding);
  }
  for (const [code, count] of counts) {
    const first = kept.find((finding) => finding.code === code);
    if (count <= MAX_SAME || first === undefined) continue;
    const { file } = first;
    kept.push({
      code,
      severity: 'error',
      summary: `${count - MAX_SAME} more findings of this sort in the same document`,
      ...(file === undefined ? {} : { file }),
    });
  }
  return kept;
}

/** Sorts by place in the text; diagnostics without a line come last. */
export function byPlaceInFile(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? LAST) - (b.line ?? LAST) || (a.column ?? 0) - (b.column ?? 0);
}

const LAST = Number.MAX_SAFE_INTEGER;

function matches(pattern: string, key: string): boolean {
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

/** ajv with `verbose` adds the violated schema. */
function schemaOf(violation: ErrorObject): JsonObject {
  return record(violation.parentSchema as Json | undefined);
}

function record(value: unknown): JsonObject {
  // The cast holds: this is a part of a schema or of data, both JSON.
  const json = value as Json | undefined;
  return isJsonObject(json) ? json : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
