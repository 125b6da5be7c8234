import type { Diagnostic } from '../../types/diagnostic.ts';
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
import { meantBy } from './known-addresses.ts';

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
  readonly #always: readonly Glob[];
  readonly #filters: Filters;
  readonly #wants: Wanted;
  readonly #seen: string[] = [];
  /** The sets of the contacts, the models of the attributes: `contact/beta`. */
  readonly #folders = new Set<string>();

  constructor(filters: Filters) {
    this.#filters = filters;
    this.#wants = wantedBy(filters);
    const globs = (flag: string, written: readonly string[]) =>
      written.map((text): Glob => ({ flag, written: text, matches: addressGlob(text), found: false }));
    this.#target = globs('--target', filters.target);
    this.#exclude = globs('--exclude', filters.exclude);
    this.#always = globs('exclude:', filters.always ?? []);
  }

  /** True where anything may be left out. */
  get isPartial(): boolean {
    return narrows(this.#filters) || this.#exclude.length + this.#always.length > 0;
  }

  /** True for an item that is meant, given the documents behind it: none for what nobody declares. */
  selects(address: string, behind: readonly Behind[]): boolean {
    if (!this.isPartial) return true;
    this.#remember(address);
    const hits = (globs: readonly Glob[]) => {
      const hit = globs.filter((glob) => glob.matches(address));
      for (const glob of hit) glob.found = true;
      return hit.length > 0;
    };
    hits(this.#target);
    const isExcluded = [hits(this.#exclude), hits(this.#always)].includes(true);
    return !isExcluded && this.#wants(address, behind);
  }

  /** Below this address there may be items that cannot be known here: a glob that leads there is no mistake. */
  mayHold(start: string): void {
    for (const glob of [...this.#target, ...this.#exclude, ...this.#always])
      if (mayMatchBelow(glob.written, start)) glob.found = true;
  }

  /** The project's excludes that matched nothing, with what may be meant. */
  idle(): readonly {
    readonly index: number;
    readonly written: string;
    readonly meant: string | undefined;
  }[] {
    return this.#always.flatMap(({ written, found }, index) =>
      found ? [] : [{ index, written, meant: meantBy(written, this.#offered(written)) }],
    );
  }

  /**
   * An error for every glob and team that matched nothing. `renamed`: what addresses began with before → what they begin with now.
   */
  unmatched(offered: Offered, renamed: ReadonlyMap<string, string> = new Map()): readonly Diagnostic[] {
    const globs = [...this.#target, ...this.#exclude].filter(({ found }) => !found);
    return [
      ...globs.map(({ flag, written }) => {
        const old = [...renamed.keys()].find((start) => `${written}/`.startsWith(start));
        const meant =
          old === undefined
            ? meantBy(written, this.#offered(written))
            : `${renamed.get(old)}${written.slice(old.length) || '**'}`;
        return noMatch(flag, written, meant);
      }),
      ...unmatchedOrigins(this.#filters, offered),
    ];
  }

  #remember(address: string): void {
    if (this.#seen.length < MOST_REMEMBERED) this.#seen.push(address);
    const folder = /^[^/]+\/[^/]+(?=\/)/.exec(address)?.[0];
    if (folder !== undefined && this.#folders.size < MOST_REMEMBERED) this.#folders.add(folder);
  }

  /** What a glob may have meant: `contact/beta/**` where `contact/bata/**` was written. */
  #offered(written: string): readonly string[] {
    const [, own, rest] = /^([^/]+\/[^/]+)(\/.+)$/.exec(written) ?? [];
    if (rest === undefined) return this.#seen;
    const others = [...this.#folders].filter((folder) => folder !== own);
    return [...this.#seen, ...others.map((folder) => folder + rest)];
  }
}
