import type { Json } from '../../src/types/json.ts';

/** JSON for reviewers: what fits stands on one line. */
export function compactJson(value: unknown, width = 110): string {
  return `${layOut(JSON.parse(JSON.stringify(value)) as Json, '', 0, width)}\n`;
}

function layOut(value: Json, indent: string, used: number, width: number): string {
  const line = onOneLine(value);
  if (indent.length + used + line.length < width || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  const rows = Array.isArray(value)
    ? value.map((item: Json) => inner + layOut(item, inner, 0, width))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return inner + name + layOut(item, inner, name.length, width);
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${rows.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
