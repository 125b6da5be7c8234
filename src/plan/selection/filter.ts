import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { ChangeGraph, type Places } from '../change-graph.ts';
import { type AddressMatcher, addressGlob } from './address-glob.ts';
import { type Behind, type Filters, narrows, wantedBy } from './filter-criteria.ts';
import { KnownAddresses, meantAmong } from './known-addresses.ts';

/** A change, with everything besides its own addresses that may select it. */
export interface SelectableChange {
  readonly change: Change;
  /** One more address to select it by, besides its own and those in `also`. */
  readonly alias?: string | undefined;
  /** For each of these addresses the documents that declare it; needed for `files` and `owners`. */
  readonly behind?: Readonly<Record<string, readonly Behind[]>> | undefined;
}

export interface ChangeFilters extends Filters {
  /**
   * Addresses of unchanged items, matched against the globs of `target` and `exclude`: a glob that matches one of them is no
   * mistake.
   */
  readonly known: KnownAddresses;
}

/** Which changes the filters keep. */
export interface Filtered {
  /** The changes that are kept; absent where all are. */
  readonly kept?: Places;
  /** How many changes `always` leaves out, including those that require what it matches. */
  readonly always: number;
  /** An error for every glob that matches nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Selects changes after everything is planned (design 8). `--exclude`, and the excludes of the project, drop what they match
 * and, transitively, what requires it. Of the rest `--target`, `--file` and `--owner` keep what they match and, transitively,
 * what that requires. A change is matched by its address, those in `also` and its alias. Iterates over the changes several
 * times, and keeps only numbers of them.
 */
export function filterChanges(items: Iterable<SelectableChange>, filters: ChangeFilters): Filtered {
  const { target, exclude, always = [] } = filters;
  if (!narrows(filters) && exclude.length + always.length === 0) return { always: 0, diagnostics: [] };
  const graph = new ChangeGraph(changesOf(items));
  const seen = new KnownAddresses([...target, ...exclude]);
  // Aliases are matched too, but never suggested.
  const aliases = new KnownAddresses([...target, ...exclude]);
  const [isExcluded, isAlwaysOut] = [exclude, always].map(matcherOf) as [AddressMatcher, AddressMatcher];
  const wants = wantedBy(filters);
  const [wanted, excluded, alwaysOut] = [0, 1, 2].map(() => new Uint8Array(graph.length)) as Three;
  let place = 0;
  for (const { change, alias, behind } of items) {
    const own = [change.address, ...change.also];
    for (const address of own) seen.note(address);
    const answers = alias === undefined ? own : [...own, alias];
    if (alias !== undefined) aliases.note(alias);
    if (answers.some(isExcluded)) excluded[place] = 1;
    if (answers.some(isAlwaysOut)) alwaysOut[place] = 1;
    if (answers.some((address) => wants(address, behind?.[address] ?? []))) wanted[place] = 1;
    place += 1;
  }
  const out = graph.withDependents(alwaysOut);
  const dropped = graph.withDependents(excluded);
  for (const places of [out, dropped]) for (const at of places.order) wanted[at] = 0;
  const kept = narrows(filters) ? graph.withRequired(wanted).places : wanted;
  const found = (glob: string) => [seen, aliases, filters.known].some((one) => one.matches(glob));
  const unmatched = (flag: string, globs: readonly string[]) =>
    globs
      .filter((glob) => !found(glob))
      .map((glob) => noMatch(flag, glob, meantAmong(glob, [seen, filters.known])));
  return {
    ...(kept.every((bit) => bit === 1) ? {} : { kept }),
    always: out.order.length,
    diagnostics: [...unmatched('--target', target), ...unmatched('--exclude', exclude)],
  };
}

type Three = [Places, Places, Places];

function changesOf(items: Iterable<SelectableChange>): Iterable<Change> {
  return {
    *[Symbol.iterator]() {
      for (const { change } of items) yield change;
    },
  };
}

function matcherOf(globs: readonly string[]): AddressMatcher {
  const matchers = globs.map(addressGlob);
  return (address) => matchers.some((matches) => matches(address));
}

/** The error for a glob that matches no address. */
export function noMatch(flag: string, glob: string, meant: string | undefined): Diagnostic {
  return {
    code: 'no-such-address',
    severity: 'error',
    summary: `${flag} ${glob} matches nothing`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: 'addresses look like attribute/contact/plan, tag/vip, contact/<set>/<key>; * matches within a segment, ** across',
  };
}
