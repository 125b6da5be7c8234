import {
  type Alias,
  isAlias,
  isMap,
  isSeq,
  type Node,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Place } from '../types/place.ts';
import type { LineIndex } from './line-index.ts';
import { isMergeKey, Survey, scalarSource } from './yaml-survey.ts';

/** An entry of a map, with the nodes of key and value. `value` is null where none is written. */
export interface MapEntry {
  readonly key: Node;
  readonly value: Node | null;
}

export type Path = readonly (string | number)[];

interface Where {
  readonly file: string;
  readonly lines: LineIndex;
}

/**
 * A YAML document as it was written: nodes with their places, aliases resolved. Merge keys (`<<`) add entries that the map does
 * not have itself. Keys are compared as typed, so `007` and `7` are two keys.
 */
export class YamlTree {
  readonly file: string;
  readonly root: Node;
  /** Diagnostics about keys and aliases. */
  readonly diagnostics: readonly Diagnostic[];
  /** True where the document cannot be read because of them. */
  readonly broken: boolean;
  /** Number of nodes in the text. */
  readonly size: number;
  readonly #lines: LineIndex;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #entries = new WeakMap<YAMLMap, ReadonlyMap<string, MapEntry>>();
  readonly #items = new WeakMap<YAMLSeq, readonly Node[]>();
  #merged = 0;

  constructor(root: ParsedNode, { file, lines }: Where) {
    this.file = file;
    this.root = root;
    this.#lines = lines;
    const survey = new Survey((node) => this.placeOf(node));
    survey.visit(root);
    this.diagnostics = survey.diagnostics;
    this.broken = survey.broken;
    this.size = survey.size;
    this.#targets = survey.targets;
  }

  /** How many nodes aliases and merge keys may repeat. Beyond that it is an alias bomb. */
  get allowance(): number {
    return Math.max(10_000, 10 * this.size);
  }

  /** True once merge keys have repeated more entries than `allowance`; further ones are left out. */
  get exhausted(): boolean {
    return this.#merged > this.allowance;
  }

  /** The node itself, or the node that an alias refers to. */
  follow(node: Node): Node {
    return isAlias(node) ? (this.#targets.get(node) ?? node) : node;
  }

  /** The entries of a map: first its own, then the merged ones. */
  entries(map: YAMLMap): ReadonlyMap<string, MapEntry> {
    const known = this.#entries.get(map);
    if (known !== undefined) return known;
    const entries = new Map<string, MapEntry>();
    const merged: Node[] = [];
    for (const pair of map.items) {
      // The casts hold: a parsed map contains only nodes.
      const entry = { key: pair.key as Node, value: pair.value as Node | null };
      if (isMergeKey(entry.key)) merged.push(...this.#mergeSources(entry.value));
      else {
        const text = this.keyText(entry.key);
        if (!entries.has(text)) entries.set(text, entry);
      }
    }
    for (const source of merged) {
      if (!isMap(source)) continue;
      for (const [text, entry] of this.entries(source)) {
        if (this.exhausted) break;
        this.#merged++;
        if (!entries.has(text)) entries.set(text, entry);
      }
    }
    this.#entries.set(map, entries);
    return entries;
  }

  items(list: YAMLSeq): readonly Node[] {
    return this.#items.get(list) ?? (list.items as Node[]); // a parsed list holds nodes only
  }

  /** Replaces the entries of a map for all later reads. */
  mendEntries(map: YAMLMap, entries: ReadonlyMap<string, MapEntry>): void {
    this.#entries.set(map, entries);
  }

  /** Replaces the elements of a list for all later reads. */
  mendItems(list: YAMLSeq, items: readonly Node[]): void {
    this.#items.set(list, items);
  }

  keyText(key: Node): string {
    return scalarSource(this.follow(key));
  }

  /** The node at a path, with its key where its parent is a map; undefined where nothing is there. */
  find(path: Path): { readonly node: Node | null; readonly key: Node | undefined } | undefined {
    let node: Node | null = this.root;
    let key: Node | undefined;
    for (const step of path) {
      const parent: Node | null = node === null ? null : this.follow(node);
      if (isMap(parent)) {
        const entry: MapEntry | undefined = this.entries(parent).get(String(step));
        if (entry === undefined) return undefined;
        node = entry.value;
        key = entry.key;
      } else if (isSeq(parent)) {
        const item: Node | undefined = this.items(parent)[Number(step)];
        if (item === undefined) return undefined;
        node = item;
        key = undefined;
      } else return undefined;
    }
    return { node, key };
  }

  /** The keys of the map at a path, in written order. */
  keysAt(path: Path): readonly string[] {
    const node = this.find(path)?.node ?? null;
    const map = node === null ? null : this.follow(node);
    return isMap(map) ? [...this.entries(map).keys()] : [];
  }

  /** The place of the value at a path: of its key for an empty value, of the nearest parent where it is absent. */
  place(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const found = this.find(path.slice(0, length));
      if (found === undefined) continue;
      const empty = found.node === null || (found.node.range?.[0] ?? 0) === (found.node.range?.[1] ?? 0);
      const node = empty ? (found.key ?? found.node) : found.node;
      if (node !== null) return this.placeOf(node);
    }
    return { file: this.file, line: 1, column: 1 };
  }

  /** The place of the key at a path; that of the value where it has no key or is absent. */
  keyPlace(path: Path): Place {
    const key = this.find(path)?.key;
    return key === undefined ? this.place(path) : this.placeOf(key);
  }

  placeOf(node: Node): Place {
    return { file: this.file, ...this.#lines.at(node.range?.[0] ?? 0) };
  }

  #mergeSources(value: Node | null): Node[] {
    const target = value === null ? null : this.follow(value);
    if (isSeq(target)) return this.items(target).map((item) => this.follow(item));
    return target === null ? [] : [target];
  }
}
