import { posix } from 'node:path';
import type { BulkMode } from '../types/bulk.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import type { PreviewMode } from '../types/merge-preview.ts';
import type { Place } from '../types/place.ts';
import { DEFAULT_OWNER_TAGS, type GuardLimits, type Project, type Region } from '../types/project.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { RuleLevel } from '../types/rules.ts';
import type { StoreSettings } from '../types/store.ts';
import { PROJECT_FILE } from './discover.ts';
import { loadDotEnv } from './dot-env.ts';
import { applyEnvironment, chooseEnvironment, overlayOf } from './environments.ts';
import { interpolate } from './interpolate.ts';
import { productionWorkspaces } from './production.ts';
import { type ProjectFile, readProjectFile } from './project-file.ts';
import type { Schemas } from './schemas.ts';
import { storeSettings } from './store-settings.ts';
import { collectVariables } from './variables.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface LoadProject {
  /** Absolute path of the project folder. */
  readonly folder: string;
  /** `--env`. */
  readonly environment?: string | undefined;
  /** `--var NAME=VALUE`. */
  readonly variables: ReadonlyMap<string, string>;
  readonly env: Env;
  readonly files: Files;
  readonly schemas: Schemas;
}

export interface LoadedProjectFile {
  /** Undefined where there was an error. */
  readonly project?: Project;
  readonly diagnostics: readonly Diagnostic[];
  /** The environment variables with those of `.env`; the token is looked up here. */
  readonly env: Env;
  /** The text of the project file by its path, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Loads the project of a folder (design 3.1). What stands further right wins:
 *
 *     settings   defaults < interform.yaml < its environment
 *     variables  interform.yaml < its environment < .env < INTERFORM_VAR_NAME < --var
 */
export async function loadProject(options: LoadProject): Promise<LoadedProjectFile> {
  const { folder, files, schemas } = options;
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const failed = () => diagnostics.some(({ severity }) => severity === 'error');
  if ((await files.list(folder)) === undefined) {
    report({
      code: 'missing-project',
      severity: 'error',
      summary: `there is no folder ${folder}`,
      help: 'name the folder that holds interform.yaml with -C DIR',
    });
    return { diagnostics, env: options.env, texts: new Map() };
  }
  const file = await readProjectFile({ folder, files, schemas, report });
  const texts = new Map(file === undefined ? [] : [[PROJECT_FILE, file.text]]);
  const environment = failed() ? undefined : chooseEnvironment(file, options, report);
  const dotEnv = await loadDotEnv({ folder, files, env: options.env, tokenNames: tokenNames(file) });
  diagnostics.push(...dotEnv.diagnostics);
  const { env } = dotEnv;
  if (environment === undefined || failed()) return { diagnostics, env, texts };
  const settings = applyEnvironment(file?.data ?? {}, environment);
  const variables = collectVariables(stringsOf(settings['variables']), {
    env,
    flags: options.variables,
    report,
  });
  const folders = manifestFolders(settings['manifests'], { file, variables, environment, report });
  const store = await storeSettings(settings, overlayOf(file?.data ?? {}, environment), {
    ...{ folder, files, env, report },
    place: (path) => (file === undefined ? undefined : placeOf(file, environment, path)),
  });
  if (failed()) return { diagnostics, env, texts };
  const project = projectOf(settings, { folder, file, environment, variables, ...folders, store });
  return { project, diagnostics, env, texts };
}

interface Resolved {
  readonly folder: string;
  readonly file: ProjectFile | undefined;
  readonly environment: string | null;
  readonly variables: ReadonlyMap<string, string>;
  readonly manifests: readonly string[];
  readonly owners: ReadonlyMap<string, string>;
  readonly store: StoreSettings;
}

/** The casts hold because the schema has checked all types and words. */
function projectOf(
  settings: JsonObject,
  { folder, file, environment, variables, manifests, owners, store }: Resolved,
): Project {
  const workspace = stringsOf(settings['workspace']);
  const ownerTags = isJsonObject(settings['workspace'])
    ? listOf(settings['workspace']['owner_tags'])
    : undefined;
  const rate = isJsonObject(settings['rate_limit']) ? settings['rate_limit']['share'] : undefined;
  const guards = isJsonObject(settings['guards']) ? settings['guards'] : {};
  return {
    folder,
    file: file === undefined ? undefined : PROJECT_FILE,
    environment,
    manifests,
    owners,
    exclude: Array.isArray(settings['exclude']) ? settings['exclude'].map(String) : [],
    workspace: {
      id: workspace.get('id'),
      region: workspace.get('region') as Region | undefined,
      token_env: workspace.get('token_env'),
      timezone: workspace.get('timezone'),
      owner_tags: ownerTags ?? DEFAULT_OWNER_TAGS,
      ownerTagsWritten: ownerTags !== undefined,
    },
    ...(file === undefined ? {} : { production: productionWorkspaces(file.data, environment) }),
    intercom_version:
      typeof settings['intercom_version'] === 'string' ? settings['intercom_version'] : '2.16',
    variables,
    ...guardsOf(guards),
    rules: stringsOf(settings['rules']) as Map<string, RuleLevel>,
    rate_limit: { share: typeof rate === 'number' ? rate : 0.8 },
    mask_key_env: typeof settings['mask_key_env'] === 'string' ? settings['mask_key_env'] : undefined,
    store,
    merge_preview: (settings['merge_preview'] ?? 'auto') as PreviewMode,
    recheck: settings['recheck'] as RecheckMode | undefined,
    bulk: settings['bulk'] as BulkMode | undefined,
    ...(file === undefined
      ? {}
      : {
          place: (path) => placeOf(file, environment, path),
          isOfEnvironment: (path) => environmentPath(file, environment, path) !== undefined,
        }),
  };
}

/** Separates the limits of the project from those of sets and teams. The casts hold because the schema has checked the values. */
function guardsOf({
  sets = {},
  owners = {},
  ...limits
}: JsonObject): Pick<Project, 'guards' | 'scopedGuards'> {
  const scopes = (value: Json) =>
    new Map(Object.entries(isJsonObject(value) ? value : {}) as [string, GuardLimits][]);
  return { guards: limits as GuardLimits, scopedGuards: { sets: scopes(sets), owners: scopes(owners) } };
}

/** The place of a setting: in the environment where that sets it, else in the rest of the file. */
function placeOf(file: ProjectFile, environment: string | null, path: readonly string[]): Place {
  return file.place(environmentPath(file, environment, path) ?? path);
}

/** The path of a setting within the environment; undefined where the environment does not set it. */
function environmentPath(
  file: ProjectFile,
  environment: string | null,
  path: readonly string[],
): readonly string[] | undefined {
  if (environment === null) return undefined;
  const own = ['environments', environment, ...path];
  let value: Json | undefined = file.data;
  for (const step of own) value = isJsonObject(value) ? value[step] : undefined;
  return value === undefined ? undefined : own;
}

interface Folders extends Pick<Resolved, 'file' | 'variables' | 'environment'> {
  readonly report: Report;
}

/** The manifest folders relative to the project folder, and the teams that own them, with variables filled in. */
function manifestFolders(
  value: JsonObject[string] | undefined,
  context: Folders,
): Pick<Resolved, 'manifests' | 'owners'> {
  const { file, variables, environment, report } = context;
  const place = file?.place(['manifests']) ?? {};
  const filled = (text: string) => {
    const { text: result, problems } = interpolate(text, { values: variables, environment });
    for (const problem of problems) report({ severity: 'error', ...problem, ...place });
    return result;
  };
  const owners = new Map<string, string>();
  const written: readonly Json[] = Array.isArray(value)
    ? value
    : [typeof value === 'string' ? value : 'migrations'];
  const manifests = written.map((entry) => {
    const { folder: text, owner }: JsonObject = isJsonObject(entry) ? entry : { folder: entry };
    const folder = filled(String(text));
    if (posix.isAbsolute(folder) || posix.normalize(folder).split('/')[0] === '..') {
      report({
        code: 'manifests-outside',
        severity: 'error',
        summary: `the manifest folder ${folder} is outside the project folder`,
        help: 'name a folder below the one that holds interform.yaml',
        ...place,
      });
    }
    const path = posix.normalize(folder).replace(/\/$/, '');
    if (typeof owner === 'string') owners.set(path, filled(owner));
    return path;
  });
  return { manifests, owners };
}

/** Every `token_env` of the file, since one `.env` may hold the tokens of all environments. */
function tokenNames(file: ProjectFile | undefined): readonly string[] {
  const environments = isJsonObject(file?.data['environments'])
    ? Object.values(file.data['environments'])
    : [];
  return [file?.data, ...environments].flatMap((settings) => {
    const name = isJsonObject(settings) ? stringsOf(settings['workspace']).get('token_env') : undefined;
    return name === undefined ? [] : [name];
  });
}

function listOf(value: JsonObject[string] | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function stringsOf(value: JsonObject[string] | undefined): Map<string, string> {
  const strings = new Map<string, string>();
  if (!isJsonObject(value)) return strings;
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') strings.set(key, text);
  return strings;
}
