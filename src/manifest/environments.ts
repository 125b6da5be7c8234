import type { Report } from '../types/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { nearest } from '../types/nearest.ts';
import { PROJECT_FILE } from './discover.ts';
import type { ProjectFile } from './project-file.ts';
import { setKey } from './read-tree.ts';

interface Choice {
  /** `--env`. */
  readonly environment?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Chooses the environment: `--env`, else `INTERFORM_ENV`, else `default_environment`. Null: the project has no environments.
 * Undefined: none is chosen, or the chosen one does not exist, which is reported.
 */
export function chooseEnvironment(
  file: ProjectFile | undefined,
  { environment, env }: Choice,
  report: Report,
): string | null | undefined {
  const declared = file?.data['environments'];
  const names = isJsonObject(declared) ? Object.keys(declared) : [];
  const fallback = file?.data['default_environment'];
  const fallbackName = typeof fallback === 'string' ? fallback : undefined;
  if (fallbackName !== undefined && !names.includes(fallbackName)) {
    report({ ...unknownEnvironment(fallbackName, names), ...file?.place(['default_environment']) });
    return undefined;
  }
  const chosen = environment ?? (env['INTERFORM_ENV'] || undefined) ?? fallbackName;
  if (chosen === undefined) {
    if (names.length === 0) return null;
    report({
      code: 'no-environment',
      severity: 'error',
      summary: 'the project has environments, and none is chosen',
      detail: `environments are ${names.join(', ')}`,
      help: `pass --env ${names[0]}, set INTERFORM_ENV, or write default_environment: into ${PROJECT_FILE}`,
      ...file?.place(['environments']),
    });
    return undefined;
  }
  if (names.includes(chosen)) return chosen;
  const from = environment === undefined ? 'INTERFORM_ENV names it' : undefined;
  report({ ...unknownEnvironment(chosen, names), ...(from === undefined ? {} : { detail: from }) });
  return undefined;
}

function unknownEnvironment(name: string, names: readonly string[]) {
  const near = nearest(name, names);
  return {
    code: 'unknown-environment',
    severity: 'error',
    summary: `there is no environment ${name}`,
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help:
      names.length === 0
        ? `declare it under environments: in ${PROJECT_FILE}`
        : `environments are ${names.join(', ')}`,
  } as const;
}

/** The project's settings with those of an environment merged over them: maps merge deeply, scalars and lists are replaced. */
export function applyEnvironment(data: JsonObject, environment: string | null): JsonObject {
  const merged = mergeDeep(data, overlayOf(data, environment));
  return isJsonObject(merged) ? merged : data;
}

/** The settings that an environment itself contains; empty without an environment. */
export function overlayOf(data: JsonObject, environment: string | null): JsonObject {
  const overlays = data['environments'];
  const overlay = environment !== null && isJsonObject(overlays) ? overlays[environment] : undefined;
  return isJsonObject(overlay) ? overlay : {};
}

function mergeDeep(below: Json | undefined, above: Json): Json {
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  const merged: Record<string, Json> = {};
  for (const [key, value] of Object.entries(below)) setKey(merged, key, value);
  for (const [key, value] of Object.entries(above)) {
    setKey(merged, key, mergeDeep(Object.hasOwn(merged, key) ? merged[key] : undefined, value));
  }
  return merged;
}
