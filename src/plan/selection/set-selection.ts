import { posix } from 'node:path';
import { setStart } from '../../kinds/declared/sets.ts';
import type { Origin } from '../../types/declaration.ts';
import { addressGlob } from './address-glob.ts';
import { fileGlob } from './file-glob.ts';
import type { Filters } from './filter-criteria.ts';
import { mayMatchBelow } from './glob-below.ts';

/** A contact set, as far as it is known before its rows are read. */
export interface SetAsWritten {
  readonly name: string;
  readonly origins: readonly Origin[];
  /** `file` of its sources, as written, relative to the manifest. */
  readonly sources: readonly string[];
}

/**
 * Whether the flags may select something of this set. In doubt it is true, because false lets errors in the set pass as
 * warnings (decision 22).
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

/** Below `start` there are no more slashes, so a pattern that ends in `*` and matches `start` matches all of it. */
function coversBelow(glob: string, start: string): boolean {
  return glob.endsWith('*') && addressGlob(glob)(start);
}

function mayNameFile(glob: string, manifest: string, sources: readonly string[]): boolean {
  const matches = fileGlob(glob);
  if (matches(manifest)) return true;
  // A pattern that ends in .yaml can only mean manifests.
  if (/\.ya?ml$/i.test(glob)) return false;
  return sources.some(
    (source) => /[*?]/.test(source) || matches(posix.join(posix.dirname(manifest), source)),
  );
}
