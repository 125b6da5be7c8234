import { setMaxListeners } from 'node:events';
import {
  type ClientOptions,
  explainFailure,
  fetchFor,
  limiterOf,
  ownLoad,
  regionOfBaseUrl,
  resolveBaseUrl,
} from '../intercom/index.ts';
import { tokenOf } from '../manifest/index.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { type IntercomReader, isIntercomFailure } from '../types/intercom.ts';
import type { WorkspaceRef } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { ME, type WireMe } from './me.ts';
import type { Ports } from './options.ts';
import { toolVersion } from './package.ts';

/** A client's options for the workspace, which has not been checked yet. */
export type Connection =
  | {
      readonly options: ClientOptions;
      readonly baseUrlGiven: boolean;
      /**
       * When one of several parallel reads fails, the others go on. This drops the waiting ones and aborts those under way, so
       * that nothing runs any more when the command ends.
       */
      readonly stop: () => void;
    }
  | { readonly diagnostic: Diagnostic };

/** Finds the token and the base URL. `env` includes the variables of `.env`. */
export async function connect(
  project: Project,
  env: Ports['env'],
  baseUrl: string | undefined,
  ports: Ports,
): Promise<Connection> {
  const token = tokenOf(project, env);
  if ('diagnostic' in token) return token;
  ports.hide?.(token.token);
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, ...(ports.signal === undefined ? [] : [ports.signal])]);
  // Every waiting request adds a listener.
  setMaxListeners(0, stopping.signal, signal);
  try {
    const resolved = resolveBaseUrl({ baseUrl, env: ports.env, region: project.workspace.region });
    const options: ClientOptions = {
      baseUrl: resolved,
      token: token.token,
      version: project.intercom_version,
      tool: await toolVersion(),
      fetch: ports.fetch ?? (await fetchFor(ports.env)),
      now: ports.now,
      sleep: ports.sleep,
      random: Math.random,
      share: project.rate_limit.share,
      busy: ownLoad(),
      signal,
      giveUp: stopping.signal,
    };
    // One limiter for the whole command: applying must not use again what planning used of a window.
    const shared = { ...options, limiter: limiterOf(options) };
    return {
      options: shared,
      stop: () => stopping.abort(),
      baseUrlGiven: Boolean(baseUrl?.trim() || ports.env['INTERCOM_BASE_URL']?.trim()),
    };
  } catch (error) {
    return { diagnostic: failureDiagnostic(error) };
  }
}

/** The diagnostic for a failed request; throws anything else. */
export function failureDiagnostic(error: unknown): Diagnostic {
  if (!isIntercomFailure(error)) throw error;
  const { code, summary, detail, help } = explainFailure(error);
  return {
    code,
    severity: 'error',
    summary,
    detail,
    help,
    ...(error.requestId === null ? {} : { request_id: error.requestId }),
  };
}

/** The exit code of an incomplete read (design 8). */
export const INCOMPLETE_EXIT = 5;

/** The exit code of a command that fails because of this error. */
export function readExit(error: unknown): number {
  return isIntercomFailure(error) && error.code === 'incomplete' ? INCOMPLETE_EXIT : 1;
}

/** The workspace, if it is the one that the project names. */
export type OpenedWorkspace =
  | { readonly me: WireMe; readonly workspace: WorkspaceRef }
  | { readonly diagnostic: Diagnostic };

/** Calls `GET /me` and checks id and region of the workspace before anything else is read (design 3.1). */
export async function openWorkspace(
  reader: Pick<IntercomReader, 'get'>,
  project: Project,
  connection: { readonly options: ClientOptions; readonly baseUrlGiven: boolean },
): Promise<OpenedWorkspace> {
  let me: WireMe;
  try {
    me = await reader.get(ME);
  } catch (error) {
    return { diagnostic: failureDiagnostic(error) };
  }
  const { id_code, name, region = '' } = me.app;
  const where = (setting: string) =>
    project.place?.(['workspace', setting]) ?? { file: project.file ?? 'interform.yaml' };
  if (project.workspace.id !== undefined && project.workspace.id !== id_code) {
    return {
      diagnostic: {
        code: 'wrong-workspace',
        severity: 'error',
        summary: 'the token belongs to another workspace than the project names',
        detail: `the token opens ${id_code} (${name}), the project is for ${project.workspace.id}`,
        help: 'use the token of the right workspace, or correct workspace.id or --env',
        ...where('id'),
      },
    };
  }
  const host = regionOfBaseUrl(connection.options.baseUrl);
  if (!connection.baseUrlGiven && host !== undefined && region !== '' && region.toLowerCase() !== host) {
    return {
      diagnostic: {
        code: 'wrong-region',
        severity: 'error',
        summary: 'the workspace is hosted in another region',
        detail: `${id_code} is in ${region}, the requests go to ${host.toUpperCase()}`,
        help: `set workspace.region: ${region.toLowerCase()}`,
        ...where('region'),
      },
    };
  }
  return { me, workspace: { id: id_code, name, region } };
}
