import type { ErrorObject } from 'ajv';
import { isMap, isSeq, type Node, YAMLMap, type YAMLSeq } from 'yaml';
import type { JsonObject } from '../types/json.ts';
import { type PathStep, stepsOfPath } from './path-text.ts';
import { meantKey } from './schema-findings.ts';
import type { MapEntry, Path, YamlTree } from './yaml-tree.ts';

/**
 * Repairs a document that has schema violations, so that later checks can read the rest of it:
 *
 *     unknown key that is a misspelling       renamed to the key that is meant
 *     other unknown or refused key            removed
 *     value of the wrong form                 removed; replaced by an empty map where a map is required
 *     map that lacks a key                    removed
 *     anything wrong in a data source         the source is removed, since each of its rows would be wrong
 */
export class Mending {
  readonly #tree: YamlTree;
  /** Maps and lists from which something was removed. */
  readonly #partial = new WeakSet<Node>();
  /** Keys that were renamed. */
  readonly #renamed = new WeakSet<Node>();

  constructor(tree: YamlTree) {
    this.#tree = tree;
  }

  /**
   * Repairs these violations. `unfilled`: paths of texts that still contain `${…}`, which are removed. False where nothing of
   * the document would be left.
   */
  apply(violations: readonly ErrorObject[], unfilled: readonly Path[]): boolean {
    const changes = [...unfilled.map((path) => leave(path)), ...changesFor(violations)];
    // Find all nodes before changing any: positions in lists shift, and with aliases several paths lead to one node.
    const resolved = changes.map((change) => this.#resolve(change));
    if (changes.some(({ path }) => path.length === 0)) return false;
    for (const change of resolved) if (change !== undefined) this.#make(change);
    return true;
  }

  /** Whether a violation is the user's own, hidden so far behind a misspelt key, and not a consequence of a repair. */
  isOwn({ instancePath, keyword }: ErrorObject): boolean {
    const path = stepsOfPath(instancePath);
    if (OF_ABSENCE.has(keyword) && this.isPartial(path)) return false;
    return path.some((_, index) => {
      const key = this.#tree.find(path.slice(0, index + 1))?.key;
      return key !== undefined && this.#renamed.has(key);
    });
  }

  /** Whether something at or below this path was removed. */
  isPartial(path: Path): boolean {
    const node = this.#tree.find(path)?.node ?? null;
    return node !== null && this.#partial.has(this.#tree.follow(node));
  }

  #resolve({ path, to }: Change): Resolved | undefined {
    const above: Node[] = [];
    for (let length = 0; length < path.length; length++) {
      const node = this.#tree.find(path.slice(0, length))?.node ?? null;
      if (node === null) return undefined;
      above.push(this.#tree.follow(node));
    }
    const found = this.#tree.find(path);
    const parent = above.at(-1);
    const step = path.at(-1);
    if (found === undefined || parent === undefined || step === undefined) return undefined;
    return { parent, above, key: String(step), node: found.node, to };
  }

  #make({ parent, above, key, node, to }: Resolved): void {
    if (to.is !== 'renamed') for (const one of above) this.#partial.add(one);
    if (isMap(parent)) this.#makeInMap(parent, key, to);
    else if (isSeq(parent) && node !== null) this.#makeInList(parent, node, to);
  }

  #makeInMap(map: YAMLMap, key: string, to: To): void {
    const entries = new Map<string, MapEntry>(this.#tree.entries(map));
    const entry = entries.get(key);
    if (entry === undefined) return;
    if (to.is === 'empty') {
      const empty = new YAMLMap();
      this.#partial.add(empty);
      entries.set(key, { key: entry.key, value: empty });
    } else {
      entries.delete(key);
      if (to.is === 'renamed' && !entries.has(to.key)) {
        entries.set(to.key, entry);
        this.#renamed.add(entry.key);
      }
    }
    this.#tree.mendEntries(map, entries);
  }

  #makeInList(list: YAMLSeq, node: Node, to: To): void {
    const items = this.#tree.items(list);
    // An empty map could not be given a place, so a list element is removed in either case.
    if (to.is !== 'renamed') {
      this.#tree.mendItems(
        list,
        items.filter((item) => item !== node),
      );
    }
  }
}

/** Schema keywords that a map or list may violate because something was removed from it. */
const OF_ABSENCE: ReadonlySet<string> = new Set(['required', 'minProperties', 'minItems']);

type To =
  | { readonly is: 'gone' }
  | { readonly is: 'empty' }
  | { readonly is: 'renamed'; readonly key: string };

interface Change {
  readonly path: Path;
  readonly to: To;
}

interface Resolved extends Omit<Change, 'path'> {
  readonly parent: Node;
  readonly above: readonly Node[];
  readonly key: string;
  readonly node: Node | null;
}

function changesFor(violations: readonly ErrorObject[]): readonly Change[] {
  const renamed = new Set(
    violations
      .filter(({ keyword }) => keyword === 'additionalProperties')
      .map((violation) => `${violation.instancePath}/${meantKey(violation)}`),
  );
  return violations
    .filter(
      ({ keyword, instancePath, params }) =>
        keyword !== 'required' || !renamed.has(`${instancePath}/${String(params['missingProperty'])}`),
    )
    .flatMap(changeFor);
}

function changeFor(violation: ErrorObject): Change[] {
  const { keyword, instancePath, params, propertyName } = violation;
  const path = stepsOfPath(instancePath);
  if (keyword === 'if') return [];
  if (path[0] === 'source') return [leave(sourceOf(path, violation.data))];
  const refused: unknown = propertyName ?? params['propertyName'];
  if (typeof refused === 'string') return [leave([...path, refused])];
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const meant = meantKey(violation);
    const to: To = meant === undefined ? { is: 'gone' } : { is: 'renamed', key: meant };
    return [{ path: [...path, key], to }];
  }
  if (keyword === 'type' && wantsMap(violation)) return [{ path, to: { is: 'empty' } }];
  return [leave(path)];
}

/** The path of a data source: one element where there are several in a list. */
function sourceOf(path: readonly string[], data: unknown): Path {
  const isOfList = path.length > 1 && /^\d+$/.test(path[1] ?? '');
  return path.length === 1 && Array.isArray(data) ? path : path.slice(0, isOfList ? 2 : 1);
}

function leave(path: readonly PathStep[]): Change {
  return { path, to: { is: 'gone' } };
}

function wantsMap({ parentSchema }: ErrorObject): boolean {
  // The cast holds: ajv with `verbose` adds the violated schema, which is JSON.
  const type = (parentSchema as JsonObject | undefined)?.['type'];
  return type === 'object';
}
