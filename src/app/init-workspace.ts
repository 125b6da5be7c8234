import { createReader } from '../intercom/index.ts';
import { DEFAULT_TOKEN_NAMES, TOKEN_FD } from '../manifest/token.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { DEFAULT_OWNER_TAGS, type Project, type Region } from '../types/project.ts';
import { connect, openWorkspace } from './connect.ts';
import type { PinnedWorkspace } from './init-texts.ts';
import type { Ports } from './options.ts';

/** The facts about a workspace: from flags and, with a token, from `GET /me`. */
export async function pinnedWorkspace(
  environment: string,
  tokenEnv: string,
  options: {
    /** Absolute path of the project folder. */
    readonly folder: string;
    readonly workspaceIds: ReadonlyMap<string, string>;
    readonly region?: Region;
    readonly baseUrl?: string;
  },
  ports: Ports,
  diagnostics: Diagnostic[],
): Promise<PinnedWorkspace> {
  const id = options.workspaceIds.get(environment);
  const { region } = options;
  const given: PinnedWorkspace = {
    ...(id === undefined ? {} : { id }),
    ...(region === undefined ? {} : { region }),
  };
  if (!hasToken(tokenEnv, ports)) return given;
  const project = projectOf(options.folder, given, tokenEnv);
  const connection = await connect(project, ports.env, options.baseUrl, ports);
  const opened =
    'diagnostic' in connection
      ? connection
      : await openWorkspace(createReader(connection.options), project, connection);
  if ('diagnostic' in opened) {
    // It is an error if the token opens another workspace than a flag names. A token that does not work is only a warning.
    const isMistake =
      opened.diagnostic.code === 'wrong-workspace' || opened.diagnostic.code === 'wrong-region';
    const { file: _file, ...finding } = opened.diagnostic;
    diagnostics.push({
      ...finding,
      severity: isMistake && (id ?? region) !== undefined ? 'error' : 'warning',
    });
    return given;
  }
  const seen = opened.workspace.region.toLowerCase();
  const known = seen === 'us' || seen === 'eu' || seen === 'au' ? seen : region;
  return {
    id: opened.workspace.id,
    title: opened.workspace.name,
    ...(known === undefined ? {} : { region: known }),
  };
}

function hasToken(tokenEnv: string, { env }: Ports): boolean {
  const names = tokenEnv === DEFAULT_TOKEN_NAMES[0] ? DEFAULT_TOKEN_NAMES : [tokenEnv];
  return [TOKEN_FD, ...names].some((name) => (env[name]?.trim() ?? '') !== '');
}

/** A project to ask for the workspace with, before its file is written. */
function projectOf(folder: string, { id, region }: PinnedWorkspace, tokenEnv: string): Project {
  return {
    folder,
    file: undefined,
    environment: null,
    owners: new Map(),
    exclude: [],
    manifests: ['migrations'],
    workspace: {
      id,
      region,
      token_env: tokenEnv,
      timezone: undefined,
      owner_tags: DEFAULT_OWNER_TAGS,
      ownerTagsWritten: false,
    },
    intercom_version: '2.16',
    variables: new Map(),
    guards: {},
    scopedGuards: { sets: new Map(), owners: new Map() },
    rules: new Map(),
    rate_limit: { share: 0.8 },
    mask_key_env: undefined,
    store: { kind: 'none', index_lag: 0, keep_values: false, keep: 0 },
    merge_preview: 'off',
    recheck: undefined,
    bulk: undefined,
  };
}
