import type { LimitOrigin, LimitOrigins } from '../../types/limit-origin.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';
import type { GuardLimits, Project, ScopedGuards } from '../../types/project.ts';

/** The limits where neither the project file nor `--allow` sets one (design 6.4); null: no limit. */
export const DEFAULT_LIMITS: Readonly<Record<GuardVerb, number | string | null>> = {
  archive: 0,
  merge: 0,
  convert: 0,
  drop_option: 0,
  retype: 0,
  delete: 0,
  resubscribe: 0,
  skip: '5%',
  rekey: 10,
  detach: '5%',
  create: null,
  update: null,
};

/** The limits in the project file as it is now, which may be later than the plan. */
export interface ProjectLimits {
  /** `max_<verb>` for the whole project. */
  readonly limits: GuardLimits;
  /** Limits of contact sets and teams; absent: none. */
  readonly scoped?: ScopedGuards | undefined;
  /** Finds the place of a limit in the project file; undefined where no place is known. */
  readonly written?: Pick<Project, 'environment' | 'place' | 'isOfEnvironment'> | undefined;
}

export function limitsOf(project: Project): ProjectLimits {
  return { limits: project.guards, scoped: project.scopedGuards, written: project };
}

/** A limit as it is written, parsed. `unreadable` counts as exceeded (law 9). */
export type Limit =
  | { readonly form: 'none' }
  | { readonly form: 'number'; readonly value: number }
  | { readonly form: 'percent'; readonly value: number }
  | { readonly form: 'unreadable'; readonly text: string };

/** The limit of the whole plan: that of `--allow`, else of the project file, else the default. */
export function limitOf(
  verb: GuardVerb,
  { limits, allowances }: ProjectLimits & { readonly allowances: ReadonlyMap<GuardVerb, number> },
): Limit {
  return parseLimit(verb, allowances.get(verb) ?? configured(verb, limits) ?? DEFAULT_LIMITS[verb]);
}

/**
 * Tells whether the limits of the whole plan allow so many more changes of a verb; what was asked for and allowed before counts.
 * A percentage allows nothing, since it is not known here of how many.
 */
export function allowing(
  settings: ProjectLimits & { readonly allowances: ReadonlyMap<GuardVerb, number> },
): (verb: GuardVerb, count: number) => boolean {
  const used = new Map<GuardVerb, number>();
  return (verb, count) => {
    const total = (used.get(verb) ?? 0) + count;
    const limit = limitOf(verb, settings);
    if (limit.form !== 'none' && (limit.form !== 'number' || total > limit.value)) return false;
    used.set(verb, total);
    return true;
  };
}

/** The limit of a verb as it is written; undefined where none is. */
export function configured(verb: GuardVerb, limits: GuardLimits): number | string | undefined {
  const key = `max_${verb}`;
  return Object.hasOwn(limits, key) ? limits[key] : undefined;
}

/** Parses a limit: a whole number or, where the verb takes one, a percentage. */
export function parseLimit(verb: GuardVerb, written: number | string | null): Limit {
  if (written === null) return { form: 'none' };
  if (typeof written === 'number') {
    return Number.isInteger(written) && written >= 0
      ? { form: 'number', value: written }
      : { form: 'unreadable', text: String(written) };
  }
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(written)?.[1];
  if (percent !== undefined && takesPercent(verb)) return { form: 'percent', value: Number(percent) };
  if (/^\d+$/.test(written)) return { form: 'number', value: Number(written) };
  return { form: 'unreadable', text: written };
}

export function takesPercent(verb: GuardVerb): boolean {
  return verb === 'detach' || verb === 'skip';
}

/** Where the limit of each verb comes from; a verb without a limit is missing. */
export function limitOrigins(
  settings: ProjectLimits & { readonly allowances: ReadonlyMap<GuardVerb, number> },
): LimitOrigins {
  return new Map(
    GUARD_VERBS.flatMap((verb) => {
      const origin = originOf(verb, settings);
      return origin === undefined ? [] : [[verb, origin] as const];
    }),
  );
}

function originOf(
  verb: GuardVerb,
  { allowances, limits, written }: Parameters<typeof limitOrigins>[0],
): LimitOrigin | undefined {
  const allowed = allowances.get(verb);
  if (allowed !== undefined) return { from: 'allowance', written: String(allowed) };
  const value = configured(verb, limits);
  if (value !== undefined) return fileOrigin(value, ['guards', `max_${verb}`], written);
  const standing = DEFAULT_LIMITS[verb];
  return standing === null ? undefined : { from: 'default', written: String(standing) };
}

/** Undefined where the places of the project file are not known. */
export function fileOrigin(
  value: number | string,
  path: readonly string[],
  written: ProjectLimits['written'],
): Extract<LimitOrigin, { from: 'file' }> | undefined {
  const place = written?.place?.(path);
  if (written === undefined || place === undefined) return undefined;
  const { environment, isOfEnvironment } = written;
  const whose =
    environment === null ? {} : { environment: isOfEnvironment?.(path) === true ? environment : null };
  return { from: 'file', written: String(value), place, ...whose };
}
