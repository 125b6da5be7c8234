import { parseAst } from 'rolldown/parseAst';
import { edgesOf, type SourceFile } from './architecture-rules.ts';

/** The names of a kind that a file outside its folder might contain. */
export interface KindNames {
  /** The first segment of addresses. */
  readonly name: string;
  /** The `kind:` of documents. */
  readonly manifest: string;
  /** File name of its schema. */
  readonly schema: string;
  /** Its sections in the documents of pull, audit and snapshot; null: it has none. */
  readonly pulling: { readonly part: string } | null;
  readonly auditing: { readonly part: string } | null;
  readonly snapshot: { readonly key: string; readonly facts?: Readonly<Record<string, unknown>> } | null;
}

/** A name of the kind `of`. No other kind may have the same `word` in the same place (`where`). */
interface KindName {
  readonly of: string;
  readonly where: string;
  readonly word: string;
}

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

/** One sentence per name that two kinds share. */
export function sharedNames(kinds: readonly KindNames[]): readonly string[] {
  const owners = new Map<string, string>();
  return kinds.flatMap(namesOf).flatMap(({ of, where, word }) => {
    const place = `${where}: ${word}`;
    const owner = owners.get(place);
    owners.set(place, of);
    return owner === undefined ? [] : [`${owner} and ${of} both have ${place}; give the new one another`];
  });
}

/** Kind names that a file may contain anyway, because they have another meaning too: lists of a contact, levels of requests. */
const OTHER_WORDS = ['contacts', 'companies', 'tags', 'attributes', 'merges'];

/** A place that may know a kind, and why. */
export interface KnowsKinds {
  /** A file of src/, or a folder with everything below it. */
  readonly place: string;
  /** The strings that it may contain; absent: any. */
  readonly words?: readonly string[];
  readonly why: string;
}

/** Folders that know kinds, and the emulator, which knows Intercom's objects and none of our kinds. */
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

/** Names that nothing allows, and permissions that nothing needs. */
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

/** A node of an ESTree syntax tree. */
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

/** All strings, including those in types, and the beginnings of templates. */
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

/**
 * Strings that do not name a kind: imported files, and strings that an action is compared with, because an action has the
 * name of a kind.
 */
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
