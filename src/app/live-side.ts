import { type ClientOptions, createReader } from '../intercom/index.ts';
import { kindOf, kinds } from '../kinds/index.ts';
import { type KindReader, kindReader } from '../kinds/kind-reader.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { RequestCounts } from '../types/intercom.ts';
import type { WorkspaceRef } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { connect, openWorkspace } from './connect.ts';
import { UNPROBED } from './heeding/kept-facts.ts';
import { heedSearches, roomOf } from './heeding/search-room.ts';
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
  /** The requests that were made so far. */
  counts(): RequestCounts;
  /** Requests per second that this tool may make. */
  rate(): number;
  /** Called with the number of requests that are certain to follow, for the progress. */
  ahead(requests: number): void;
  /** Cancels reads, like `stop` of the connection, when a plan has failed. */
  stop(): void;
  /** Undefined for a snapshot, which cannot be applied to. */
  readonly client: ClientOptions | undefined;
  /** The declarations that can be compared. */
  comparable(declared: Declared): Declared;
  /** Lets the reader heed what a probe found, as soon as that is known. */
  heed(facts: WorkspaceFacts): void;
  /** What the comparison could not decide; call it afterwards. */
  gaps(declared: Declared): readonly Diagnostic[];
}

/** Requests in a window, while the rate limit is not known: 10,000 in a minute (intercom 2.1). */
const usualWindowLimit = 1667;
const windowSeconds = 10;

/** Opens the workspace, and checks that it is the project's. */
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
  const room = roomOf(UNPROBED);
  const reader = kindReader(createReader(client), room);
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
    heed: (facts) => heedSearches(room, facts),
    gaps: () => [],
  };
}

/**
 * Opens the live side for a plan: the workspace, or the snapshot if there is one. With a seat, the store is opened first, and
 * the lock is taken as soon as the workspace is known.
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

/** Requests per second that this tool may make: its share of the rate limit. */
export function requestRate(
  reader: { rate(): { readonly limit: number | null } },
  project: Pick<Project, 'rate_limit'>,
): number {
  return ((reader.rate().limit ?? usualWindowLimit) * project.rate_limit.share) / windowSeconds;
}

/** Uses a snapshot in place of the workspace, after checking that it is of the project's workspace. */
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
    heed: () => {},
    // Without contacts in the snapshot, kinds about contacts cannot be compared.
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

/** First two segments of addresses, such as `contact/beta` → how many declarations have them. */
function perSet(declared: readonly Declaration[]): readonly (readonly [string, number])[] {
  const sets = new Map<string, number>();
  for (const { address } of declared) {
    const set = address.split('/').slice(0, 2).join('/');
    sets.set(set, (sets.get(set) ?? 0) + 1);
  }
  return [...sets];
}
