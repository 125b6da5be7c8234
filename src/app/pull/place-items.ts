import { posix, relative } from 'node:path';
import { isScalar, isSeq } from 'yaml';
import { kindOf } from '../../kinds/index.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { YamlTree } from '../../manifest/yaml-tree.ts';
import type { NewItem } from '../../types/kind/pulling.ts';
import { appended, type Home, isHome, sourceEntry, withEntry, withItems } from './add-items.ts';
import { documentText } from './item-text.ts';
import { pullingOf } from './parts.ts';
import { dataFile, MOST_INLINE, PULLED_SETS, setHead } from './people/pulled-sets.ts';
import { fileOf, type Target } from './target.ts';

/**
 * The files that contain the new items, manifests and data files: path relative to the project folder → text. `asData`:
 * contacts go into data files even if there are few.
 */
export function placeItems(
  items: readonly NewItem[],
  texts: ReadonlyMap<string, string>,
  target: Target,
  { asData = false }: { readonly asData?: boolean } = {},
): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  const textOf = (file: string) => written.get(file) ?? texts.get(file);
  const contacts = items.filter(isInSet);
  const groups = grouped(
    items.filter((item) => !isInSet(item)),
    ({ kind, head = {} }) => JSON.stringify([kind, head]),
  );
  for (const group of groups.values()) {
    const [{ kind, head: own = {} }] = group;
    const { form } = pullingOf(kind);
    const head = { apiVersion: 'interform/v1', kind: kindOf(kind)?.manifest ?? '', ...own };
    const sameAs = Object.keys(own);
    const file = fileOf(form, { head, sameAs }, texts, written, target);
    written.set(file, withItems(textOf(file), { file, head, sameAs }, form, group, schemaLine(file, target)));
  }
  const isData = asData || contacts.length > MOST_INLINE;
  for (const set of PULLED_SETS) {
    const [first, ...others] = contacts.filter((item) => item.set === set);
    if (first === undefined) continue;
    const group: [NewItem, ...NewItem[]] = [first, ...others];
    for (const [file, text] of placeContacts(set, group, { isData, texts, written, target }))
      written.set(file, text);
  }
  return written;
}

function grouped(
  items: readonly NewItem[],
  keyOf: (item: NewItem) => string,
): ReadonlyMap<string, readonly [NewItem, ...NewItem[]]> {
  const groups = new Map<string, [NewItem, ...NewItem[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function isInSet({ set }: NewItem): boolean {
  return set !== undefined;
}

/** Set → data file that an earlier pull wrote. The next pull replaces it. */
export function pulledDataFiles(
  texts: ReadonlyMap<string, string>,
  sets: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const set of sets) {
    const home = homeOfSet(set, texts);
    if (home?.hasData === true) found.set(set, posix.join(posix.dirname(home.file), dataFile(set)));
  }
  return found;
}

function placeContacts(
  set: string,
  group: readonly [NewItem, ...NewItem[]],
  context: {
    readonly isData: boolean;
    readonly texts: ReadonlyMap<string, string>;
    readonly written: ReadonlyMap<string, string>;
    readonly target: Target;
  },
): ReadonlyMap<string, string> {
  const { texts, written, target } = context;
  const { form } = pullingOf(group[0].kind);
  const head = setHead(set);
  const known = homeOfSet(set, texts);
  const file = known?.file ?? fileOf(form, { head, sameAs: ['name'] }, texts, written, target);
  const home: Home = { file, head, sameAs: ['name'] };
  const text = written.get(file) ?? texts.get(file);
  const isData =
    context.isData || known?.hasData === true || (known?.inline ?? 0) + group.length > MOST_INLINE;
  const comment = schemaLine(file, target);
  if (!isData) return new Map([[file, withItems(text, home, form, group, comment)]]);
  const files = new Map([[posix.join(posix.dirname(file), dataFile(set)), dataText(group)]]);
  if (known?.hasData === true) return files;
  const source = dataFile(set);
  const document = documentText({ ...head, source: { file: source } }, undefined, []);
  if (text === undefined) files.set(file, `${comment}\n${document}`);
  else {
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const extended = known === undefined ? undefined : withEntry(text, home, sourceEntry(source));
    files.set(file, extended ?? appended({ text, eol }, document));
  }
  return files;
}

/** One row on each line, with keys in the order of the fields, so that a line changes only where its contact did. */
export function dataText(items: readonly NewItem[]): string {
  return items.map(({ fields }) => `${JSON.stringify(fields)}\n`).join('');
}

interface SetHome {
  readonly file: string;
  readonly hasData: boolean;
  readonly inline: number;
}

function homeOfSet(set: string, texts: ReadonlyMap<string, string>): SetHome | undefined {
  for (const [file, text] of texts) {
    if (!text.includes(set)) continue;
    for (const tree of parseYaml(file, text).trees) {
      if (!isHome(tree, { file, head: setHead(set), sameAs: ['name'] })) continue;
      const list = tree.find(['contacts'])?.node ?? null;
      return { file, hasData: sourceOf(tree) === dataFile(set), inline: isSeq(list) ? list.items.length : 0 };
    }
  }
  return undefined;
}

function sourceOf(tree: YamlTree): string | undefined {
  const node = tree.find(['source', 'file'])?.node;
  return isScalar(node) ? String(node.source ?? node.value) : undefined;
}

/** Points editors to the schema of the installed package, by a path relative to the file. */
function schemaLine(file: string, { project, installed }: Target): string {
  const from = posix.dirname(posix.join(project.folder, file));
  const to = posix.join(installed, 'node_modules/interform/schemas/manifest.schema.json');
  return `# yaml-language-server: $schema=${relative(from, to).replaceAll('\\', '/')}`;
}
