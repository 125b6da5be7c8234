import type { Json } from '../../types/json.ts';

/**
 * JSON text that is the same for equal values: keys in the order of their UTF-16 code units, no spaces, strings and
 * numbers as ECMAScript writes them (the form of RFC 8785, but for lone surrogates, which stay escaped).
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return isList(value) ? listText(value) : objectText(value);
}

function listText(list: readonly Json[]): string {
  let text = '';
  for (const element of list) text += `${text === '' ? '' : ','}${canonicalJson(element)}`;
  return `[${text}]`;
}

function objectText(object: { readonly [key: string]: Json | undefined }): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
