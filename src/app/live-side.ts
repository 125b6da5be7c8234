import { type ClientOptions, createReader } from '../intercom/index.ts';
import { kindOf, kinds } from '../kinds/index.ts';
import { type KindReader, kindReader } from '../kinds/kind-reader.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { RequestCounts } from '../types/intercom.ts';
import type { WorkspaceRef } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { connect, openWorkspace } from './connect.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { requestProgress } from './reading-progress.ts';
import type { Refused } from './runs/locked.ts';
import type { Seat } from './runs/seat.ts';
import type { SnapshotDocument } from './snapshot/document.ts';
import { snapshotReader } from './snapshot/reader.ts';
import { unknownFindings, unknownTo } from './snapshot/unknown.ts';

type Declared = ReadonlyMap<string, readonly Declaration[]>;

/** What manifests are compared with: the workspace, or a snapshot of it. */
export interface LiveSide {
  readonly reader: KindReader;
  readonly workspace: WorkspaceRef;
  readonly timezone: string | undefined;
  /** Requests so far. */
  counts(): RequestCounts;
  /** Requests a second that this tool may make. */
  rate(): number;
  /** Takes how many requests are sure to be asked for beside those that were. */
  ahead(requests: number): void;
  /** As that of the connection: for a plan that failed. */
  stop(): void;
  /** Undefined where there is nothing to apply to. */
  readonly client: ClientOptions | undefined;
  /** The declarations that can be compared with it. */
  comparable(declared: Declared): Declared;
  /** What the comparison left open, once it is made. */
  gaps(declared: Declared): readonly Diagnostic[];
}

/** Requests a second when the rate limit is not known yet: 10,000 a minute (intercom 2.1). */
const usualWindowLimit = 1667;
const windowSeconds = 10;

/** Opens the workspace and checks that it is the project's. */
async function openLive(
  project: Project,
  env: Ports['env'],
  options: PlanningOptions,
  ports: Ports,
): Promise<LiveSide | { readonly diagnostic: Diagnostic }> {
  const connection = await connect(project, env, options.baseUrl, ports);
  if ('diagnostic' in connection) return connection;
  const { onAhead, ...progress } = requestProgress(ports);
  const client: ClientOptions = { ...connection.options, ...progress };
  const reader = kindReader(createReader(client));
  const opened = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in opened) return opened;
  return {
    reader,
    workspace: opened.workspace,
    timezone: opened.me.app.timezone,
    counts: () => reader.counts(),
    rate: () => requestRate(reader, project),
    ahead: onAhead,
    stop: connection.stop,
    client: connection.options,
    comparable: (declared) => declared,
    gaps: () => [],
  };
}

/**
 * The live side as a plan reads it: in its seat the store is opened before, and the lock is taken once it is known of which workspace.
 * Of a snapshot where one is given.
 */
export async function openSeated(
  project: Project,
  env: Ports['env'],
  options: PlanningOptions & { readonly snapshot?: SnapshotDocument | undefined },
  { ports, seat }: { readonly ports: Ports; readonly seat: Seat | undefined },
): Promise<LiveSide | Refused> {
  const refused = await seat?.open(project, env, ports);
  if (refused !== undefined) return refused;
  const { snapshot } = options;
  const live =
    snapshot === undefined ? await openLive(project, env, options, ports) : openSnapshot(snapshot, project);
  if ('diagnostic' in live) return { ...live, exit: 1 };
  return (await seat?.lock(live.workspace.id)) ?? live;
}

/** Requests a second that this tool may make: its share of the limit that Intercom told. */
export function requestRate(
  reader: { rate(): { readonly limit: number | null } },
  project: Pick<Project, 'rate_limit'>,
): number {
  return ((reader.rate().limit ?? usualWindowLimit) * project.rate_limit.share) / windowSeconds;
}

/** Takes a snapshot for the workspace, after checking that it is the project's. */
function openSnapshot(
  snapshot: SnapshotDocument,
  project: Project,
): LiveSide | { readonly diagnostic: Diagnostic } {
  const { id, name } = snapshot.workspace;
  if (project.workspace.id !== undefined && project.workspace.id !== id) {
    return {
      diagnostic: {
        code: 'wrong-workspace',
        severity: 'error',
        summary: 'the snapshot is of another workspace than the project names',
        detail: `the snapshot is of ${id} (${name}), the project is for ${project.workspace.id}`,
        help: 'take a snapshot of the right workspace, or correct workspace.id or --env',
        ...(project.place?.(['workspace', 'id']) ?? { file: project.file ?? 'interform.yaml' }),
      },
    };
  }
  const { reader, gaps } = snapshotReader(snapshot);
  const unknown = unknownTo(snapshot);
  const holdsPeople = snapshot.people !== undefined;
  return {
    reader,
    workspace: snapshot.workspace,
    timezone: snapshot.timezone ?? undefined,
    counts: () => ({ reads: 0, writes: 0, retried: 0 }),
    rate: () => requestRate({ rate: () => ({ limit: null }) }, project),
    ahead: () => {},
    stop: () => {},
    client: undefined,
    // A snapshot without people has nothing that kinds about people could be compared with.
    comparable: (declared) =>
      new Map(
        [...declared].filter(
          ([kind]) => (holdsPeople || kindOf(kind)?.people === undefined) && !unknown.has(kind),
        ),
      ),
    gaps: (declared) => [
      fromSnapshot(snapshot),
      ...(holdsPeople ? [] : notCompared(declared)),
      ...unknownFindings(snapshot, declared),
      ...gaps(),
    ],
  };
}

function fromSnapshot({ taken_at, workspace }: SnapshotDocument): Diagnostic {
  return {
    code: 'snapshot-plan',
    severity: 'info',
    summary: 'the plan was made from a snapshot: it is to look at, never to apply',
    detail: `${workspace.name} (${workspace.id}) as of ${taken_at}`,
    help: 'plan without --snapshot to see what would change now',
  };
}

function notCompared(declared: Declared): Diagnostic[] {
  const parts: string[] = [];
  for (const { name, people, words } of kinds) {
    const list = declared.get(name) ?? [];
    if (people === undefined || list.length === 0) continue;
    const counted = (count: number) => `${count} ${count === 1 ? words.one : words.many}`;
    if (people.inSets) parts.push(...perSet(list).map(([set, count]) => `${set} (${counted(count)})`));
    else parts.push(counted(list.length));
  }
  if (parts.length === 0) return [];
  return [
    {
      code: 'not-compared',
      severity: 'info',
      summary: 'contact sets and merges were not compared: the snapshot holds no people',
      detail: parts.join(', '),
      help: 'plan without --snapshot, or take it with interform snapshot --contacts on your own machine',
    },
  ];
}

/** How many declarations the address of each set begins. */
function perSet(declared: readonly Declaration[]): readonly (readonly [string, number])[] {
  const sets = new Map<string, number>();
  for (const { address } of declared) {
    const set = address.split('/').slice(0, 2).join('/');
    sets.set(set, (sets.get(set) ?? 0) + 1);
  }
  return [...sets];
}
