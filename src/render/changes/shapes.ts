import { type Action, type Change, type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { Growing } from './growing.ts';
import { changesIdentity } from './identity-fields.ts';

/** Groups are formed by fields with at most so many different values. */
export const FEW_VALUES = 8;
/** What stands for a value of a field that has more. */
const ANY = 255;
/** Values are held for so many shapes; of later ones only the count is known. */
const MOST_SHAPES = 5000;
/** The shape of a change that is never joined to others. */
export const NO_SHAPE = 0xffff_ffff;

export type IsBlocked = (change: Change) => boolean;

/** What many changes have in common: their kind, action and fields. */
export interface ChangeShape {
  /** Kind, action and whether a guard blocks it. */
  readonly sort: string;
  readonly action: Action;
  readonly paths: readonly string[];
  /** The different values of each field; undefined where there are many, and where they are not held. */
  readonly values: (string[] | undefined)[];
  count: number;
}

/**
 * The shapes of changes as columns of numbers, a few bytes a change, so that a million of them can be parted in any way without being
 * held. Filled change by change, in their order:
 *
 *     change 0   shape 0   values 0 0
 *     change 1   shape 1   values 0
 *     change 2   shape 0   values 0 1     the second value of its second field
 */
export class Shapes {
  readonly shapes: ChangeShape[] = [];
  readonly #isBlocked: IsBlocked;
  readonly #ids = new Map<string, number>();
  readonly #shapeOf = new Growing(Uint32Array);
  readonly #values = new Growing(Uint8Array);

  constructor(isBlocked: IsBlocked) {
    this.#isBlocked = isBlocked;
  }

  /** Of all changes that were taken. */
  get length(): number {
    return this.#shapeOf.length;
  }

  take(change: Change): void {
    if (changesIdentity(change)) {
      this.#shapeOf.push(NO_SHAPE);
      return;
    }
    const sort = `${change.kind}\n${change.action}\n${this.#isBlocked(change)}`;
    let key = sort;
    for (const path in change.fields) key += `\n${path}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.shapes.length;
      this.#ids.set(key, id);
      const paths = Object.keys(change.fields);
      const values = id < MOST_SHAPES ? paths.map(() => []) : [];
      this.shapes.push({ sort, action: change.action, paths, values, count: 0 });
    }
    this.#shapeOf.push(id);
    const shape = this.shapes[id];
    if (shape === undefined) return;
    shape.count += 1;
    for (let at = 0; at < shape.paths.length; at += 1) this.#values.push(valueId(shape, at, change));
  }

  /** Calls `visit` for each change in order, with its shape and a function from the place of a field in the shape to the number of its value. */
  each(visit: (index: number, shape: number, valueAt: (field: number) => number) => void): void {
    let start = 0;
    const valueAt = (field: number) => this.#values.at(start + field);
    for (let index = 0; index < this.length; index += 1) {
      const id = this.#shapeOf.at(index);
      visit(index, id, valueAt);
      start += this.shapes[id]?.paths.length ?? 0;
    }
  }
}

function valueId(shape: ChangeShape, at: number, change: Change): number {
  const known = shape.values[at];
  if (known === undefined) return ANY;
  const text = fieldText(change.fields[shape.paths[at] ?? '']);
  const id = known.indexOf(text);
  if (id !== -1) return id;
  if (known.length === FEW_VALUES) {
    shape.values[at] = undefined;
    return ANY;
  }
  return known.push(text) - 1;
}

/** A text that is the same only for the same change of a field. */
export function fieldText(field: FieldChange | undefined): string {
  if (field === undefined) return '';
  if (isMembership(field)) return JSON.stringify([field.add, field.remove]);
  return `${valueText(field.before)} ${valueText(field.after)}`;
}

/** JSON only where there is no shorter way. */
function valueText(value: Json | undefined): string {
  if (typeof value === 'string') return `"${value}"`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
