import type { Diagnostic } from '../types/diagnostic.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { noMatch } from './filter.ts';

/** So many addresses are remembered for "did you mean". */
const MOST_REMEMBERED = 1_000;

interface Glob {
  readonly flag: string;
  readonly written: string;
  readonly matches: AddressMatcher;
  found: boolean;
}

/**
 * `--target` and `--exclude` where nothing is planned: which of the items that it is shown are meant. What an item needs is not
 * followed. Show it every item, then ask for the globs that matched none.
 */
export class AddressSelection {
  readonly #target: readonly Glob[];
  readonly #exclude: readonly Glob[];
  readonly #seen: string[] = [];

  constructor(filters: { readonly target: readonly string[]; readonly exclude: readonly string[] }) {
    const globs = (flag: string, written: readonly string[]) =>
      written.map((text): Glob => ({ flag, written: text, matches: addressGlob(text), found: false }));
    this.#target = globs('--target', filters.target);
    this.#exclude = globs('--exclude', filters.exclude);
  }

  /** True where anything may be left out. */
  get isPartial(): boolean {
    return this.#target.length + this.#exclude.length > 0;
  }

  /** True for an item that is meant. */
  selects(address: string): boolean {
    if (!this.isPartial) return true;
    if (this.#seen.length < MOST_REMEMBERED) this.#seen.push(address);
    const hits = (globs: readonly Glob[]) => {
      const hit = globs.filter((glob) => glob.matches(address));
      for (const glob of hit) glob.found = true;
      return hit.length > 0;
    };
    const isTarget = hits(this.#target) || this.#target.length === 0;
    return !hits(this.#exclude) && isTarget;
  }

  /** Below this address there may be items that cannot be known here: a glob that leads there is no mistake. */
  mayHold(start: string): void {
    for (const glob of [...this.#target, ...this.#exclude]) {
      const literal = /^[^*?]*/.exec(glob.written)?.[0] ?? '';
      if (literal.startsWith(start) || start.startsWith(literal)) glob.found = true;
    }
  }

  /** An error for every glob that matched nothing. */
  unmatched(): readonly Diagnostic[] {
    return [...this.#target, ...this.#exclude]
      .filter(({ found }) => !found)
      .map(({ flag, written }) => noMatch(flag, written, this.#seen));
  }
}
