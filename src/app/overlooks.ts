import { kindOfSets } from '../kinds/declared/sets.ts';
import type { Filters } from '../plan/selection/filter-criteria.ts';
import { mayMean } from '../plan/selection/set-selection.ts';
import type { ManifestDocument } from '../types/declaration.ts';
import type { Json } from '../types/json.ts';
import type { Project } from '../types/project.ts';
import type { PlanningOptions } from './options.ts';

/** What is wrong there, or at a place that nobody knows, hides who is in the set. */
const HIDING = ['', 'name', 'source', 'sources'];
const NOTHING: ReadonlySet<string> = new Set();

export type Overlooks = (document: ManifestDocument) => boolean;

/**
 * The contact sets of which nothing is selected: what is wrong with their people is a warning (docs/decisions/0022). Not where it is
 * not known who they are: the name, the list of contacts and the sources have to be right.
 */
export function overlooksOf(
  { target, exclude, files = [], owners = [], data }: Omit<PlanningOptions, 'allow'>,
  project: Project,
): Overlooks {
  const filters: Filters = { target, exclude, files, owners, always: project.exclude };
  const selectsAll = [target, exclude, files, owners, project.exclude].every((list) => list.length === 0);
  // Rows of standard input have the name of no file.
  const isBlind = files.length > 0 && data !== undefined && data.size > 0;
  return (document) => {
    if (selectsAll || isBlind || document.kind !== kindOfSets().manifest) return false;
    const { name, contacts, source } = document.data;
    const { wrong = NOTHING } = document;
    if (typeof name !== 'string' || HIDING.some((key) => wrong.has(key))) return false;
    if (wrong.has('contacts') && !Array.isArray(contacts)) return false;
    // Whatever was meant to say who is in it may be what is wrong.
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
