import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../types/diagnostic.ts';
import { exactSpot, type Place } from '../types/place.ts';

/** One pass over a document in written order: resolves aliases, and finds bad and duplicate keys. */
export class Survey {
  readonly diagnostics: Diagnostic[] = [];
  readonly targets = new Map<Alias, Node>();
  broken = false;
  size = 0;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  readonly #placeOf: (node: Node) => Place;

  constructor(placeOf: (node: Node) => Place) {
    this.#placeOf = placeOf;
  }

  visit(node: Node | null): void {
    if (node === null) return;
    this.size++;
    if (isAlias(node)) {
      this.#alias(node);
      return;
    }
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    if (!isMap(node) && !isSeq(node)) return;
    this.#open.add(node);
    if (isMap(node)) this.#map(node);
    else for (const item of node.items) this.visit(item as Node); // a parsed list holds nodes only
    this.#open.delete(node);
  }

  #map(map: YAMLMap): void {
    const seen = new Map<string, Node>();
    for (const pair of map.items) {
      const key = pair.key as Node; // a parsed map holds nodes only
      const value = pair.value as Node | null;
      this.visit(key);
      const named = isAlias(key) ? this.targets.get(key) : key;
      if (named !== undefined && !isScalar(named)) {
        this.#stop('bad-key', 'a key must be text', 'this is a list or a map', key);
      } else if (named !== undefined && isScalar(named)) {
        this.#key(key, scalarSource(named), seen);
      }
      this.visit(value);
      if (isMergeKey(key)) this.#mergeable(key, value);
    }
  }

  #key(key: Node, text: string, seen: Map<string, Node>): void {
    if (text === '' && (key.range?.[0] ?? 0) === (key.range?.[1] ?? 0)) {
      this.#stop('bad-key', 'a key must be text', 'the key is empty', key);
      return;
    }
    const first = seen.get(text);
    if (first === undefined) {
      seen.set(text, key);
      return;
    }
    const before = this.#placeOf(first);
    this.diagnostics.push({
      code: 'duplicate-key',
      severity: 'error',
      summary: `the key ${text} stands twice in one map`,
      detail: `first at ${exactSpot(before)}`,
      help: text === '<<' ? 'merge several maps with a list: <<: [*a, *b]' : 'keep one of the two',
      ...this.#placeOf(key),
    });
  }

  #mergeable(key: Node, value: Node | null): void {
    const follow = (node: Node | null) => (isAlias(node) ? this.targets.get(node) : node);
    const target = follow(value);
    const sources = isSeq(target) ? target.items.map((item) => follow(item as Node)) : [target];
    if (sources.every((source) => source === undefined || isMap(source))) return;
    this.#stop('bad-merge-key', '<< must name a map or a list of maps', 'this is neither', key);
  }

  #alias(alias: Alias): void {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      const help = `write &${alias.source} before the value that it stands for, or quote text that begins with *`;
      this.#stop(
        'unknown-alias',
        `the alias *${alias.source} has no anchor before it`,
        undefined,
        alias,
        help,
      );
    } else if (this.#open.has(target)) {
      this.#stop(
        'alias-loop',
        `the alias *${alias.source} stands inside what it refers to`,
        undefined,
        alias,
      );
    } else this.targets.set(alias, target);
  }

  #stop(code: string, summary: string, detail: string | undefined, node: Node, help?: string): void {
    this.broken = true;
    this.diagnostics.push({
      code,
      severity: 'error',
      summary,
      ...(detail === undefined ? {} : { detail }),
      ...(help === undefined ? {} : { help }),
      ...this.#placeOf(node),
    });
  }
}

/** The scalar as it is typed: `007` for 7; without the quotes, or the marks of a block scalar. */
export function scalarSource(node: Node): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : '';
}

export function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
