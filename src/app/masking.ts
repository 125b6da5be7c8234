import { tokenOf } from '../manifest/index.ts';
import { DEFAULT_TOKEN_NAMES } from '../manifest/token.ts';
import { personalFields } from '../render/personal-fields.ts';
import type { Declaration } from '../types/declaration.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { openProject } from './load.ts';
import type { PlanningOptions, Ports } from './options.ts';

/** What masking needs to know of a project (DESIGN 6.3). */
export interface Masking {
  /** The value of `mask_key_env`'s variable, else the token; undefined where there is neither. */
  readonly key: string | undefined;
  /** Addresses of the attributes that manifests declare sensitive, in order. */
  readonly sensitive: readonly string[];
  /** Names and sensitive values that the manifests hold: findings may repeat them. */
  readonly values?: () => Iterable<string>;
}

/** For what was loaded, whether or not it is right. */
export function maskingOf(loaded: {
  readonly project: Project | undefined;
  readonly env: Ports['env'];
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
}): Masking {
  const sensitive = sensitiveAddresses(loaded.declared);
  return {
    key: maskKey(loaded.project, loaded.env),
    sensitive,
    values: () => personalValues(loaded.declared, sensitive),
  };
}

/** For a plan from a file; a project that cannot be read gives no key, and the token of the environment counts. */
export async function maskingForPlan(
  plan: PlanDocument,
  options: Pick<PlanningOptions, 'project' | 'environment'>,
  ports: Ports,
): Promise<Masking> {
  const environment = options.environment ?? plan.environment ?? undefined;
  const opened = await openProject(
    {
      project: options.project,
      variables: new Map(),
      ...(environment === undefined ? {} : { environment }),
    },
    ports,
  );
  return { key: maskKey(opened.project, opened.env), sensitive: plan.sensitive ?? [] };
}

/** Where there is no project to ask: the token that would be used without one. */
export function maskKey(project: Project | undefined, env: Ports['env']): string | undefined {
  const own = project?.mask_key_env === undefined ? undefined : env[project.mask_key_env]?.trim();
  if (own !== undefined && own !== '') return own;
  if (project !== undefined) {
    const token = tokenOf(project, env);
    return 'token' in token ? token.token : undefined;
  }
  return DEFAULT_TOKEN_NAMES.map((name) => env[name]?.trim()).find(
    (token) => token !== undefined && token !== '',
  );
}

/** Addresses of the attributes that are declared `sensitive: true`, in code unit order. */
export function sensitiveAddresses(declared: ReadonlyMap<string, readonly Declaration[]>): readonly string[] {
  return (declared.get('attribute') ?? [])
    .filter((attribute) => attribute.cells.get('sensitive')?.value === true)
    .map((attribute) => attribute.address)
    .sort();
}

function* personalValues(
  declared: ReadonlyMap<string, readonly Declaration[]>,
  sensitive: readonly string[],
): Generator<string> {
  const fields = personalFields(sensitive);
  for (const [kind, declarations] of declared) {
    for (const { cells } of declarations) {
      for (const [path, { value }] of cells) {
        if (typeof value === 'string' && fields.has(kind, path)) yield value;
      }
    }
  }
}
