import { contactSetsAmong } from '../kinds/declared/sets.ts';
import { configured, DEFAULT_LIMITS, type Limit, parseLimit } from '../plan/guards/limit.ts';
import type { ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import { GUARD_VERBS } from '../types/plan.ts';
import type { GuardLimits, Project } from '../types/project.ts';

interface Scopes {
  readonly documents: readonly ManifestDocument[];
  /** True with `--to`: what later versions declare is not known. */
  readonly partial: boolean;
}

const SCOPES = [
  { of: 'sets', what: 'contact set', declared: 'name: of a ContactSet' },
  { of: 'owners', what: 'team', declared: 'owner: of a manifest or of a manifest folder' },
] as const;

/**
 * Finds mistakes in the limits of sets and teams in the project file: names that nothing declares, and limits above those of
 * the project, which have no effect.
 */
export function guardScopeFindings(project: Project, { documents, partial }: Scopes): readonly Diagnostic[] {
  const known = {
    sets: contactSetsAmong(documents).map(({ data }) => String(data['name'])),
    owners: [...project.owners.values(), ...documents.flatMap(({ origins }) => origins)].flatMap((one) =>
      typeof one === 'string' ? [one] : (one.owner ?? []),
    ),
  };
  return SCOPES.flatMap(({ of, what, declared }) =>
    [...project.scopedGuards[of]].flatMap(([name, limits]): readonly Diagnostic[] => {
      const path = ['guards', of, name];
      const renamed = of === 'sets' ? renamedTo(name, documents) : undefined;
      if (renamed !== undefined) {
        return [
          {
            code: 'unknown-guard-scope',
            severity: 'error',
            summary: `contact set ${name} is called ${renamed} now, so this limit guards nothing`,
            detail: `did you mean "${renamed}"?`,
            help: `write ${renamed}: in its place`,
            ...project.place?.(path),
          },
        ];
      }
      if (!partial && !known[of].includes(name)) {
        const near = nearest(name, known[of]);
        return [
          {
            code: 'unknown-guard-scope',
            severity: 'warning',
            summary: `there is no ${what} ${name}, so this limit guards nothing`,
            ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
            help: `write a name that manifests declare (${declared}), or take the limit out`,
            ...project.place?.(path),
          },
        ];
      }
      return loosening(project, path, { limits, who: `${what} ${name}` });
    }),
  );
}

/** The present name of a set that had this name before; undefined where there is none, or where a set still has this name. */
function renamedTo(name: string, documents: readonly ManifestDocument[]): string | undefined {
  const sets = contactSetsAmong(documents);
  if (sets.some(({ data }) => data['name'] === name)) return undefined;
  const heir = sets.find(({ data: { was } }) => (Array.isArray(was) ? was.includes(name) : was === name));
  return heir === undefined ? undefined : String(heir.data['name']);
}

function loosening(
  project: Project,
  path: readonly string[],
  { limits, who }: { readonly limits: GuardLimits; readonly who: string },
): readonly Diagnostic[] {
  return GUARD_VERBS.flatMap((verb): readonly Diagnostic[] => {
    const own = configured(verb, limits);
    const all = configured(verb, project.guards) ?? DEFAULT_LIMITS[verb];
    if (own === undefined || !isAbove(parseLimit(verb, own), parseLimit(verb, all))) return [];
    const isDefault = configured(verb, project.guards) === undefined;
    return [
      {
        code: 'guard-loosens',
        severity: 'warning',
        summary: `max_${verb} of ${who} is above the limit of the project, so it changes nothing`,
        detail: `${own} here, ${all} for the whole plan${isDefault ? ' by default' : ''}: a set or a team can only have less`,
        help: `lower it, or raise the limit of the project: guards: { max_${verb}: ${own} }`,
        ...project.place?.([...path, `max_${verb}`]),
      },
    ];
  });
}

/** A number and a percentage cannot be compared. Without a limit for the project, no limit is above it. */
function isAbove(own: Limit, all: Limit): boolean {
  const comparable =
    (own.form === 'number' && all.form === 'number') || (own.form === 'percent' && all.form === 'percent');
  return comparable && own.value > all.value;
}
