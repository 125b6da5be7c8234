import { posix, relative } from 'node:path';
import { isScalar, isSeq } from 'yaml';
import { kindOf } from '../../kinds/index.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { YamlTree } from '../../manifest/yaml-tree.ts';
import { isWithin } from '../../types/files.ts';
import type { ManifestForm, NewItem } from '../../types/kind/pulling.ts';
import type { Project } from '../../types/project.ts';
import { appended, type Home, isHome, sourceEntry, withEntry, withItems } from './add-items.ts';
import { documentText } from './item-text.ts';
import { pullingOf } from './parts.ts';
import { dataFile, MOST_INLINE, PULLED_SETS, setHead } from './people/pulled-sets.ts';

/** Where new manifests go. */
export interface Target {
  readonly project: Project;
  /** Relative to the project folder; '' for the folder itself. */
  readonly folder: string;
  /** Absolute path of the folder whose node_modules contains the schemas. */
  readonly installed: string;
}

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

/**
 * The file for new items of a form: the last one with this base name that contains their document, else the last one with this
 * base name, else a new one. A new one gets the next version of its manifest folder, which is numbered for itself, so that later
 * versions can revise it. It gets no version where it would not be the last in path order (design 3.2).
 */
function fileOf(
  form: ManifestForm,
  { head, sameAs }: Pick<Home, 'head' | 'sameAs'>,
  texts: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string>,
  { folder, project }: Target,
): string {
  const all = new Map([...texts, ...written]);
  const named = [...all.keys()]
    .filter((file) => posix.join(posix.dirname(file), '.') === posix.join(folder, '.'))
    .filter((file) => new RegExp(`^(?:\\d+[-_. ])?${form.base}\\.ya?ml$`, 'i').test(posix.basename(file)))
    .sort();
  const home = named.findLast((file) =>
    parseYaml(file, all.get(file) ?? '').trees.some((tree) => isHome(tree, { file, head, sameAs })),
  );
  const present = home ?? named.at(-1);
  if (present !== undefined) return present;
  const together = [...texts.keys()].filter((file) => sharesFolder(project, folder, file));
  const prefixes = together.flatMap((file) => {
    const prefix = /^(\d+)(?=[-_. ])/.exec(posix.basename(file))?.[1];
    return prefix === undefined ? [] : [{ file, prefix }];
  });
  const highest = Math.max(0, ...prefixes.map(({ prefix }) => Number(prefix)));
  const width = Math.max(4, ...prefixes.map(({ prefix }) => prefix.length));
  const versioned = posix.join(folder, `${String(highest + 1).padStart(width, '0')}-${form.base}.yaml`);
  const isLast = prefixes.every(({ file }) => file < versioned);
  return isLast ? versioned : posix.join(folder, `${form.base}.yaml`);
}

/** Whether the numbers of a file count for new files of a folder: both stand in one manifest folder. */
function sharesFolder({ folder: root, manifests }: Project, folder: string, file: string): boolean {
  const at = (path: string) => posix.join(root, path);
  return manifests.some((one) => isWithin(at(one), at(folder)) && isWithin(at(one), at(file)));
}

/** Points editors to the schema of the installed package, by a path relative to the file. */
function schemaLine(file: string, { project, installed }: Target): string {
  const from = posix.dirname(posix.join(project.folder, file));
  const to = posix.join(installed, 'node_modules/interform/schemas/manifest.schema.json');
  return `# yaml-language-server: $schema=${relative(from, to).replaceAll('\\', '/')}`;
}
