import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import { changesByAddress } from '../types/ranks.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { type Behind, type Filters, narrows, wantedBy } from './filter-criteria.ts';
import { withDependents, withRequired } from './requirements.ts';

export interface ChangeFilters extends Filters {
  /** Addresses of items that need no change: a glob that matches one of them is no mistake. */
  readonly known: Iterable<string>;
  /** The documents behind an address of a change; needed for `files` and `owners`. */
  readonly behind?: (change: Change, address: string) => readonly Behind[];
  /** What a change answers to besides its address and those in `also`. */
  readonly alias?: (change: Change) => string | undefined;
}

export interface Filtered {
  /** The changes that are left, in their order. */
  readonly changes: readonly Change[];
  /** True where something was left out. */
  readonly filtered: boolean;
  /** The changes that `always` left out, with what requires them. */
  readonly always: ReadonlySet<Change>;
  /** An error for every glob that matches nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Selects changes after everything is planned (DESIGN section 8). First `--target`, `--file` and `--owner` keep what they match and,
 * transitively, what that requires; then `--exclude` drops what it matches and, transitively, what requires it. A change answers
 * to its address, to those in `also` and to its alias.
 */
export function filterChanges(changes: readonly Change[], filters: ChangeFilters): Filtered {
  const known = [...filters.known];
  const { behind = () => [], alias = () => undefined } = filters;
  const answers = (change: Change) => {
    const other = alias(change);
    return [change.address, ...change.also, ...(other === undefined ? [] : [other])];
  };
  const matching = (matches: AddressMatcher) => changes.filter((change) => answers(change).some(matches));
  const diagnostics: Diagnostic[] = [];
  const select = (flag: string, globs: readonly string[]): Set<Change> => {
    const selected = new Set<Change>();
    for (const glob of globs) {
      const matches = addressGlob(glob);
      const found = matching(matches);
      for (const change of found) selected.add(change);
      if (found.length === 0 && !known.some(matches)) {
        const all = changes.flatMap((change) => [change.address, ...change.also]);
        diagnostics.push(noMatch(flag, glob, meantBy(glob, [...all, ...known])));
      }
    }
    return selected;
  };

  const changeOf = changesByAddress(changes);
  select('--target', filters.target);
  const excluded = select('--exclude', filters.exclude);
  const alwaysOut = (filters.always ?? []).flatMap((glob) => matching(addressGlob(glob)));
  const always = withDependents(new Set(alwaysOut), changes, changeOf);
  const dropped = withDependents(excluded, changes, changeOf);
  const isDropped = (change: Change) => dropped.has(change) || always.has(change);
  const wants = wantedBy(filters);
  const isWanted = (change: Change) =>
    answers(change).some((address) => wants(address, behind(change, address)));
  const wanted = new Set(changes.filter((change) => !isDropped(change) && isWanted(change)));
  const kept = narrows(filters) ? withRequired(wanted, changes, changeOf) : wanted;
  const left = changes.filter((change) => kept.has(change));
  return { changes: left, filtered: left.length < changes.length, always, diagnostics };
}

/** A glob that no address answers to. */
export function noMatch(flag: string, glob: string, meant: string | undefined): Diagnostic {
  return {
    code: 'no-such-address',
    severity: 'error',
    summary: `${flag} ${glob} matches nothing`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: 'addresses look like attribute/contact/plan, tag/vip, contact/<set>/<key>; * matches within a segment, ** across',
  };
}

/** What a glob that matches nothing may have meant: what is below it, or what is written nearly so. */
export function meantBy(glob: string, addresses: readonly string[]): string | undefined {
  const folder = `${glob.replace(/(?<!\/)\/+$/, '')}/`;
  return addresses.some((address) => address.startsWith(folder)) ? `${folder}**` : nearest(glob, addresses);
}
