import type { Diagnostic } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { CaseOfGlob, startBelow } from './case-of-glob.ts';
import { noMatch } from './filter.ts';
import {
  type Behind,
  type DeclarationFilter,
  type Filters,
  narrows,
  type Offered,
  unmatchedOrigins,
  wantedBy,
} from './filter-criteria.ts';
import { mayMatchBelow } from './glob-below.ts';

/** How many addresses are kept for "did you mean". */
const MOST_REMEMBERED = 1_000;

interface Glob {
  readonly flag: string;
  readonly written: string;
  readonly matches: AddressMatcher;
  readonly case: CaseOfGlob;
  found: boolean;
  /** Whether it is the beginning of an address. */
  leads: boolean;
}

/**
 * Applies the selecting flags, and the excludes of the project, in commands that do not plan. It does not follow what an item
 * requires. Show it every item and everything that flags may name, then ask for what matched nothing.
 */
export class AddressSelection {
  readonly #target: readonly Glob[];
  readonly #exclude: readonly Glob[];
  readonly #always: readonly Glob[];
  readonly #filters: Filters;
  readonly #wants: DeclarationFilter;
  readonly #seen: string[] = [];
  /** First two segments of addresses, such as `contact/beta` (sets of contacts, models of attributes) → addresses below. */
  readonly #folders = new Map<string, string[]>();

  constructor(filters: Filters) {
    this.#filters = filters;
    this.#wants = wantedBy(filters);
    const globs = (flag: string, written: readonly string[]) =>
      written.map(
        (text): Glob => ({
          ...{ flag, written: text, matches: addressGlob(text), case: new CaseOfGlob(text) },
          ...{ found: false, leads: false },
        }),
      );
    this.#target = globs('--target', filters.target);
    this.#exclude = globs('--exclude', filters.exclude);
    this.#always = globs('exclude:', filters.always ?? []);
  }

  /** True where the flags may leave something out. */
  get isPartial(): boolean {
    return narrows(this.#filters) || this.#exclude.length + this.#always.length > 0;
  }

  /** Whether an item is selected. `behind`: the documents that declare it, none for what is not declared. */
  selects(address: string, behind: readonly Behind[]): boolean {
    if (!this.isPartial) return true;
    this.#remember(address);
    for (const glob of [...this.#target, ...this.#exclude, ...this.#always]) look(glob, address);
    const hits = (globs: readonly Glob[]) => {
      const hit = globs.filter((glob) => glob.matches(address));
      for (const glob of hit) glob.found = true;
      return hit.length > 0;
    };
    hits(this.#target);
    const isExcluded = [hits(this.#exclude), hits(this.#always)].includes(true);
    return !isExcluded && this.#wants(address, behind);
  }

  /** Says that there may be items below this address that are not known here, so a glob that may match them is no mistake. */
  mayHold(start: string): void {
    for (const glob of [...this.#target, ...this.#exclude, ...this.#always])
      if (mayMatchBelow(glob.written, start)) glob.found = true;
  }

  /** The excludes of the project that matched nothing, with a suggestion. */
  idle(): readonly {
    readonly index: number;
    readonly written: string;
    readonly meant: string | undefined;
  }[] {
    return this.#always.flatMap((glob, index) =>
      glob.found ? [] : [{ index, written: glob.written, meant: this.#meantBy(glob) }],
    );
  }

  /** An error for every glob and team that matched nothing. `renamed`: former beginning of addresses → present beginning. */
  unmatched(offered: Offered, renamed: ReadonlyMap<string, string> = new Map()): readonly Diagnostic[] {
    const globs = [...this.#target, ...this.#exclude].filter(({ found }) => !found);
    return [
      ...globs.map((glob) => {
        const { flag, written } = glob;
        const old = [...renamed.keys()].find((start) => `${written}/`.startsWith(start));
        const start = old === undefined ? undefined : renamed.get(old);
        const meant = start === undefined ? undefined : this.#meantBelow(start, written.slice(old?.length));
        return noMatch(flag, written, meant ?? this.#meantBy(glob));
      }),
      ...unmatchedOrigins(this.#filters, offered),
    ];
  }

  #remember(address: string): void {
    const isKept = this.#seen.length < MOST_REMEMBERED;
    if (isKept) this.#seen.push(address);
    const folder = /^[^/]+\/[^/]+(?=\/)/.exec(address)?.[0];
    if (folder === undefined) return;
    const below = this.#folders.get(folder);
    // Of every folder at least one address, so that what matches everything below it can be told.
    if (below === undefined && this.#folders.size < MOST_REMEMBERED) this.#folders.set(folder, [address]);
    else if (isKept) below?.push(address);
  }

  #meantBy({ written, leads, case: { meant } }: Glob): string | undefined {
    return leads ? `${startBelow(written)}**` : (meant ?? nearest(written, this.#offered(written)));
  }

  /** The rest of a glob below the present beginning, or everything there if nothing remembered matches that. */
  #meantBelow(start: string, rest: string): string | undefined {
    const below = this.#folders.get(start.replace(/\/$/, '')) ?? [];
    return [start + rest, `${start}**`].find((glob) => below.some(addressGlob(glob)));
  }

  /** Candidates for "did you mean", which all match something: `contact/beta/**` where `contact/bata/**` was written. */
  #offered(written: string): readonly string[] {
    const [, own, rest] = /^([^/]+\/[^/]+)(\/.+)$/.exec(written) ?? [];
    if (rest === undefined) return this.#seen;
    const others = [...this.#folders].flatMap(([folder, below]) => {
      if (folder === own) return [];
      const glob = folder + rest;
      return below.some(addressGlob(glob)) ? [glob] : [];
    });
    return [...this.#seen, ...others];
  }
}

/** Notes what the glob may mean if it matches nothing. */
function look(glob: Glob, address: string): void {
  if (glob.found) return;
  glob.leads ||= address.startsWith(startBelow(glob.written));
  glob.case.note(address);
}
