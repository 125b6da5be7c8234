import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { YamlTree } from '../../manifest/yaml-tree.ts';
import type { JsonObject } from '../../types/json.ts';
import type { ManifestForm, NewItem } from '../../types/kind/pulling.ts';
import { documentText, itemFlow, itemLines } from './item-text.ts';
import {
  addToMap,
  applySplices,
  columnOf,
  contentEnd,
  linesAfter,
  type Splice,
  type Text,
} from './yaml-splices.ts';
import { flowYaml } from './yaml-text.ts';

/** A document in a manifest file, to which items are added. */
export interface Home {
  readonly file: string;
  /** The beginning of the document if it has to be created: apiVersion, kind, model or name, … */
  readonly head: JsonObject;
  /** Keys whose values distinguish the document from others in the file. */
  readonly sameAs: readonly string[];
}

/** The text of a manifest file with the items added to their document, which is created if it is missing. */
export function withItems(
  text: string | undefined,
  home: Home,
  form: ManifestForm,
  items: readonly NewItem[],
  schemaComment: string,
): string {
  if (text === undefined) return `${schemaComment}\n${documentText(home.head, form.list, items)}`;
  const source: Text = { text, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  for (const tree of parseYaml(home.file, text).trees) {
    const splices = isHome(tree, home) ? addTo(tree, source, form, items) : undefined;
    if (splices !== undefined) return applySplices(text, [splices]).text;
  }
  return appended(source, documentText(home.head, form.list, items));
}

/** The text of a manifest file with one more document at its end. */
export function appended({ text, eol }: Text, document: string): string {
  const body = document.replaceAll('\n', eol);
  const isBlank = text.split(/\r?\n/).every((line) => /^\s*(#.*)?$/.test(line));
  const gap = text === '' || text.endsWith('\n') ? '' : eol;
  return `${text}${gap}${isBlank ? '' : `---${eol}`}${body}`;
}

/** Adds a key with its value, in flow style, to the document; undefined where the file does not have that document. */
export function withEntry(text: string, home: Home, entry: string): string | undefined {
  const source: Text = { text, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  for (const tree of parseYaml(home.file, text).trees) {
    if (isHome(tree, home) && isMap(tree.root))
      return applySplices(text, [addToMap(source, tree.root, [entry])]).text;
  }
  return undefined;
}

/** Whether a document has the kind of this home, and the values by which it is distinguished. */
export function isHome(tree: YamlTree, { head, sameAs }: Home): boolean {
  return ['kind', ...sameAs].every((key) => {
    const node = tree.find([key])?.node;
    return isScalar(node) && (node.source ?? String(node.value)) === head[key];
  });
}

/** Undefined where the list is an alias: adding to it would change other documents too. */
function addTo(
  tree: YamlTree,
  source: Text,
  form: ManifestForm,
  items: readonly NewItem[],
): readonly Splice[] | undefined {
  const { root } = tree;
  const { text, eol } = source;
  if (!isMap(root)) return undefined;
  const found = tree.find([form.list]);
  const rootIndent = root.flow === true ? '' : columnOf(text, root.range?.[0] ?? 0);
  const lines = items.flatMap((item) => itemLines(item, `${rootIndent}  `));
  if (found === undefined) {
    if (root.flow === true) return addToMap(source, root, [`${form.list}: ${flowList(form, items)}`]);
    return [linesAfter(source, contentEnd(root), [`${rootIndent}${form.list}:`, ...lines])];
  }
  const { node, key } = found;
  if (isAlias(node) || key === undefined) return undefined;
  const isCollection = isMap(node) || isSeq(node);
  if (isCollection && node.items.length > 0) {
    if (node.flow !== true) {
      const indent = columnOf(text, node.range?.[0] ?? 0);
      return [
        linesAfter(
          source,
          contentEnd(node),
          items.flatMap((item) => itemLines(item, indent)),
        ),
      ];
    }
    if (isMap(node)) return addToMap(source, node, items.map(itemFlow));
    const end = contentEnd(node.items.at(-1) as Parameters<typeof contentEnd>[0]); // a parsed list holds nodes only
    return [{ start: end, end, text: items.map((item) => `, ${itemFlow(item)}`).join('') }];
  }
  const start = node?.range?.[0] ?? contentEnd(key);
  const end = node?.range?.[1] ?? start;
  if (root.flow === true) return [{ start, end, text: ` ${flowList(form, items)}` }];
  const after = linesAfter(source, end, lines);
  const colon = text.indexOf(':', contentEnd(key)) + 1;
  const isEmpty = start === end;
  const blank = isEmpty
    ? []
    : [{ start: Math.max(colon, text.slice(0, start).trimEnd().length), end, text: '' }];
  return [...blank, isEmpty ? linesAfter({ text, eol }, colon, lines) : after];
}

function flowList(form: ManifestForm, items: readonly NewItem[]): string {
  const inner = items.map(itemFlow).join(', ');
  return form.items === 'map' ? `{ ${inner} }` : `[${inner}]`;
}

/** The entry of a contact set that names its data file. */
export function sourceEntry(file: string): string {
  return `source: ${flowYaml({ file })}`;
}
