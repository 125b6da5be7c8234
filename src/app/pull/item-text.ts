import type { Json, JsonObject } from '../../types/json.ts';
import type { NewItem } from './new-item.ts';
import { commentYaml, entryLines, flowYaml, keyYaml, scalarYaml } from './yaml-text.ts';

/** What distinguishes the manifests of the kinds to who adds items to them. */
export interface ManifestForm {
  readonly kind: 'DataAttributes' | 'Tags' | 'Companies' | 'ContactSet';
  /** The key of the map or list of items. */
  readonly list: 'attributes' | 'tags' | 'companies' | 'contacts';
  /** File name without prefix and ending. */
  readonly base: string;
}

export const FORMS: Readonly<Record<NewItem['kind'], ManifestForm>> = {
  attribute: { kind: 'DataAttributes', list: 'attributes', base: 'attributes' },
  tag: { kind: 'Tags', list: 'tags', base: 'tags' },
  company: { kind: 'Companies', list: 'companies', base: 'companies' },
  contact: { kind: 'ContactSet', list: 'contacts', base: 'contacts' },
};

/** An item as lines of block style. */
export function itemLines(item: NewItem, indent: string): string[] {
  const fields = Object.entries(item.fields);
  if (item.kind === 'tag') return [`${indent}- ${scalarYaml(item.key)}`];
  if (item.kind !== 'contact') {
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
  if (item.kind === 'tag') return scalarYaml(item.key);
  return item.kind === 'contact' ? flowYaml(item.fields) : `${keyYaml(item.key)}: ${flowYaml(item.fields)}`;
}

/** A whole document of block style: its head, then its items. */
export function documentText(head: JsonObject, list: string | undefined, items: readonly NewItem[]): string {
  const lines = Object.entries(head).map(([key, value]) => `${keyYaml(key)}: ${headValue(value)}`);
  if (list !== undefined) lines.push(`${list}:`, ...items.flatMap((item) => itemLines(item, '  ')));
  return `${lines.join('\n')}\n`;
}

function headValue(value: Json): string {
  return value === 'interform/v1' ? value : flowYaml(value);
}
