import { posix } from 'node:path';
import { setStart } from '../../kinds/declared/sets.ts';
import type { Origin } from '../../types/declaration.ts';
import { addressGlob } from './address-glob.ts';
import { fileGlob } from './file-glob.ts';
import type { Filters } from './filter-criteria.ts';
import { mayMatchBelow } from './glob-below.ts';

/** A contact set, as far as it can be told before its rows are read. */
export interface SetAsWritten {
  readonly name: string;
  readonly origins: readonly Origin[];
  /** `file` of its sources, as written, relative to the manifest. */
  readonly sources: readonly string[];
}

/**
 * Whether a change of the set may be selected. Whatever is in doubt is: only an error in a set of which nothing can be meant may be
 * overlooked.
 */
export function mayMean(set: SetAsWritten, filters: Filters): boolean {
  const { target, exclude, always = [], files = [], owners = [] } = filters;
  const start = setStart(set.name);
  if ([...exclude, ...always].some((glob) => coversBelow(glob, start))) return false;
  const isTarget = target.length === 0 || target.some((glob) => mayMatchBelow(glob, start));
  const fits = ({ file, owner }: Origin) =>
    (owners.length === 0 || (owner !== undefined && owners.includes(owner))) &&
    (files.length === 0 || files.some((glob) => mayNameFile(glob, file, set.sources)));
  return isTarget && set.origins.some(fits);
}

/** What follows the start holds no slash, so that a last `*` means all of it. */
function coversBelow(glob: string, start: string): boolean {
  return glob.endsWith('*') && addressGlob(glob)(start);
}

function mayNameFile(glob: string, manifest: string, sources: readonly string[]): boolean {
  const matches = fileGlob(glob);
  if (matches(manifest)) return true;
  // A data file does not end like a manifest.
  if (/\.ya?ml$/i.test(glob)) return false;
  return sources.some(
    (source) => /[*?]/.test(source) || matches(posix.join(posix.dirname(manifest), source)),
  );
}
