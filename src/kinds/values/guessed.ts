import type { Catalog } from '../../types/catalog.ts';
import { nearest } from '../../types/nearest.ts';

/** So many guesses are remembered: a column of a data file holds few values that nobody knows, or each is another. */
const keptGuesses = 1000;

const guesses = new WeakMap<Catalog, Map<string, string | undefined>>();

/** What was meant by a name that the catalog does not hold, worked out once however many rows of a data file write it. */
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
