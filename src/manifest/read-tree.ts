import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Report } from '../types/diagnostic.ts';
import type { Json } from '../types/json.ts';
import { type InterpolationProblem, interpolate, type Variables } from './interpolate.ts';
import { MAX_DEPTH } from './parse-yaml.ts';
import type { SchemaPosition } from './schema-position.ts';
import { scalarSource } from './yaml-survey.ts';
import type { Path, YamlTree } from './yaml-tree.ts';

export interface TreeReading {
  readonly position: SchemaPosition;
  /** Values for `${…}`; undefined leaves text as it is. */
  readonly variables: Variables | undefined;
  readonly report: Report;
  /** Called with the path of each text in which a variable could not be filled in, besides the report. */
  readonly unfilled?: (path: Path) => void;
}

/**
 * Reads the values of a document. A scalar is taken as it was typed where the schema requires text (`external_id: 0012345`),
 * and as its YAML value elsewhere. Follows aliases and merge keys, and fills in variables. Undefined where aliases repeat too
 * much or nest too deep, which is reported.
 */
export function readTree(tree: YamlTree, reading: TreeReading): Json | undefined {
  const reader = new TreeReader(tree, reading);
  const value = reader.read(tree.root, reading.position, 1);
  for (const path of reader.unfilled) reading.unfilled?.(path);
  return reader.stopped ? undefined : value;
}

class TreeReader {
  stopped = false;
  readonly unfilled: Path[] = [];
  readonly #path: (string | number)[] = [];
  readonly #tree: YamlTree;
  readonly #reading: TreeReading;
  #count = 0;

  constructor(tree: YamlTree, reading: TreeReading) {
    this.#tree = tree;
    this.#reading = reading;
  }

  read(written: Node | null, position: SchemaPosition, depth: number): Json {
    if (this.stopped || written === null) return null;
    const node = this.#tree.follow(written);
    this.#count++;
    if (this.#count > this.#tree.size + this.#tree.allowance || this.#tree.exhausted) {
      return this.#stop('alias-bomb', 'aliases repeat too much of the document', written);
    }
    if (depth > MAX_DEPTH) {
      return this.#stop('nested-too-deep', `the YAML nests more than ${MAX_DEPTH} levels deep`, written);
    }
    if (isScalar(node)) return this.#scalar(node, position);
    if (isSeq(node)) {
      return this.#tree.items(node).map((item, index) => this.#below(item, index, position.item(), depth));
    }
    if (!isMap(node)) return null;
    const object: Record<string, Json> = {};
    for (const [key, entry] of this.#tree.entries(node)) {
      setKey(object, key, this.#below(entry.value, key, position.key(key), depth));
    }
    return object;
  }

  #below(node: Node | null, step: string | number, position: SchemaPosition, depth: number): Json {
    this.#path.push(step);
    const value = this.read(node, position, depth + 1);
    this.#path.pop();
    return value;
  }

  #scalar(node: Scalar, position: SchemaPosition): Json {
    const { variables } = this.#reading;
    const value = position.text && node.value !== null ? scalarSource(node) : scalarValue(node);
    if (typeof value !== 'string' || variables === undefined) return value;
    const { text, problems } = interpolate(value, variables);
    if (problems.length > 0) this.unfilled.push([...this.#path]);
    for (const problem of problems) this.#problem(problem, node);
    return text;
  }

  #problem(problem: InterpolationProblem, node: Scalar): void {
    this.#reading.report({ severity: 'error', ...problem, ...this.#tree.placeOf(node) });
  }

  #stop(code: string, summary: string, node: Node): null {
    this.stopped = true;
    this.#reading.report({
      code,
      severity: 'error',
      summary,
      help: 'write the values out, or move them to a data file with source:',
      ...this.#tree.placeOf(node),
    });
    return null;
  }
}

/** The value as YAML 1.2 reads it. Infinity and NaN, which JSON lacks, stay the text that was typed. */
function scalarValue(node: Scalar): Json {
  const { value } = node;
  if (typeof value === 'number') return Number.isFinite(value) ? value : scalarSource(node);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return scalarSource(node);
}

/** Sets an own property even for the key `__proto__`. */
export function setKey(object: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else object[key] = value;
}
