import type { Json, JsonObject } from '../../../types/json.ts';
import { valueForm } from '../../../types/near-equal.ts';
import { namesAlike } from './name-groups.ts';

/** Counts who holds a value in two attributes of nearly one name. */
export interface Overlaps {
  add(attributes: JsonObject): void;
  /** How many hold a value in both, and how many of them two that differ by more than spelling. */
  between(a: string, b: string): Overlap;
}

export interface Overlap {
  readonly both: number;
  readonly differ: number;
}

/** `names` are those of contact attributes. */
export function createOverlaps(names: readonly string[]): Overlaps {
  const groups = namesAlike(names.map((name) => ({ model: 'contact', name }))).map(({ alike, numbered }) =>
    [...alike, ...numbered].map(({ name }) => name),
  );
  const counts = new Map<string, { both: number; differ: number }>();
  const count = (a: string, b: string, differ: boolean) => {
    const key = keyOf(a, b);
    const found = counts.get(key) ?? { both: 0, differ: 0 };
    found.both++;
    if (differ) found.differ++;
    counts.set(key, found);
  };
  return {
    add(attributes) {
      for (const group of groups) {
        const held = group.filter((name) => isHeld(attributes[name]));
        for (const [at, a] of held.entries())
          for (const b of held.slice(at + 1)) count(a, b, formOf(attributes[a]) !== formOf(attributes[b]));
      }
    },
    between: (a, b) => counts.get(keyOf(a, b)) ?? { both: 0, differ: 0 },
  };
}

function isHeld(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function formOf(value: Json | undefined): string {
  return typeof value === 'string' ? valueForm(value) : valueForm(JSON.stringify(value ?? null));
}

function keyOf(a: string, b: string): string {
  return JSON.stringify(a < b ? [a, b] : [b, a]);
}
