import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import { changesByAddress } from '../types/ranks.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { withDependents, withRequired } from './requirements.ts';

export interface Filters {
  /** `--target` globs; empty: everything. */
  readonly target: readonly string[];
  /** `--exclude` globs. */
  readonly exclude: readonly string[];
  /** Addresses of items that need no change: a glob that matches one of them is no mistake. */
  readonly known: Iterable<string>;
}

export interface Filtered {
  /** The changes that are left, in their order. */
  readonly changes: readonly Change[];
  /** True where something was left out. */
  readonly filtered: boolean;
  /** An error for every glob that matches nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Selects changes after everything is planned (DESIGN section 8). First `--target` keeps what it matches and, transitively,
 * what that requires; then `--exclude` drops what it matches and, transitively, what requires it. A change answers to its
 * address and to those in `also`.
 */
export function filterChanges(changes: readonly Change[], filters: Filters): Filtered {
  const known = [...filters.known];
  const diagnostics: Diagnostic[] = [];
  const select = (flag: string, globs: readonly string[]): Set<Change> => {
    const selected = new Set<Change>();
    for (const glob of globs) {
      const matches = addressGlob(glob);
      const found = changes.filter((change) => answersTo(change, matches));
      for (const change of found) selected.add(change);
      if (found.length === 0 && !known.some(matches)) {
        const all = changes.flatMap((change) => [change.address, ...change.also]);
        diagnostics.push(noMatch(flag, glob, [...all, ...known]));
      }
    }
    return selected;
  };

  const changeOf = changesByAddress(changes);
  const targeted = select('--target', filters.target);
  const excluded = select('--exclude', filters.exclude);
  const dropped = withDependents(excluded, changes, changeOf);
  const wanted = (filters.target.length === 0 ? changes : [...targeted]).filter(
    (change) => !dropped.has(change),
  );
  const kept =
    filters.target.length === 0 ? new Set(wanted) : withRequired(new Set(wanted), changes, changeOf);
  const left = changes.filter((change) => kept.has(change));
  return { changes: left, filtered: left.length < changes.length, diagnostics };
}

function answersTo(change: Change, matches: AddressMatcher): boolean {
  return matches(change.address) || change.also.some(matches);
}

/** A glob that none of these addresses answers to. */
export function noMatch(flag: string, glob: string, addresses: readonly string[]): Diagnostic {
  const folder = `${glob.replace(/(?<!\/)\/+$/, '')}/`;
  const meant = addresses.some((address) => address.startsWith(folder))
    ? `${folder}**`
    : nearest(glob, addresses);
  return {
    code: 'no-such-address',
    severity: 'error',
    summary: `${flag} ${glob} matches nothing`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: 'addresses look like attribute/contact/plan, tag/vip, contact/<set>/<key>; * matches within a segment, ** across',
  };
}
