import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { isMergeKey } from '../../manifest/yaml-survey.ts';
import type { Path, YamlTree } from '../../manifest/yaml-tree.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import { dropFromFlow } from './flow-lists.ts';
import { addToMap, contentEnd, removeFromMap, type Splice, type Text } from './yaml-splices.ts';
import { flowYaml, keyYaml, quotedYaml, scalarYaml } from './yaml-text.ts';

/** Why an edit is not made: the value contains a variable, or it comes from a map that other items share. */
export type Refusal = 'variable' | 'shared';

/**
 * The splices for one edit of the item at `item`. They replace only the value: comments, anchors, quotes and order stay. A
 * value that comes from an alias or a merge key is written out for this item, and stays as it is for others.
 */
export function editItem(tree: YamlTree, text: Text, item: Path, edit: Edit): readonly Splice[] | Refusal {
  const found = tree.find(item)?.node ?? null;
  return found === null ? [] : editBelow(tree, text, found, edit.path, edit);
}

function editBelow(
  tree: YamlTree,
  text: Text,
  node: Node,
  path: readonly string[],
  edit: Edit,
): readonly Splice[] | Refusal {
  const [key, ...rest] = path;
  if (key === undefined) return editValue(tree, text, node, edit);
  if (isAlias(node)) {
    if (edit.op === 'remove') return 'shared';
    const inner = overlaid(tree, node, path, edit);
    return [{ ...spanOf(node), text: `{ <<: ${slice(text, node)}, ${inner} }` }];
  }
  if (!isMap(node)) return [];
  const own = ownPair(tree, node, key);
  if (own === undefined) {
    const merged = tree.entries(node).has(key);
    if (edit.op === 'remove') return merged ? 'shared' : [];
    const added = addToMap(text, node, [overlaid(tree, node, path, edit)]);
    return added.map((splice) => ({ ...splice, key }));
  }
  const value = own.value as Node | null; // a parsed map holds nodes only
  if (rest.length === 0 && edit.op === 'remove') return removeFromMap(text, node, own);
  if (value === null || spanOf(value).start === spanOf(value).end) {
    const end = contentEnd(own.key as Node);
    const colon = text.text.indexOf(':', end) + 1;
    return [
      { start: colon, end: colon, text: ` ${flowYaml(nested(rest, editedValue(tree, undefined, edit)))}` },
    ];
  }
  return editBelow(tree, text, value, rest, edit);
}

/** `key: value` for a map that does not have the key itself. What the map inherits below that key is kept. */
function overlaid(tree: YamlTree, node: Node, path: readonly string[], edit: Edit): string {
  const [key = '', ...rest] = path;
  const parent = tree.follow(node);
  const entry = isMap(parent) ? tree.entries(parent).get(key) : undefined;
  const inherited =
    entry?.value === undefined || entry.value === null ? undefined : jsonOf(tree, entry.value);
  if (rest.length === 0) {
    return `${keyYaml(key)}: ${flowYaml(editedValue(tree, entry?.value ?? undefined, edit))}`;
  }
  const base = isJsonObject(inherited) ? inherited : {};
  const [name = ''] = rest;
  return `${keyYaml(key)}: ${flowYaml({ ...base, [name]: editedValue(tree, undefined, edit) })}`;
}

function nested(path: readonly string[], value: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

/** The value after the edit. `node`: the present one. */
function editedValue(tree: YamlTree, node: Node | undefined, edit: Edit): Json {
  if (edit.op === 'set') return edit.value;
  if (edit.op === 'remove') return null;
  const before = node === undefined ? [] : jsonOf(tree, node);
  const written: readonly Json[] = Array.isArray(before) ? before : [];
  const entries = written.map((entry) => (isJsonObject(entry) ? entry : String(entry)));
  const kept = entries.filter((entry) => {
    const name = typeof entry === 'string' ? entry : String(entry[edit.nameKey ?? '']);
    return !listed(name, edit.drop, edit.fold);
  });
  return [...kept, ...edit.add];
}

function editValue(tree: YamlTree, text: Text, node: Node, edit: Edit): readonly Splice[] | Refusal {
  if (edit.op === 'list') return editList(tree, text, node, edit);
  if (edit.op === 'remove') return [];
  const { value } = edit;
  if (isScalar(node)) {
    if (hasVariable(node.source ?? '')) return 'variable';
    return [{ ...spanOf(node), text: restyled(slice(text, node), value, text.eol) }];
  }
  if (isSeq(node) && Array.isArray(value)) {
    const wanted = value.map(String);
    const present = node.items.map((item) => textOf(tree, item as Node)); // a parsed list holds nodes only
    const add = wanted.filter((name) => !present.includes(name));
    const drop = present.filter((name) => !wanted.includes(name));
    return editList(tree, text, node, { op: 'list', path: [], add, drop, fold: false });
  }
  return [{ ...spanOf(node), text: flowYaml(value) }];
}

function editList(
  tree: YamlTree,
  text: Text,
  node: Node,
  edit: Extract<Edit, { op: 'list' }>,
): readonly Splice[] | Refusal {
  if (!isSeq(node)) return [{ ...spanOf(node), text: flowYaml(editedValue(tree, node, edit)) }];
  const items = node.items as readonly Node[]; // a parsed list holds nodes only
  if (
    items.some(
      (item) =>
        isScalar(item) && hasVariable(item.source ?? '') && listed(textOf(tree, item), edit.drop, edit.fold),
    )
  )
    return 'variable';
  const dropped = items.filter((item) => listed(entryName(tree, item, edit.nameKey), edit.drop, edit.fold));
  if (dropped.length === items.length) {
    const list = flowYaml([...edit.add]);
    // Comments between the items of a block list are kept.
    return node.flow === true || items.length === 0
      ? [{ ...spanOf(node), text: list }]
      : emptied(text, node, list);
  }
  return [
    ...(node.flow === true
      ? dropFromFlow(text.text, node, dropped)
      : dropped.flatMap((item) => dropFromBlock(text, item))),
    ...addItems(text, node, dropped, edit.add),
  ];
}

/** Empties a block list: the new list is put in the place of the first item, the other items are removed, comments stay. */
function emptied(text: Text, node: YAMLSeq, list: string): readonly Splice[] {
  const items = node.items as readonly Node[];
  return items.map((item, index) => {
    const dash = text.text.lastIndexOf('-', spanOf(item).start - 1);
    const end = contentEnd(item);
    return { start: dash, end, text: index === 0 ? list : '' };
  });
}

function dropFromBlock({ text }: Text, item: Node): readonly Splice[] {
  const { start } = spanOf(item);
  const end = contentEnd(item);
  const dash = text.lastIndexOf('-', start - 1);
  const lineStart = text.lastIndexOf('\n', dash) + 1;
  const lineEnd = lineEndAt(text, end);
  const after = text.slice(end, lineEnd).trim();
  const alone = text.slice(lineStart, dash).trim() === '';
  if (!alone) return [{ start: dash, end, text: `- ${quotedYaml('')}` }];
  // A comment after the dropped item stays, on a line of its own.
  if (after.startsWith('#')) return [{ start: dash, end: text.indexOf('#', end), text: '' }];
  return [{ start: lineStart, end: Math.min(lineEnd + 1, text.length), text: '' }];
}

function addItems(
  text: Text,
  node: YAMLSeq,
  dropped: readonly Node[],
  add: readonly string[],
): readonly Splice[] {
  if (add.length === 0) return [];
  const items = node.items as readonly Node[];
  const last = items.at(-1);
  if (last === undefined) return [{ ...spanOf(node), text: flowYaml([...add]) }];
  if (node.flow === true) {
    const kept = items.findLast((item) => !dropped.includes(item)) ?? last;
    const end = contentEnd(kept);
    return [{ start: end, end, text: add.map((name) => `, ${scalarYaml(name)}`).join('') }];
  }
  const dash = text.text.lastIndexOf('-', spanOf(last).start - 1);
  const indent = ' '.repeat(dash - (text.text.lastIndexOf('\n', dash) + 1));
  const at = lineEndAt(text.text, contentEnd(last));
  const lines = add.map((name) => `${text.eol}${indent}- ${scalarYaml(name)}`).join('');
  // Its items may stand in the column of its key: they still go before the next key.
  return [{ start: at, end: at, text: lines, column: indent.length + 1 }];
}

/** The new value in the quotation style of the old one, where that can hold it. */
function restyled(before: string, value: Json, eol: string): string {
  if (/^[|>]/.test(before)) {
    const header = /#[^\r\n]*/.exec(before.split('\n')[0] ?? '')?.[0];
    return `${scalarYaml(value)}${header === undefined ? '' : ` ${header}`}${before.endsWith('\n') ? eol : ''}`;
  }
  if (typeof value !== 'string') return scalarYaml(value);
  const escaped = value.replaceAll('${', () => '$${');
  if (before.startsWith('"')) return quotedYaml(escaped);
  if (before.startsWith("'") && /^[\x20-\x7e\p{L}\p{N}]*$/u.test(value))
    return `'${escaped.replaceAll("'", "''")}'`;
  return scalarYaml(value);
}

/** The JSON value of a node. Text stays as it was typed. */
function jsonOf(tree: YamlTree, node: Node): Json {
  const target = tree.follow(node);
  if (isSeq(target)) return target.items.map((item) => jsonOf(tree, item as Node)); // nodes only
  if (isMap(target)) {
    return Object.fromEntries(
      [...tree.entries(target)].map(([key, { value }]) => [key, value === null ? null : jsonOf(tree, value)]),
    );
  }
  if (!isScalar(target)) return null;
  const { value } = target;
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value);
}

function textOf(tree: YamlTree, node: Node): string {
  const target = tree.follow(node);
  return isScalar(target) ? (target.source ?? String(target.value)).replaceAll('$${', () => '${') : '';
}

/** The name of a list entry: its text or, if it is a map, the value of `nameKey`. */
function entryName(tree: YamlTree, node: Node, nameKey: string | undefined): string {
  const target = tree.follow(node);
  const named = isMap(target) && nameKey !== undefined ? tree.entries(target).get(nameKey)?.value : undefined;
  return textOf(tree, named ?? node);
}

function listed(name: string, names: readonly string[], fold: boolean): boolean {
  return names.some((other) => other === name || (fold && other.toLowerCase() === name.toLowerCase()));
}

function hasVariable(source: string): boolean {
  return /\$\{/.test(source.replaceAll('$${', ''));
}

function ownPair(tree: YamlTree, map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => !isMergeKey(pair.key as Node) && tree.keyText(pair.key as Node) === key);
}

function spanOf(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
}

function slice({ text }: Text, node: Node): string {
  return text.slice(spanOf(node).start, spanOf(node).end);
}

function lineEndAt(text: string, from: number): number {
  if (text[from - 1] === '\n') return from - 1;
  const end = text.indexOf('\n', from);
  const at = end === -1 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
