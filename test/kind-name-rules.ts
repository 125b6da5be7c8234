import { parseAst } from 'rolldown/parseAst';
import { edgesOf, type SourceFile } from './architecture-rules.ts';

/** What a kind is called, as far as a file outside its folder might say it. */
export interface KindNames {
  /** As addresses begin. */
  readonly name: string;
  /** As documents say in `kind:`. */
  readonly manifest: string;
  /** File name of its schema. */
  readonly schema: string;
  /** As pull, audit and snapshots say in documents. */
  readonly pulling: { readonly part: string } | null;
  readonly auditing: { readonly part: string } | null;
  readonly snapshot: { readonly key: string; readonly facts?: Readonly<Record<string, unknown>> } | null;
}

/** What a kind is called somewhere: no two kinds may be called the same there. */
interface KindName {
  readonly of: string;
  readonly where: string;
  readonly word: string;
}

/** Everything that a kind is called. */
function namesOf({ name, manifest, schema, pulling, auditing, snapshot }: KindNames): readonly KindName[] {
  const called: Readonly<Record<string, readonly string[]>> = {
    name: [name],
    manifest: [manifest],
    schema: [schema],
    'pulling.part': pulling === null ? [] : [pulling.part],
    'auditing.part': auditing === null ? [] : [auditing.part],
    // Rows and facts stand side by side in one document.
    'snapshot.key or .facts': snapshot === null ? [] : [snapshot.key, ...Object.keys(snapshot.facts ?? {})],
  };
  return Object.entries(called).flatMap(([where, words]) => words.map((word) => ({ of: name, where, word })));
}

/** In sentences: which two kinds are called the same in one place. */
export function sharedNames(kinds: readonly KindNames[]): readonly string[] {
  const owners = new Map<string, string>();
  return kinds.flatMap(namesOf).flatMap(({ of, where, word }) => {
    const place = `${where}: ${word}`;
    const owner = owners.get(place);
    owners.set(place, of);
    return owner === undefined ? [] : [`${owner} and ${of} both have ${place}; give the new one another`];
  });
}

/** What kinds are called in documents, and what means something else too: lists of a contact, and levels of requests. */
const OTHER_WORDS = ['contacts', 'companies', 'tags', 'attributes', 'merges'];

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
  const names = kinds.flatMap(namesOf).map(({ word }) => word.replaceAll('.', '\\.'));
  const meant = names.filter((word) => !OTHER_WORDS.includes(word));
  const isName = new RegExp(`^(?:${meant.join('|')})(?:/.*)?$`, 's');
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
