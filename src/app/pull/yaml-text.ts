import type { Json } from '../../types/json.ts';

/** An instant in the form that pull writes. YAML 1.2 reads it as text. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Text that needs no quotes, in block or flow style. */
const PLAIN = /^[\p{L}_][\p{L}\p{N} _./@+-]*$/u;
const URL_TEXT = /^https?:\/\/[A-Za-z0-9_./@+~=&?%-]+$/;
/** Words that YAML 1.1 or 1.2 does not read as text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A scalar as YAML. `${` is escaped as `$${`, because pulled text contains no variables (design 3.1). */
export function scalarYaml(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return textYaml(value.replaceAll('${', () => '$${'));
}

/** A map key as YAML. Variables are not filled into keys, so `${` stays. */
export function keyYaml(key: string): string {
  return textYaml(key);
}

/** The value on one line, maps and lists in flow style. */
export function flowYaml(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => flowYaml(item)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarYaml(value);
  const entries = Object.entries(value).map(([key, inner]) => `${keyYaml(key)}: ${flowYaml(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Lists with more characters are written with one item on each line. */
const LONGEST_FLOW_LIST = 80;

/** `key: value` in block style, as lines with this indentation. */
export function entryLines(key: string, value: Json, indent: string): string[] {
  const head = `${indent}${keyYaml(key)}:`;
  if (Array.isArray(value)) {
    const flow = flowYaml(value);
    if (flow.length <= LONGEST_FLOW_LIST) return [`${head} ${flow}`];
    return [head, ...value.map((item: Json) => `${indent}  - ${flowYaml(item)}`)];
  }
  if (typeof value !== 'object' || value === null) return [`${head} ${scalarYaml(value)}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${head} {}`];
  return [head, ...entries.flatMap(([name, inner]) => entryLines(name, inner, `${indent}  `))];
}

/** A comment on one line, whatever text it quotes. */
export function commentYaml(text: string): string {
  return `# ${text.replace(/[^\x20-\x7e\p{L}\p{N}]/gu, '?')}`;
}

function textYaml(text: string): string {
  if (INSTANT.test(text) || URL_TEXT.test(text)) return text;
  if (PLAIN.test(text) && !text.endsWith(' ') && !WORDS.test(text)) return text;
  return quotedYaml(text);
}

/**
 * A JSON string, which is also a YAML scalar. It also escapes what JSON allows unescaped and YAML does not, and invisible
 * characters.
 */
export function quotedYaml(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
