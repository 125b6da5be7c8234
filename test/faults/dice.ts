import { createRandom } from '../../src/emulator/random.ts';

/** Choices from one seed: the same seed throws the same. */
export interface Dice {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  one<T>(items: readonly T[]): T;
  /** Separate dice, so that the throws of one part never shift those of another. */
  apart(name: string): Dice;
}

export function throwDice(seed: number): Dice {
  const random = createRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random.next() * (most - least + 1));
  return {
    next: () => random.next(),
    between,
    chance: (share) => random.next() < share,
    one: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    apart: (name) => throwDice(mixed(seed, name)),
  };
}

/** FNV-1a over the name, from the seed on. */
function mixed(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
