import type { Diagnostic } from '../types/diagnostic.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { noMatch } from './filter.ts';
import {
  type Behind,
  type Filters,
  narrows,
  type Offered,
  unmatchedOrigins,
  type Wanted,
  wantedBy,
} from './filter-criteria.ts';
import { mayMatchBelow } from './glob-below.ts';

/** So many addresses are remembered for "did you mean". */
const MOST_REMEMBERED = 1_000;

interface Glob {
  readonly flag: string;
  readonly written: string;
  readonly matches: AddressMatcher;
  found: boolean;
}

/**
 * The selecting flags and the project's excludes where nothing is planned: which of the items that it is shown are meant. What an
 * item needs is not followed. Show it every item, and what it may be selected by, then ask for what matched none.
 */
export class AddressSelection {
  readonly #target: readonly Glob[];
  readonly #exclude: readonly Glob[];
  readonly #always: readonly AddressMatcher[];
  readonly #filters: Filters;
  readonly #wants: Wanted;
  readonly #seen: string[] = [];

  constructor(filters: Filters) {
    this.#filters = filters;
    this.#wants = wantedBy(filters);
    this.#always = (filters.always ?? []).map(addressGlob);
    const globs = (flag: string, written: readonly string[]) =>
      written.map((text): Glob => ({ flag, written: text, matches: addressGlob(text), found: false }));
    this.#target = globs('--target', filters.target);
    this.#exclude = globs('--exclude', filters.exclude);
  }

  /** True where anything may be left out. */
  get isPartial(): boolean {
    return narrows(this.#filters) || this.#exclude.length + this.#always.length > 0;
  }

  /** True for an item that is meant, given the documents behind it: none for what nobody declares. */
  selects(address: string, behind: readonly Behind[]): boolean {
    if (!this.isPartial) return true;
    if (this.#seen.length < MOST_REMEMBERED) this.#seen.push(address);
    const hits = (globs: readonly Glob[]) => {
      const hit = globs.filter((glob) => glob.matches(address));
      for (const glob of hit) glob.found = true;
      return hit.length > 0;
    };
    hits(this.#target);
    const isExcluded = hits(this.#exclude) || this.#always.some((matches) => matches(address));
    return !isExcluded && this.#wants(address, behind);
  }

  /** Below this address there may be items that cannot be known here: a glob that leads there is no mistake. */
  mayHold(start: string): void {
    for (const glob of [...this.#target, ...this.#exclude])
      if (mayMatchBelow(glob.written, start)) glob.found = true;
  }

  /** An error for every glob and team that matched nothing. */
  unmatched(offered: Offered): readonly Diagnostic[] {
    const globs = [...this.#target, ...this.#exclude].filter(({ found }) => !found);
    return [
      ...globs.map(({ flag, written }) => noMatch(flag, written, this.#seen)),
      ...unmatchedOrigins(this.#filters, offered),
    ];
  }
}
