import { type Grouping, SAMPLES } from './grouping.ts';
import { type ChangeShape, FEW_VALUES, NO_SHAPE, type Shapes } from './shapes.ts';

/** In the place of a group's number, for a change that is in no group. */
export const NO_GROUP = 0xffff_ffff;

/** Which group each change belongs to, by the order in which the shapes were told of it. */
export interface Parted {
  readonly groupOf: Uint32Array;
  /** How many changes each group has, by its number. */
  readonly counts: readonly number[];
}

/** Changes that become groups together: all of one shape, or all creates of a kind. */
interface Bucket {
  readonly sort: string;
  readonly shape: ChangeShape | undefined;
  count: number;
  tree: Tree | undefined;
}

/**
 * Parts changes into groups by their shapes alone:
 *
 *     kind, action, fields ──more than 20?──▶ parted by fields that have few values ──▶ groups
 *                          └─────no────────▶ one by one, unless that is still too many
 */
export function partShapes(shapes: Shapes, grouping: Grouping): Parted {
  const { buckets, bucketOf } = bucketsOf(shapes, grouping);
  for (const bucket of buckets)
    if (bucket.count > grouping.shownApart) bucket.tree = new Tree(bucket.shape, grouping.mostParts);
  shapes.each((_, shape, valueAt) => {
    if (shape !== NO_SHAPE) buckets[bucketOf[shape] ?? 0]?.tree?.grow(valueAt);
  });
  const { groups, apart } = leavesOf(buckets, grouping);
  const joined = new Map<string, number>();
  const groupOf = new Uint32Array(shapes.length).fill(NO_GROUP);
  const counts: number[] = [];
  const numberOf = new Map<Leaf, number>();
  const kept = new Set(groups.toSorted((a, b) => b.count - a.count).slice(0, grouping.mostGroups));
  for (const leaf of kept) numberOf.set(leaf, counts.push(leaf.count) - 1);
  // Where there is no end of shapes, only the largest groups stay; the rest are joined by kind and action.
  const joinsApart = apart > grouping.mostApart;
  const isLoose = (leaf: Leaf | undefined) =>
    leaf !== undefined && leaf.count > SAMPLES ? !kept.has(leaf) : joinsApart;
  const sortCounts = new Map<string, number>();
  const placed = (visit: (index: number, bucket: Bucket, leaf: Leaf | undefined) => void) =>
    shapes.each((index, shape, valueAt) => {
      const bucket = shape === NO_SHAPE ? undefined : buckets[bucketOf[shape] ?? 0];
      if (bucket !== undefined) visit(index, bucket, bucket.tree?.leafOf(valueAt));
    });
  placed((_, { sort }, leaf) => {
    if (isLoose(leaf)) sortCounts.set(sort, (sortCounts.get(sort) ?? 0) + 1);
  });
  for (const [sort, count] of sortCounts) if (count > SAMPLES) joined.set(sort, counts.push(count) - 1);
  placed((index, { sort }, leaf) => {
    const group = isLoose(leaf) ? joined.get(sort) : leaf === undefined ? undefined : numberOf.get(leaf);
    if (group !== undefined) groupOf[index] = group;
  });
  return { groupOf, counts };
}

function bucketsOf(shapes: Shapes, { joinsCreates }: Grouping) {
  const buckets: Bucket[] = [];
  const bucketOf = new Uint32Array(shapes.shapes.length);
  const creates = new Map<string, number>();
  for (const [id, shape] of shapes.shapes.entries()) {
    const { sort, action, count } = shape;
    const isJoined = joinsCreates && action === 'create';
    const known = isJoined ? creates.get(sort) : undefined;
    const bucket =
      known ?? buckets.push({ sort, shape: isJoined ? undefined : shape, count: 0, tree: undefined }) - 1;
    if (isJoined) creates.set(sort, bucket);
    bucketOf[id] = bucket;
    const own = buckets[bucket];
    if (own !== undefined) own.count += count;
  }
  return { buckets, bucketOf };
}

function leavesOf(buckets: readonly Bucket[], { shownApart }: Grouping) {
  const groups: Leaf[] = [];
  let apart = 0;
  for (const { count, tree } of buckets) {
    if (tree === undefined) {
      if (count > shownApart) throw new Error('a frequent shape is parted');
      apart += count;
      continue;
    }
    for (const leaf of tree.leaves()) {
      if (leaf.count > SAMPLES) groups.push(leaf);
      else apart += leaf.count;
    }
  }
  return { groups, apart };
}

interface Leaf {
  count: number;
  children: Map<number, Leaf> | undefined;
}

/** Parts a shape by its fields with the fewest values, as long as that makes few parts. */
class Tree {
  readonly #fields: readonly number[];
  readonly #mostParts: number;
  readonly #root: Leaf = { count: 0, children: undefined };
  /** Leaves at each depth. */
  readonly #widths: number[];
  /** Fields by which it is parted. */
  #depth: number;

  constructor(shape: ChangeShape | undefined, mostParts: number) {
    const counts = (shape?.values ?? []).map((values) => values?.length ?? FEW_VALUES + 1);
    this.#fields = [...counts.keys()]
      .filter((field) => (counts[field] ?? 0) > 1 && (counts[field] ?? 0) <= FEW_VALUES)
      .sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
    this.#mostParts = mostParts;
    this.#depth = this.#fields.length;
    this.#widths = this.#fields.map(() => 0);
  }

  grow(valueAt: (field: number) => number): void {
    let leaf = this.#root;
    leaf.count += 1;
    for (let at = 0; at < this.#depth; at += 1) {
      const value = valueAt(this.#fields[at] ?? 0);
      leaf.children ??= new Map();
      let child = leaf.children.get(value);
      if (child === undefined) {
        const width = (this.#widths[at] ?? 0) + 1;
        if (width > this.#mostParts) {
          this.#depth = at;
          return;
        }
        this.#widths[at] = width;
        child = { count: 0, children: undefined };
        leaf.children.set(value, child);
      }
      child.count += 1;
      leaf = child;
    }
  }

  leafOf(valueAt: (field: number) => number): Leaf {
    let leaf = this.#root;
    for (let at = 0; at < this.#depth; at += 1)
      leaf = leaf.children?.get(valueAt(this.#fields[at] ?? 0)) ?? leaf;
    return leaf;
  }

  leaves(): readonly Leaf[] {
    let leaves: readonly Leaf[] = [this.#root];
    for (let at = 0; at < this.#depth; at += 1)
      leaves = leaves.flatMap((leaf) => [...(leaf.children?.values() ?? [])]);
    return leaves;
  }
}
