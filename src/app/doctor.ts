import { createReader, regionOfBaseUrl } from '../intercom/index.ts';
import { kinds } from '../kinds/index.ts';
import { type KindReader, kindReader } from '../kinds/kind-reader.ts';
import { tokenOf } from '../manifest/index.ts';
import { TOKEN_FD } from '../manifest/token.ts';
import type { Check } from '../types/check.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Probe } from '../types/kind/probe.ts';
import type { Project } from '../types/project.ts';
import type { SourceText } from '../types/source-text.ts';
import { connect, failureDiagnostic, openWorkspace } from './connect.ts';
import { openProject } from './load.ts';
import { type Masking, maskingOfProject } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { storeCheck } from './store-check.ts';

export interface Examined {
  readonly checks: readonly Check[];
  readonly diagnostics: readonly Diagnostic[];
  readonly exit: number;
  readonly masking: Masking;
  readonly sources: SourceText;
}

/** Clocks may differ by this much without an effect on rate limits and date searches. */
const clockToleranceMs = 5_000;
const oldestNode = [20, 19] as const;

/** Checks what works, and says how to fix the rest. It only reads. */
export async function doctor(options: PlanningOptions, ports: Ports): Promise<Examined> {
  const checks: Check[] = [nodeCheck(process.versions.node)];
  const opened = await openProject(options, ports);
  const end = (diagnostics: readonly Diagnostic[]): Examined => ({
    checks,
    diagnostics,
    exit: checks.some((check) => check.state === 'failed') ? 1 : 0,
    masking: maskingOfProject(opened.project, opened.env),
    sources: (file) => opened.texts.get(file),
  });
  const { project } = opened;
  if (project === undefined) {
    checks.push({
      name: 'project',
      state: 'failed',
      detail: 'the project file has errors',
      help: 'correct them, listed above',
    });
    return end(opened.diagnostics);
  }
  checks.push(projectCheck(project));
  const store = await storeCheck(project, opened.env, ports);
  checks.push('code' in store ? failed('store', store) : store);
  const connection = await connect(project, opened.env, options.baseUrl, ports);
  if ('diagnostic' in connection) {
    const { code } = connection.diagnostic;
    checks.push(failed(code === 'intercom-base-url' ? 'host' : 'token', connection.diagnostic));
    return end(opened.diagnostics);
  }
  const reader = kindReader(createReader(connection.options));
  const workspace = await openWorkspace(reader, project, connection);
  if ('diagnostic' in workspace) {
    const { code } = workspace.diagnostic;
    const about = FAILED_AT_ONCE[code] ?? 'workspace';
    if (about !== 'token') checks.push(tokenCheck(project, opened.env, code.startsWith('wrong-')));
    checks.push(failed(about, workspace.diagnostic));
    return end(opened.diagnostics);
  }
  checks.push(tokenCheck(project, opened.env, true));
  const { id, name, region } = workspace.workspace;
  checks.push({
    name: 'workspace',
    state: project.workspace.id === undefined ? 'warning' : 'ok',
    detail: `${name} (${id})`,
    ...(project.workspace.id === undefined
      ? {
          help: `write it into interform.yaml, so that these manifests are never applied to another workspace: workspace: { id: ${id} }`,
        }
      : {}),
  });
  checks.push(regionCheck(region, connection.options.baseUrl, project.workspace.region));
  checks.push(...(await scopeChecks(reader)));
  const rate = reader.rate();
  checks.push(clockCheck(rate.clockOffsetMs), limitCheck(rate.limit, project.rate_limit.share));
  return end(opened.diagnostics);
}

/** What a failure of the first request is about, if it is not the workspace. */
const FAILED_AT_ONCE: Readonly<Record<string, string>> = {
  'intercom-unauthorized': 'token',
  'intercom-network': 'host',
  'intercom-timeout': 'host',
  'intercom-redirected': 'host',
  'intercom-malformed': 'host',
  'intercom-too-large': 'host',
  'wrong-region': 'region',
};

function tokenCheck(project: Project, env: Ports['env'], isAccepted: boolean): Check {
  const token = tokenOf(project, env);
  const name = 'name' in token ? token.name : '';
  return {
    name: 'token',
    state: 'ok',
    detail: `${name === TOKEN_FD ? 'from' : 'in'} ${name}${isAccepted ? ', accepted' : ''}`,
  };
}

/** A warning only: with a base URL the other host may be an emulator. */
function regionCheck(region: string, baseUrl: string, declared: Project['workspace']['region']): Check {
  const { host } = new URL(baseUrl);
  const detail = `${region === '' ? 'not told' : region}, asked at ${host}`;
  const others = [
    { region: regionOfBaseUrl(baseUrl), help: 'take INTERCOM_BASE_URL or --base-url out, and' },
    { region: declared, help: '' },
  ].filter((one) => region !== '' && one.region !== undefined && one.region !== region.toLowerCase());
  const [other] = others;
  if (other === undefined) return { name: 'region', state: 'ok', detail };
  return {
    name: 'region',
    state: 'warning',
    detail: `${detail}; the ${other.help === '' ? 'project says' : 'host is that of'} ${other.region?.toUpperCase()}`,
    help: `${other.help} set workspace.region: ${region.toLowerCase()}`.trim(),
  };
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    name: 'node',
    state: fits ? 'ok' : 'failed',
    detail: `Node.js ${version}`,
    ...(fits ? {} : { help: `install Node.js ${oldestNode.join('.')} or later` }),
  };
}

function projectCheck(project: Project): Check {
  if (project.file === undefined) {
    return {
      name: 'project',
      state: 'warning',
      detail: 'no interform.yaml; defaults apply',
      help: 'write one to pin the workspace and set guards',
    };
  }
  const environment = project.environment === null ? '' : `, environment ${project.environment}`;
  return { name: 'project', state: 'ok', detail: `${project.file}${environment}` };
}

function failed(name: string, diagnostic: Diagnostic): Check {
  const { summary, detail, help } = diagnostic;
  return {
    name,
    state: 'failed',
    detail: detail === undefined ? summary : `${summary}: ${detail}`,
    ...(help === undefined ? {} : { help }),
  };
}

/** Tries each read that planning needs once. Writes cannot be tried without writing. */
async function scopeChecks(reader: KindReader): Promise<readonly Check[]> {
  const probes = kinds.flatMap((kind) => kind.probes);
  const inOrder = PROBED.flatMap((reads) => probes.filter((probe) => probe.reads === reads));
  return Promise.all(
    inOrder.map(async (probe): Promise<Check> => {
      const { name } = probe;
      try {
        return { name, state: 'ok', detail: await probe.try(reader) };
      } catch (error) {
        const check = failed(name, withScope(name, failureDiagnostic(error)));
        if (probe.needed === undefined) return check;
        return { ...check, state: 'warning', detail: `${check.detail}; only manifests of that kind need it` };
      }
    }),
  );
}

const PROBED: readonly Probe['reads'][] = ['list', 'search', 'one'];

/** The general help points to doctor, which is already running. */
function withScope(name: string, diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== 'intercom-forbidden') return diagnostic;
  return {
    ...diagnostic,
    help: `Allow the app to ${name} (Developer Hub > your app > Authentication > Edit), then copy the token again if it changed`,
  };
}

function clockCheck(offsetMs: number | null): Check {
  if (offsetMs === null) return { name: 'clock', state: 'warning', detail: 'Intercom did not tell its time' };
  const off = Math.abs(offsetMs) > clockToleranceMs;
  return {
    name: 'clock',
    state: off ? 'warning' : 'ok',
    detail: off
      ? `differs from Intercom's by ${Math.round(Math.abs(offsetMs) / 1000)} s`
      : "agrees with Intercom's",
    ...(off ? { help: 'set this machine to network time' } : {}),
  };
}

function limitCheck(limit: number | null, share: number): Check {
  if (limit === null)
    return { name: 'rate limit', state: 'warning', detail: 'the answers carry no rate-limit headers' };
  return {
    name: 'rate limit',
    state: 'ok',
    // In words that cannot be misread as what was used.
    detail: `Intercom allows ${limit} requests in 10 s; interform makes at most ${Math.floor(limit * share)} of them (rate_limit: { share: ${share} })`,
  };
}
