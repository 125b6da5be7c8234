import { type Place, spot } from './place.ts';
import type { GuardVerb } from './plan.ts';

/** Where the limit of a guard comes from. */
export type LimitOrigin =
  /** `--allow` of this run. */
  | { readonly from: 'allowance'; readonly written: string }
  /** No file sets it. */
  | { readonly from: 'default'; readonly written: string }
  /**
   * The project file. `environment`: the environment whose limit it is; null where it holds for all of them, undefined where
   * the project has none.
   */
  | {
      readonly from: 'file';
      readonly written: string;
      readonly place: Place;
      readonly environment?: string | null;
    };

/** Verb → where its limit comes from; empty where there is no project, as for a plan that is only shown. */
export type LimitOrigins = ReadonlyMap<string, LimitOrigin>;

/** Where and how the limit of a verb is raised for every run: `in interform.yaml:12: max_merge: 3 instead of 0`. */
export function raiseWords(verb: GuardVerb, count: number, origin: LimitOrigin | undefined): string {
  const line = `in interform.yaml: guards: { max_${verb}: ${count} }`;
  switch (origin?.from) {
    case 'file':
      return `in ${spot(origin.place)}: max_${verb}: ${count} instead of ${origin.written}${environmentWords(origin)}`;
    case 'default':
      return `${line} (${origin.written} is the default)`;
    case 'allowance':
      return `${line} (in this run --allow ${verb}=${origin.written} decides)`;
    case undefined:
      return line;
  }
}

/** `, for environment production`; empty for a project without environments. */
export function environmentWords({ environment }: { readonly environment?: string | null }): string {
  if (environment === undefined) return '';
  return environment === null ? ', for every environment' : `, for environment ${environment}`;
}
