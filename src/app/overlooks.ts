import { kindOfSets } from '../kinds/declared/sets.ts';
import type { Filters } from '../plan/selection/filter-criteria.ts';
import { mayMean } from '../plan/selection/set-selection.ts';
import type { ManifestDocument } from '../types/declaration.ts';
import type { Json } from '../types/json.ts';
import type { Project } from '../types/project.ts';
import type { PlanningOptions } from './options.ts';

/** Errors at these keys, or at an unknown place (''), hide which contacts are in the set. */
const HIDING = ['', 'name', 'source', 'sources'];
const NOTHING: ReadonlySet<string> = new Set();

/** Decides whether the errors of a document are reported as warnings. */
export type Overlooks = (document: ManifestDocument) => boolean;

/**
 * Whether the errors of a contact set are reported as warnings, because nothing of it is selected (decision 22). Not where they
 * hide which contacts are in it: its name, list of contacts and sources have to be right.
 */
export function overlooksOf(
  { target, exclude, files = [], owners = [], data }: Omit<PlanningOptions, 'allow'>,
  project: Project,
): Overlooks {
  const filters: Filters = { target, exclude, files, owners, always: project.exclude };
  const selectsAll = [target, exclude, files, owners, project.exclude].every((list) => list.length === 0);
  // Rows from standard input belong to no file, so `--file` cannot exclude them.
  const isBlind = files.length > 0 && data !== undefined && data.size > 0;
  return (document) => {
    if (selectsAll || isBlind || document.kind !== kindOfSets().manifest) return false;
    const { name, contacts, source } = document.data;
    const { wrong = NOTHING } = document;
    if (typeof name !== 'string' || HIDING.some((key) => wrong.has(key))) return false;
    if (wrong.has('contacts') && !Array.isArray(contacts)) return false;
    // The wrong key may be the one that names its contacts.
    if (wrong.size > 0 && contacts === undefined && source === undefined) return false;
    return !mayMean({ name, origins: document.origins, sources: filesOf(source) }, filters);
  };
}

function filesOf(source: Json | undefined): readonly string[] {
  const list: readonly Json[] = Array.isArray(source) ? source : source === undefined ? [] : [source];
  return list.flatMap((one) => {
    const file = typeof one === 'object' && one !== null && 'file' in one ? one['file'] : undefined;
    return typeof file === 'string' ? [file] : [];
  });
}
