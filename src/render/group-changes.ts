import { type Action, type Change, type FieldChange, isMembership } from '../types/change.ts';
import type { Json } from '../types/json.ts';
import { changesIdentity } from './identity-fields.ts';

/** Changes of a group that are shown in full. */
export const SAMPLES = 3;
/** A field with more values than this does not part a shape. */
const FEW_VALUES = 8;

/** How much is joined. */
export interface Grouping {
  /** A shape with more changes than this is shown as one group (DESIGN 6.3). */
  readonly shownApart: number;
  /** Into how many groups one shape may part where its fields have few values: `plan free → pro`, `plan pro → free`. */
  readonly mostParts: number;
  /** Groups beyond this many are joined by kind and action alone, the smallest first. */
  readonly mostGroups: number;
  /** Changes of rare shapes beyond this many are joined in the same way. */
  readonly mostApart: number;
  /** Whether creates of a kind are one shape: which cells of a row are empty says little of somebody new. */
  readonly joinsCreates: boolean;
}

/** For files, which may be long. */
export const WIDE: Grouping = {
  shownApart: 20,
  mostParts: 12,
  mostGroups: 60,
  mostApart: 500,
  joinsCreates: false,
};
/** For a screen: what is most is told apart, the rest by kind and action. */
export const TIGHT: Grouping = {
  shownApart: SAMPLES,
  mostParts: 4,
  mostGroups: 8,
  mostApart: 6,
  joinsCreates: true,
};
/** One group for each kind and action. */
export const TIGHTEST: Grouping = {
  shownApart: SAMPLES,
  mostParts: 1,
  mostGroups: 0,
  mostApart: 0,
  joinsCreates: true,
};

/** What the changes of a group have in one field. */
export interface GroupField {
  readonly path: string;
  /** Where all agree. */
  readonly same: FieldChange | undefined;
  /** In how many of the changes the field is. */
  readonly count: number;
}

/** Many changes of one shape: same kind, action and fields. */
export interface ChangeGroup {
  readonly kind: string;
  readonly action: Action;
  readonly blocked: boolean;
  readonly changes: readonly Change[];
  readonly fields: readonly GroupField[];
}

export type Entry =
  | { readonly change: Change; readonly group?: undefined }
  | { readonly group: ChangeGroup; readonly change?: undefined };

export type IsBlocked = (change: Change) => boolean;

/**
 * Changes in their order, with those of a shape that is frequent joined into groups, each at the place of its first change.
 * Few changes stay as they are, and so does every change of an email, a phone, an id, a role or a subscription.
 *
 *     kind, action, fields ──more than 20?──▶ parted by fields that have few values ──▶ groups
 *                          └─────no────────▶ one by one, unless that is still too many
 */
export function groupChanges(
  changes: readonly Change[],
  isBlocked: IsBlocked = () => false,
  grouping: Grouping = WIDE,
): Entry[] {
  const { shownApart, joinsCreates } = grouping;
  if (changes.length <= shownApart) return changes.map((change) => ({ change }));
  const groups: Change[][] = [];
  const apart: Change[] = [];
  const shapeOfOne = (change: Change) =>
    joinsCreates && change.action === 'create' ? kindOf(change, isBlocked) : shapeOf(change, isBlocked);
  const joinable = changes.filter((change) => !changesIdentity(change));
  for (const shape of bucketsOf(joinable, shapeOfOne)) {
    if (shape.length <= shownApart) {
      apart.push(...shape);
      continue;
    }
    const isWhole = joinsCreates && shape[0]?.action === 'create';
    for (const part of isWhole ? [shape] : partsOf(shape, grouping)) {
      if (part.length > SAMPLES) groups.push(part);
      else apart.push(...part);
    }
  }
  const { kept, joined } = joinSmallest(groups, apart, isBlocked, grouping);
  const grouped = [...kept, ...joined];
  const inGroups = new Set(grouped.flat());
  const place = new Map(changes.map((change, index) => [change, index]));
  const inOrder = (group: readonly Change[]) =>
    group.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  const groupOf = new Map(grouped.map(inOrder).map((group) => [group[0], group]));
  return changes.flatMap((change): Entry[] => {
    const group = groupOf.get(change);
    if (group !== undefined) return [{ group: describe(group, isBlocked) }];
    return inGroups.has(change) ? [] : [{ change }];
  });
}

function shapeOf(change: Change, isBlocked: IsBlocked): string {
  return `${kindOf(change, isBlocked)}\n${Object.keys(change.fields).join('\n')}`;
}

function kindOf(change: Change, isBlocked: IsBlocked): string {
  return `${change.kind}\n${change.action}\n${isBlocked(change)}`;
}

/** Parts a shape by its fields with the fewest values, as long as that makes few groups. */
function partsOf(shape: Change[], { mostParts }: Grouping): readonly Change[][] {
  const fields = Object.keys(shape[0]?.fields ?? {})
    .map((path) => ({ path, values: valuesOf(shape, path) }))
    .filter(({ values }) => values > 1 && values <= FEW_VALUES)
    .sort((a, b) => a.values - b.values);
  let parts: readonly Change[][] = [shape];
  for (const { path } of fields) {
    const finer = parts.flatMap((part) => bucketsOf(part, (change) => fieldText(change.fields[path])));
    if (finer.length > mostParts) break;
    parts = finer;
  }
  return parts;
}

/** How many different changes of one field there are; counting stops when they are not few. */
function valuesOf(changes: readonly Change[], path: string): number {
  const seen = new Set<string>();
  for (const change of changes) {
    seen.add(fieldText(change.fields[path]));
    if (seen.size > FEW_VALUES) break;
  }
  return seen.size;
}

/** Where there is no end of shapes, only the largest groups stay; the rest are joined by kind and action. */
function joinSmallest(
  groups: readonly Change[][],
  apart: readonly Change[],
  isBlocked: IsBlocked,
  { mostGroups, mostApart }: Grouping,
) {
  const bySize = groups.toSorted((a, b) => b.length - a.length);
  const kept = bySize.slice(0, mostGroups);
  const loose = [...bySize.slice(mostGroups).flat(), ...(apart.length > mostApart ? apart : [])];
  const joined = bucketsOf(loose, (change) => kindOf(change, isBlocked)).filter(
    (bucket) => bucket.length > SAMPLES,
  );
  return { kept, joined };
}

/** What the changes have in common. */
export function describe(changes: readonly Change[], isBlocked: IsBlocked): ChangeGroup {
  const [first] = changes;
  if (first === undefined) throw new Error('a group is never empty');
  const counts = new Map<
    string,
    { count: number; same: FieldChange | undefined; text: string | undefined }
  >();
  for (const change of changes) {
    for (const [path, field] of Object.entries(change.fields)) {
      const seen = counts.get(path);
      if (seen === undefined) counts.set(path, { count: 1, same: field, text: undefined });
      else {
        seen.count += 1;
        if (seen.same === undefined) continue;
        seen.text ??= fieldText(seen.same);
        if (seen.text !== fieldText(field)) seen.same = undefined;
      }
    }
  }
  const fields = [...counts].map(([path, { count, same }]) => ({
    path,
    count,
    same: count === changes.length ? same : undefined,
  }));
  return { kind: first.kind, action: first.action, blocked: isBlocked(first), changes, fields };
}

function bucketsOf(changes: readonly Change[], keyOf: (change: Change) => string): Change[][] {
  const buckets = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [change]);
    else bucket.push(change);
  }
  return [...buckets.values()];
}

function fieldText(field: FieldChange | undefined): string {
  if (field === undefined) return '';
  if (isMembership(field)) return JSON.stringify([field.add, field.remove]);
  return `${valueText(field.before)} ${valueText(field.after)}`;
}

/** Different for different values; JSON only where there is no shorter way. */
function valueText(value: Json | undefined): string {
  if (typeof value === 'string') return `"${value}"`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
