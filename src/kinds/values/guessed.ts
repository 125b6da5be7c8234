import type { Catalog } from '../../types/catalog.ts';
import { nearest } from '../../types/nearest.ts';

/** How many guesses are remembered. A column of a data file holds few unknown values, or each is different. */
const keptGuesses = 1000;

const guesses = new WeakMap<Catalog, Map<string, string | undefined>>();

/** The name in the catalog that was probably meant, computed once however many rows of a data file write it. */
export function guessed(
  catalog: Catalog,
  among: string,
  written: string,
  names: () => Iterable<string>,
): string | undefined {
  const known = guesses.get(catalog) ?? new Map<string, string | undefined>();
  guesses.set(catalog, known);
  const key = `${among}\n${written}`;
  if (known.has(key)) return known.get(key);
  const guess = nearest(written, names());
  if (known.size < keptGuesses) known.set(key, guess);
  return guess;
}
