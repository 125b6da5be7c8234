import type { Json, JsonObject } from '../../types/json.ts';
import type { NewItem } from '../../types/kind/pulling.ts';
import { pullingOf } from './parts.ts';
import { commentYaml, entryLines, flowYaml, keyYaml, scalarYaml } from './yaml-text.ts';

/** An item as lines in block style. */
export function itemLines(item: NewItem, indent: string): string[] {
  const fields = Object.entries(item.fields);
  const { items: form } = pullingOf(item.kind).form;
  if (form === 'names') return [`${indent}- ${scalarYaml(item.key)}`];
  if (form === 'map') {
    if (fields.length === 0) return [`${indent}${keyYaml(item.key)}: {}`];
    return [
      `${indent}${keyYaml(item.key)}:`,
      ...fields.flatMap(([key, value]) => entryLines(key, value, `${indent}  `)),
    ];
  }
  const [first = '', ...rest] = fields.flatMap(([key, value]) => entryLines(key, value, `${indent}  `));
  const comment = item.comment === undefined ? [] : [`${indent}${commentYaml(item.comment)}`];
  return [...comment, `${indent}- ${first.trimStart()}`, ...rest];
}

/** An item for a list or map in flow style. */
export function itemFlow(item: NewItem): string {
  const { items: form } = pullingOf(item.kind).form;
  if (form === 'names') return scalarYaml(item.key);
  return form === 'rows' ? flowYaml(item.fields) : `${keyYaml(item.key)}: ${flowYaml(item.fields)}`;
}

/** A whole document in block style: its head, then its items. */
export function documentText(head: JsonObject, list: string | undefined, items: readonly NewItem[]): string {
  const lines = Object.entries(head).map(([key, value]) => `${keyYaml(key)}: ${headValue(value)}`);
  if (list !== undefined) lines.push(`${list}:`, ...items.flatMap((item) => itemLines(item, '  ')));
  return `${lines.join('\n')}\n`;
}

function headValue(value: Json): string {
  return value === 'interform/v1' ? value : flowYaml(value);
}
