import { parseAst } from 'rolldown/parseAst';
import { edgesOf, type SourceFile } from './architecture-rules.ts';

/** What a kind is called, as far as a file outside its folder might say it. */
export interface KindNames {
  /** As addresses begin. */
  readonly name: string;
  /** As documents say in `kind:`. */
  readonly manifest: string;
}

/** A place that knows a kind, with the reason why it may. */
export interface KnowsKinds {
  /** A file of src/, or a folder with everything below. */
  readonly place: string;
  /** Which strings it may hold; absent: any. */
  readonly words?: readonly string[];
  readonly why: string;
}

/** Folders where kinds are at home, and the other side of the wire, which knows Intercom's objects and none of ours. */
const AT_HOME = /^(?:kinds|emulator)\//;
/** Every string that names a kind or its manifest, and every import from a folder of a kind, outside of these folders. */
export function kindsNamed(files: readonly SourceFile[], kinds: readonly KindNames[]): readonly Named[] {
  const outside = files.filter(({ path }) => !AT_HOME.test(path));
  const names = kinds.flatMap(({ name, manifest }) => [name, manifest]);
  const isName = new RegExp(`^(?:${names.join('|')})(?:/.*)?$`, 's');
  const folder = new RegExp(`^kinds/(${kinds.map(({ name }) => name.replaceAll('_', '-')).join('|')})/`);
  return [
    ...outside.flatMap((file) =>
      stringsOf(file)
        .filter((word) => isName.test(word))
        .map((word) => ({ path: file.path, word })),
    ),
    ...edgesOf(outside).flatMap(({ from, to }) => {
      const kind = folder.exec(to)?.[1];
      return kind === undefined ? [] : [{ path: from, word: to }];
    }),
  ];
}

export interface Named {
  readonly path: string;
  /** The string, or the path of the file that is imported. */
  readonly word: string;
}

/** What is named although nothing allows it, and what is allowed although nothing needs it. */
export function judge(
  named: readonly Named[],
  allowed: readonly KnowsKinds[],
): { readonly refused: readonly string[]; readonly idle: readonly string[] } {
  const fits = ({ place, words }: KnowsKinds, { path, word }: Named) =>
    (path === place || (place.endsWith('/') && path.startsWith(place))) &&
    (words === undefined || words.includes(word));
  return {
    refused: named
      .filter((one) => !allowed.some((exception) => fits(exception, one)))
      .map(({ path, word }) => `${path} knows ${word}`),
    idle: allowed
      .filter((exception) => !named.some((one) => fits(exception, one)))
      .map(({ place }) => `${place} needs no exception`),
  };
}

/** A node of the syntax tree, as ESTree calls its parts. */
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

/** All strings, those of types among them, and what templates begin with. */
function stringsOf({ text }: SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node) => {
    if (node.type === 'Literal' && typeof node['value'] === 'string') found.push(node['value']);
    if (node.type === 'TemplateLiteral') found.push(beginningOf(node));
    const others = noWordsOf(node);
    for (const child of childrenOf(node)) if (!others.includes(child)) visit(child);
  };
  visit(parseAst(text, { lang: 'ts' }) as unknown as Node);
  return found;
}

/** Strings that are no words: the file that is imported, and what an action is compared with, for an action is called like a kind. */
function noWordsOf(node: Node): readonly unknown[] {
  if (node.type === 'BinaryExpression' && [node['left'], node['right']].some(isAction))
    return [node['left'], node['right']];
  return [node['source']];
}

function isAction(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'ChainExpression') return isAction(node['expression']);
  const name = node.type === 'MemberExpression' ? node['property'] : node;
  return isNode(name) && name.type === 'Identifier' && name['name'] === 'action';
}

function beginningOf(template: Node): string {
  const [first] = template['quasis'] as readonly { readonly value: { readonly raw: string } }[];
  return first?.value.raw ?? '';
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
