import type { Cell, Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { isJsonObject, type Json } from '../types/json.ts';
import { exactSpot } from '../types/place.ts';

/** A cell and the declaration that set it. */
export interface CellInForce {
  readonly cell: Cell;
  readonly by: Declaration;
  /** Whether this is the first declaration of the item. Overriding that one is the purpose of a revision. */
  readonly isFirst: boolean;
}

/**
 * Finds what a later version removes implicitly, as happens when two people each add a version without knowing of the other's.
 * These are rules, since it may be intended.
 *
 *     0001  options: [free]            options: [free]
 *     0012  options: [free, gold]      description: Tier
 *     0013  options: [free, silver]    description: Plan
 *           gold is gone               Tier is overridden
 */
export function revisionFinding(
  path: string,
  before: CellInForce,
  after: CellInForce,
): Diagnostic | undefined {
  if (path === 'options') return droppedOptions(before, after);
  if (holdsAll(after.cell.value, before.cell.value)) return undefined;
  const team = ownerOf(before.by);
  const isOfOthers = team !== undefined && team !== ownerOf(after.by);
  if (before.isFirst && !isOfOthers) return undefined;
  return {
    code: 'revision-overrides',
    severity: 'warning',
    summary: isOfOthers
      ? 'a later version overrides a value of another team'
      : 'a later version overrides a value that a revision before it gives',
    detail: `${path} of ${after.by.address} is set at ${exactSpot(before.cell.place)}${isOfOthers ? ` by ${team}` : ''}`,
    help: 'agree on one value, and take the line out of the other file',
    address: after.by.address,
    ...after.cell.place,
  };
}

function droppedOptions(before: CellInForce, after: CellInForce): Diagnostic | undefined {
  const earlier = namesIn(before.cell.value);
  const kept = new Set([...namesIn(after.cell.value), ...formerNamesIn(after.cell.value)]);
  const dropped = earlier.flatMap((option, index) => (kept.has(option) ? [] : [{ option, index }]));
  const [first] = dropped;
  if (first === undefined) return undefined;
  const place = before.cell.elements?.[first.index] ?? before.cell.place;
  const names = dropped.map(({ option }) => JSON.stringify(option)).join(', ');
  return {
    code: 'revision-drops-options',
    severity: 'warning',
    summary: 'a later version drops options that an earlier one has',
    detail: `${after.by.address} loses ${names}, listed at ${exactSpot(place)}`,
    help: 'options are the whole list: add them here, or take them out there as well',
    address: after.by.address,
    ...after.cell.place,
  };
}

/** The names of list entries: an entry is a text, or a map with a label. */
function namesIn(value: Json): readonly string[] {
  return Array.isArray(value)
    ? value.map((entry: Json) => String(isJsonObject(entry) ? entry['label'] : entry))
    : [];
}

/** Former names of list entries: a renamed option is not dropped. */
function formerNamesIn(value: Json): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: Json) => {
    const was = isJsonObject(entry) ? entry['was'] : undefined;
    return Array.isArray(was) ? was.map(String) : [];
  });
}

/** Lists are compared as sets, and may have grown. */
function holdsAll(value: Json, before: Json): boolean {
  if (!Array.isArray(value) || !Array.isArray(before))
    return JSON.stringify(value) === JSON.stringify(before);
  const held = new Set(value.map((item) => JSON.stringify(item)));
  return before.every((item) => held.has(JSON.stringify(item)));
}

function ownerOf({ origins }: Declaration): string | undefined {
  return origins?.[0]?.owner;
}
