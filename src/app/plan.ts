import type { ClientOptions } from '../intercom/index.ts';
import { kinds } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import { limitOrigins, limitsOf, type ProjectLimits } from '../plan/guards/limit.ts';
import { AddressSelection } from '../plan/selection/address-selection.ts';
import type { Catalog, DeclaredSet } from '../types/catalog.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { RequestCounts } from '../types/intercom.ts';
import type { Planned } from '../types/kind.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import type { RecheckMode } from '../types/recheck.ts';
import { applyRules } from './apply-rules.ts';
import { createCatalog } from './catalog.ts';
import { failureDiagnostic } from './connect.ts';
import { groupDiagnostics, hasErrors } from './group-diagnostics.ts';
import { type LiveSide, openSeated } from './live-side.ts';
import { checkOffline, loadDeclarations } from './load.ts';
import type { Loaded, SourceText } from './loaded.ts';
import { type Masking, maskingOf } from './masking.ts';
import { withMergeSets } from './merge-sets.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { withOwners } from './origins.ts';
import { planAll, planStreamed } from './plan-live.ts';
import { assemblePlan, behindFor, type PlacedPlan, placedAtOnce } from './planning/plan-document.ts';
import { recheckMode } from './recheck-mode.ts';
import { RejectedRows } from './rejected-rows.ts';
import { leftOutOf, saveRejects, withAllReasons } from './rejects.ts';
import { NO_STORE, noRecentStore } from './runs/findings.ts';
import { storeOrFailure } from './runs/open-store.ts';
import { recall } from './runs/recall.ts';
import type { Seat } from './runs/seat.ts';
import type { SnapshotDocument } from './snapshot/document.ts';
import { unmatchedGlobs } from './unmatched-globs.ts';

/** What an apply in the same run goes on with. */
export interface Session extends ProjectLimits {
  readonly client: ClientOptions;
  /** Address → Intercom id of what exists and steps may refer to. */
  readonly ids: ReadonlyMap<string, string>;
  /** Requests that planning made. */
  readonly planned: RequestCounts;
  /** Requests a second that this tool may make. */
  readonly rate: number;
  /** How much is read again before it is written, unless the question stands too long. */
  readonly recheck: RecheckMode;
  /** Undefined for a plan that nobody applies, and where nothing is recorded. */
  readonly seat?: Seat | undefined;
}

export interface MadePlan {
  /** Undefined where the command ended before there was one. */
  readonly plan?: PlanDocument;
  /** Where it is not 1: the exit code of a command that ended before there was a plan. */
  readonly exit?: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly session?: Session;
  readonly notManaged?: NotManaged;
  /** What decides each limit of the plan. */
  readonly origins?: LimitOrigins;
  readonly masking: Masking;
}

export interface PlanOptions extends PlanningOptions {
  /** `--snapshot`: what the manifests are compared with instead of the workspace. */
  readonly snapshot?: SnapshotDocument | undefined;
  /** Whether the plan is saved, to be applied by another run. */
  readonly saved?: boolean;
  /** So many people are planned together, however few there are; without it, all of a small project are. */
  readonly partRows?: number | undefined;
}

/**
 * Desired and live become a plan. Only reads (law 2): the client has no write operation. An apply plans in its seat, which holds the
 * lock before anything live is read.
 */
export async function makePlan(options: PlanOptions, ports: Ports, seat?: Seat): Promise<MadePlan> {
  // A snapshot without people is not compared with them.
  const streams = options.snapshot === undefined || options.snapshot.people !== undefined;
  const loaded = await loadDeclarations(options, ports, { streams, partRows: options.partRows });
  const { project, sources, later, streamed } = loaded;
  const offlineCatalog =
    streamed?.catalog ??
    createCatalog({
      online: false,
      timezone: project?.workspace.timezone ?? 'UTC',
      later,
      project,
      sets: loaded.contactSets,
    });
  const offline = checkOffline(loaded, offlineCatalog);
  const masking = maskingOf(loaded);
  const stop = (diagnostics: readonly Diagnostic[]): MadePlan => ({
    diagnostics: groupDiagnostics(applyRules(diagnostics, project?.rules)),
    sources,
    masking,
  });
  if (project === undefined || hasErrors(offline)) return stop(offline);
  // Before anything is read or shown: a plan of nothing would look as if nothing were to do.
  const facts = { catalog: offlineCatalog, diagnostics: offline, project };
  const selection =
    streamed?.surveyed.selection ?? new AddressSelection({ ...options, always: project.exclude });
  const unmatched = unmatchedGlobs(selection, loaded, facts);
  if (hasErrors(applyRules(unmatched, project.rules))) return stop([...offline, ...unmatched]);
  const live = await openSeated(project, loaded.env, options, { ports, seat });
  if ('diagnostic' in live) return { ...stop([...loaded.diagnostics, live.diagnostic]), exit: live.exit };
  let known: Known;
  try {
    known = await knownTo(project, live, { env: loaded.env, ports, seat });
  } catch (error) {
    live.stop();
    return stop([...loaded.diagnostics, storeOrFailure(error)]);
  }

  // What is read again is declared anew, and left out anew.
  const again = {
    contactSets: [] as DeclaredSet[],
    rejected: new RejectedRows(),
    read: new Map<RowLayout, number>(),
  };
  const taking = streamed === undefined ? loaded : again;
  const catalog = createCatalog({
    online: true,
    timezone: project.workspace.timezone ?? live.timezone ?? 'UTC',
    later,
    target: options.target,
    project,
    sets: taking.contactSets,
  });
  const side = { ...live, reader: known.reader };
  const diagnostics = [...loaded.diagnostics, ...unmatched, ...known.findings];
  const own = (list: readonly Planned[], of: Catalog) =>
    withMergeSets(withOwners(list, loaded, of), project, of);
  const declaredAddresses = selection.isPartial ? addressesIn(loaded.declared) : [];
  let placed: PlacedPlan;
  try {
    placed =
      streamed === undefined
        ? placedAtOnce(own(await planAll(loaded.declared, catalog, side, diagnostics), catalog), {
            ...{ options, loaded, catalog, declaredAddresses },
          })
        : await planStreamed(
            {
              ...{ streamed, own, taking: again, declared: loaded.declared, partRows: options.partRows },
              behind: behindFor(options, loaded),
            },
            { catalog, side, diagnostics },
          );
  } catch (error) {
    live.stop();
    return stop([...diagnostics, error instanceof EndingError ? error.diagnostic : failureDiagnostic(error)]);
  }
  for (const declared of streamed === undefined ? [] : declaredAddresses) placed.known.note(declared);
  diagnostics.push(...unremembered(seat, placed.changes.changes(placed), loaded.env));
  const rejected = withAllReasons(taking.rejected, catalog, (found) => diagnostics.push(found));
  diagnostics.push(...(await saveRejects(rejected, project)));
  const recheck = recheckMode({ flag: options.recheck, project, saved: options.saved === true });
  const plan = await assemblePlan(placed, {
    options,
    loaded,
    project,
    catalog,
    workspace: live.workspace,
    diagnostics,
    reads: live.counts().reads + live.counts().retried,
    rate: live.rate(),
    recheck,
    leftOut: leftOutOf(taking.rejected, taking.read),
  });
  // What only the live state tells: leads to merge and people to prune.
  if (matchesNothing(plan)) return { diagnostics: plan.diagnostics, sources, masking };
  return {
    plan,
    diagnostics: plan.diagnostics,
    sources,
    ...sessionOf(live, catalog.ids, project, { recheck, seat }),
    notManaged: notManaged(catalog),
    origins: originsOfLimits(project, options),
    masking,
  };
}

/** Declared twice, somebody has two addresses, and the plan tells the second only where something changes. */
function addressesIn(declared: Loaded['declared']): readonly string[] {
  return [...declared.values()].flatMap((list) => list.map((declaration) => declaration.address));
}

/** Whether a filter matched nothing: a plan of nothing is not shown, for it looks as if nothing were to do. */
export function matchesNothing({ diagnostics }: PlanDocument): boolean {
  return diagnostics.some(({ code, severity }) => code === 'no-such-address' && severity === 'error');
}

/** What applying needs; a snapshot cannot be applied to. */
export function sessionOf(
  live: LiveSide,
  ids: Session['ids'],
  project: Project,
  made: Pick<Session, 'recheck' | 'seat'>,
): { readonly session?: Session } {
  if (live.client === undefined) return {};
  const facts = { planned: live.counts(), rate: live.rate(), ...limitsOf(project), ...made };
  return { session: { client: live.client, ids, ...facts } };
}

/** What decides each limit in this run. */
export function originsOfLimits(project: Project, { allow }: Pick<PlanningOptions, 'allow'>): LimitOrigins {
  return limitOrigins({ ...limitsOf(project), allowances: allow });
}

/** How the live side is read, and what the store says of it. */
interface Known {
  readonly reader: KindReader;
  readonly findings: readonly Diagnostic[];
}

/** Said where an apply cannot know what an earlier one has just made. */
export function unremembered(
  seat: Seat | undefined,
  changes: Iterable<Change>,
  env: Ports['env'],
): readonly Diagnostic[] {
  const entered = seat?.entered;
  const finding =
    entered === undefined ? undefined : noRecentStore(changes, { knowsRuns: entered.knowsRuns, env });
  return finding === undefined ? [] : [finding];
}

/** With what this store's runs wrote laid over what search says. */
async function knownTo(
  project: Project,
  live: LiveSide,
  {
    env,
    ports,
    seat,
  }: { readonly env: Ports['env']; readonly ports: Ports; readonly seat: Seat | undefined },
): Promise<Known> {
  const { reader, workspace } = live;
  if (live.client === undefined) return { reader, findings: [] };
  if (project.store.kind === 'none') return { reader, findings: [NO_STORE] };
  const { id } = workspace;
  const recalled = await (seat?.enter(id, reader) ?? recall(project, id, reader, { env, ports }));
  if (recalled === undefined) return { reader, findings: [] };
  return { reader: recalled.layOver(reader), findings: recalled.findings };
}

/** What is live and declared nowhere, later versions included, of the kinds that say so. */
function notManaged(catalog: Catalog): NotManaged {
  return Object.fromEntries(
    kinds.flatMap(({ name, unmanaged }) => (unmanaged === undefined ? [] : [[name, unmanaged(catalog)]])),
  );
}
