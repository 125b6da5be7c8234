import { byText } from '../../../types/by-text.ts';
import { nameForm, nearEqual } from '../../../types/near-equal.ts';
import type { Member } from './member.ts';

/** Attributes that could be one: the first is to be kept, the others hold values that it could take over. */
export interface NameGroup {
  readonly kept: Member;
  readonly others: readonly Member[];
  /** Those whose names differ from it by a number at the end, as `plan2` from `plan`: they may well be meant. */
  readonly numbered: readonly Member[];
}

/** The names as far as groups depend on them. */
interface Named {
  readonly model: string;
  readonly name: string;
}

const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/** Groups of near-equal names within one model. A live attribute of a name that cannot be declared is never kept. */
export function nameGroups(members: readonly Member[]): readonly NameGroup[] {
  return namesAlike(members).flatMap(({ alike, numbered }) => {
    const [kept, ...others] = [...alike].sort(byFitness);
    const held = numbered.filter((one) => one.held !== 0);
    if (kept?.isDeclarable !== true || others.length + held.length === 0) return [];
    return [{ kept, others: others.sort(byHolders), numbered: held.sort(byHolders) }];
  });
}

/** Items whose names are nearly equal, and those that only a number at the end tells from the only such item. */
export function namesAlike<T extends Named>(
  items: readonly T[],
): readonly { readonly alike: readonly T[]; readonly numbered: readonly T[] }[] {
  const keyOf = ({ model, name }: Named) => `${model}/${nameForm(name)}`;
  const equal = nearEqual(items, keyOf);
  const grouped = new Map(equal.map((group) => [keyOf(group[0] as T), group]));
  const single = new Map(
    items.filter((item) => !grouped.has(keyOf(item))).map((item) => [keyOf(item), item]),
  );
  const numbered = new Map<string, T[]>();
  for (const [key, item] of single) {
    const base = key.replace(/(?<!\d)\d+$/, '');
    if (base === key || !(single.has(base) || grouped.has(base))) continue;
    numbered.set(base, [...(numbered.get(base) ?? []), item]);
  }
  const keys = [...new Set([...grouped.keys(), ...numbered.keys()])].sort(byText);
  return keys.map((key) => {
    const one = single.get(key);
    return { alike: grouped.get(key) ?? (one === undefined ? [] : [one]), numbered: numbered.get(key) ?? [] };
  });
}

/** The one to keep comes first: a declared one, else the one with most holders, else the best spelled. */
function byFitness(a: Member, b: Member): number {
  return (
    rank(b.isDeclarable) - rank(a.isDeclarable) ||
    rank(b.declaration !== undefined) - rank(a.declaration !== undefined) ||
    (b.held ?? 0) - (a.held ?? 0) ||
    rank(SNAKE_CASE.test(b.name)) - rank(SNAKE_CASE.test(a.name)) ||
    byText(a.name, b.name)
  );
}

function byHolders(a: Member, b: Member): number {
  return (b.held ?? 0) - (a.held ?? 0) || byText(a.name, b.name);
}

function rank(holds: boolean): number {
  return holds ? 1 : 0;
}
