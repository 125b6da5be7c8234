import { isScalar } from 'yaml';
import { kindOf } from '../../kinds/index.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import type { Path, YamlTree } from '../../manifest/yaml-tree.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import type { Place } from '../../types/place.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { ItemDrift } from './drift-edits.ts';
import { FirstFindings } from './first-findings.ts';
import { editItem, type Refusal } from './yaml-edits.ts';
import { applySplices, type Splice, type Text } from './yaml-splices.ts';

export interface DriftApplied {
  /** Path → new text, for each file that changed. */
  readonly texts: ReadonlyMap<string, string>;
  /** `<file> <address> <path>` of every value that was replaced. */
  readonly made: readonly { readonly file: string; readonly key: string }[];
  /** Values that stay as declared, with the reason. */
  readonly left: readonly Counted[];
  /** What was taken out, since no manifest can hold what is live. */
  readonly takenOut: readonly Diagnostic[];
}

/**
 * Replaces drifted values by the live ones, in the version that declares them last. Values that cannot be replaced there are
 * reported.
 */
export async function applyDrift(
  drift: Iterable<ItemDrift> | AsyncIterable<ItemDrift>,
  texts: ReadonlyMap<string, string>,
): Promise<DriftApplied> {
  const left = new FirstFindings();
  const takenOut: Diagnostic[] = [];
  const jobs = new Map<string, { readonly key: string; readonly splices: readonly Splice[] }[]>();
  const parsed = new Map<string, readonly YamlTree[]>();
  const treesOf = (file: string) => {
    const trees = parsed.get(file) ?? parseYaml(file, texts.get(file) ?? '').trees;
    parsed.set(file, trees);
    return trees;
  };
  for await (const { address, declarations, edits, refused } of drift) {
    if (refused !== undefined) left.add(refusedFinding(address, refused, declarations));
    // Only one removal a round: how the last entry of a map is removed depends on whether the others are gone.
    const [firstRemoval] = edits.filter(({ op }) => op === 'remove');
    for (const edit of edits.filter((one) => one.op !== 'remove' || one === firstRemoval)) {
      const outcomes = declaring(declarations, edit).map((declaration) =>
        located(declaration, edit, treesOf, texts),
      );
      for (const outcome of outcomes) {
        if ('why' in outcome) left.add(leftFinding(address, edit, outcome));
        else {
          const list = jobs.get(outcome.file) ?? [];
          jobs.set(outcome.file, list);
          list.push({ key: `${outcome.file} ${address} ${edit.path.join('.')}`, splices: outcome.splices });
          if (edit.op === 'remove' && edit.why !== undefined)
            takenOut.push(takenOutFinding(address, edit, edit.why));
        }
      }
    }
  }
  const changed = new Map<string, string>();
  const made: { file: string; key: string }[] = [];
  for (const [file, list] of jobs) {
    const spliced = applySplices(
      texts.get(file) ?? '',
      list.map(({ splices }) => splices),
    );
    changed.set(file, spliced.text);
    for (const [index, { key }] of list.entries()) if (spliced.made[index]) made.push({ file, key });
  }
  return { texts: changed, made, left: left.all(), takenOut };
}

/** The declarations that contain the value; if it comes only from defaults, the first declaration. */
function declaring(declarations: readonly Declaration[], edit: Edit): readonly Declaration[] {
  const path = edit.path.join('.');
  const stating = declarations.filter(({ cells }) => cells.has(path));
  return stating.length > 0 ? stating : declarations.slice(0, 1);
}

/** `name`: what is live has another name, and the list of names stays as it is. */
type Why = Refusal | 'row' | 'elsewhere' | 'name';

type Outcome =
  | { readonly file: string; readonly splices: readonly Splice[] }
  | { readonly why: Why; readonly declaration: Declaration };

function located(
  declaration: Declaration,
  edit: Edit,
  treesOf: (file: string) => readonly YamlTree[],
  texts: ReadonlyMap<string, string>,
): Outcome {
  const place = declaration.cells.get(edit.path.join('.'))?.place ?? declaration.place;
  if (place.row !== undefined || declaration.place.row !== undefined) return { why: 'row', declaration };
  if (kindOf(declaration.kind)?.pulling?.form.items === 'names') return { why: 'name', declaration };
  const text = texts.get(place.file) ?? '';
  const source: Text = { text, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  for (const tree of treesOf(place.file)) {
    const item = itemPath(tree, declaration);
    if (item === undefined) continue;
    const splices = editItem(tree, source, item, edit);
    if (typeof splices === 'string') return { why: splices, declaration };
    if (splices.length > 0) return { file: place.file, splices };
  }
  return { why: 'elsewhere', declaration };
}

/** The path of an item in a document; undefined where the document does not declare it. */
function itemPath(tree: YamlTree, declaration: Declaration): Path | undefined {
  const word = (key: string) => {
    const node = tree.find([key])?.node;
    return isScalar(node) ? String(node.source ?? node.value) : undefined;
  };
  const kind = kindOf(declaration.kind);
  if (kind?.pulling == null || word('kind') !== kind.manifest) return undefined;
  const { form } = kind.pulling;
  if (form.items === 'map') {
    const { key, below = [], head = {} } = form.pathOf(declaration);
    const path = [form.list, key, ...below];
    const isIts = Object.entries(head).every(([name, value]) => word(name) === value);
    return isIts && tree.find(path) !== undefined ? path : undefined;
  }
  const index = rowsByPlace(tree, form.list).get(placeKey(declaration.place));
  return index === undefined ? undefined : [form.list, index];
}

const rowIndexes = new WeakMap<YamlTree, ReadonlyMap<string, number>>();

/** Place of each row in a document → index. Cached, since every edit needs it; a document has only one list. */
function rowsByPlace(tree: YamlTree, list: string): ReadonlyMap<string, number> {
  const known = rowIndexes.get(tree);
  if (known !== undefined) return known;
  const indexes = new Map<string, number>();
  for (let index = 0; tree.find([list, index]) !== undefined; index++) {
    const key = placeKey(tree.place([list, index]));
    if (!indexes.has(key)) indexes.set(key, index);
  }
  rowIndexes.set(tree, indexes);
  return indexes;
}

function placeKey({ line, column }: Place): string {
  return `${line}:${column}`;
}

const WHY: Readonly<Record<Why, { readonly summary: string; readonly help: string }>> = {
  variable: {
    summary: 'a value with a variable differs from what is live',
    help: 'change the variable, or write the value out',
  },
  shared: {
    summary: 'a value that comes from a shared map is not live',
    help: 'write the item out without the merge key, and leave this value out',
  },
  row: {
    summary: 'a row of a data file differs from what is live',
    help: 'correct the data file; pull writes only data files of its own',
  },
  elsewhere: {
    summary: 'a value that stands in defaults or belongs to the set differs from what is live',
    help: 'interform plan shows it; take it out of the defaults, or apply it',
  },
  name: {
    summary: 'an item that was renamed in the manifest has its former name still',
    help: 'interform plan shows it; apply renames it',
  },
};

function leftFinding(
  address: string,
  edit: Edit,
  { why, declaration }: Extract<Outcome, { why: string }>,
): Diagnostic {
  const place = declaration.cells.get(edit.path.join('.'))?.place ?? declaration.place;
  return {
    code: 'not-pulled',
    severity: 'warning',
    summary: WHY[why].summary,
    detail: edit.path.join('.'),
    help: WHY[why].help,
    address,
    ...place,
  };
}

function refusedFinding(address: string, why: string, [declaration]: readonly Declaration[]): Diagnostic {
  return {
    code: 'not-pulled',
    severity: 'warning',
    summary: 'an item stays as it is declared, since no manifest can hold what is live',
    detail: `${address}: ${why}`,
    help: 'correct it in Intercom, and pull again',
    address,
    ...declaration?.place,
  };
}

function takenOutFinding(address: string, { path }: Edit, why: string): Diagnostic {
  return {
    code: 'value-taken-out',
    severity: 'warning',
    summary: 'a declared value was taken out, since no manifest can hold what is live',
    detail: `${path.join('.')}: ${why}`,
    help: 'correct it in Intercom, and pull again; until then it is not managed',
    address,
  };
}
