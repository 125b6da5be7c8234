import type { Diagnostic } from '../../types/diagnostic.ts';
import { maskDigest } from './mask-digest.ts';
import { maskFinding, type Values } from './mask-finding.ts';
import { personalFields } from './personal-fields.ts';

/** What findings can repeat of a name begins with one of these. */
export type FirstWords = ReadonlySet<string>;

/**
 * Which names and sensitive values of a project findings repeat. Of a million names only those are held that begin with a word of
 * the findings that are to be shown:
 *
 *     findings ─▶ firstWordsIn ─▶ read all names once ─▶ Names ─▶ createMask
 *
 * A text that begins with any other word was not looked for, and is taken for a name: too much is masked rather than too little.
 */
export class Names implements Values {
  readonly size: number;
  readonly #words: FirstWords;
  readonly #found: ReadonlySet<string>;

  constructor(words: FirstWords, found: ReadonlySet<string>, size: number) {
    this.#words = words;
    this.#found = found;
    this.size = size;
  }

  has(text: string): boolean {
    return this.#found.has(text) || !this.#words.has(firstWord(text));
  }

  /** Whether names that begin with these were looked for. */
  covers(words: FirstWords): boolean {
    for (const word of words) if (!this.#words.has(word)) return false;
    return true;
  }

  /** With the words that were looked for so far. */
  wordsWith(words: FirstWords): FirstWords {
    return new Set([...this.#words, ...words]);
  }
}

/** Where nothing was looked for yet. */
export const NO_NAMES = new Names(new Set(), new Set(), 1);

/** The words that begin whatever masking these findings asks about; digits that stand for a value already are words as well. */
export function firstWordsIn(
  findings: readonly Diagnostic[],
  { key, sensitive }: { readonly key: string | undefined; readonly sensitive: readonly string[] },
): FirstWords {
  const words = new Set<string>();
  const known: Values = {
    size: 1,
    has: (text) => {
      words.add(firstWord(text));
      return false;
    },
  };
  const mask = { digest: maskDigest(key), fields: personalFields(sensitive), known };
  for (const finding of findings) maskFinding(finding, mask);
  return words;
}

/** Reads all names, and keeps what begins with one of the words. */
export async function namesFrom(
  names: Iterable<string> | AsyncIterable<string>,
  words: FirstWords,
): Promise<Names> {
  const found = new Set<string>();
  let count = 0;
  for await (const name of names) {
    count += 1;
    if (words.has(firstWord(name))) found.add(name);
  }
  return new Names(words, found, count);
}

/** As sentences are parted into words where names are looked for in them. */
function firstWord(text: string): string {
  const end = text.search(BETWEEN_WORDS);
  return end === -1 ? text : text.slice(0, end);
}

const BETWEEN_WORDS = /[\s,;:()]/;
