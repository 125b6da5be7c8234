import type { ClientOptions } from '../intercom/index.ts';
import { kinds } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import { allowing, limitOrigins, limitsOf, type ProjectLimits } from '../plan/guards/limit.ts';
import { AddressSelection } from '../plan/selection/address-selection.ts';
import type { BulkMemory } from '../types/bulk.ts';
import type { Carrying } from '../types/carrying.ts';
import type { Catalog, DeclaredSet } from '../types/catalog.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { WorkspaceFacts } from '../types/facts.ts';
import type { RequestCounts } from '../types/intercom.ts';
import type { KeyHashes } from '../types/key-hashes.ts';
import type { Planned } from '../types/kind.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { SourceText } from '../types/source-text.ts';
import { applyRules } from './apply-rules.ts';
import { type BulkSetting, bulkSetting } from './bulk-mode.ts';
import { createCatalog } from './catalog.ts';
import { failureDiagnostic } from './connect.ts';
import { groupDiagnostics, hasErrors } from './group-diagnostics.ts';
import { indexLagMs, UNPROBED } from './heeding/kept-facts.ts';
import { notLiveReach } from './heeding/not-live-reach.ts';
import { type LiveSide, openSeated } from './live-side.ts';
import { checkOffline, loadDeclarations } from './load.ts';
import type { Loaded } from './loaded.ts';
import { type Masking, maskingOf } from './masking.ts';
import { withMergeSets } from './merge-sets.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { withOwners } from './origins.ts';
import { planAll, planStreamed } from './plan-live.ts';
import { livePlan } from './planning/live-plan.ts';
import { behindFor, type PlacedPlan, placedAtOnce } from './planning/plan-document.ts';
import { previewMerges } from './planning/previews.ts';
import { recheckMode } from './recheck-mode.ts';
import { RejectedRows } from './rejected-rows.ts';
import { leftOutOf, saveRejects, withAllReasons } from './rejects.ts';
import { NO_STORE, noRecentStore } from './runs/findings.ts';
import { storeOrFailure } from './runs/open-store.ts';
import { recall } from './runs/recall.ts';
import type { Seat } from './runs/seat.ts';
import type { SnapshotDocument } from './snapshot/document.ts';
import { unmatchedGlobs } from './unmatched-globs.ts';

/** What an apply in the same run needs from planning. */
export interface Session extends ProjectLimits {
  readonly client: ClientOptions;
  /** Address → Intercom id, for live items that steps may refer to. */
  readonly ids: ReadonlyMap<string, string>;
  /** Requests that planning made. */
  readonly planned: RequestCounts;
  /** Requests per second that this tool may make. */
  readonly rate: number;
  /** How much is read again before it is written, unless the user was asked for too long. */
  readonly recheck: RecheckMode;
  /** What a probe found in the workspace. */
  readonly facts: WorkspaceFacts;
  /** Whether users are created many at a time. */
  readonly bulk: BulkSetting;
  /** Undefined for a plan that is not applied, and where no store is used. */
  readonly seat?: Seat | undefined;
}

export interface MadePlan {
  /** Undefined where the command ended before a plan was made. */
  readonly plan?: PlanDocument;
  /** Exit code of a command that ended before a plan was made; absent: 1. */
  readonly exit?: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly session?: Session;
  readonly notManaged?: NotManaged;
  /** Where the limit of each guard comes from. */
  readonly origins?: LimitOrigins;
  readonly masking: Masking;
}

export interface PlanOptions extends PlanningOptions {
  /** `--snapshot`: compare with this instead of the workspace. */
  readonly snapshot?: SnapshotDocument | undefined;
  /** Whether the plan is saved, for another run to apply. */
  readonly saved?: boolean;
  /** For tests: plans this many contacts together, even if there are few. Without it, a small project is planned all at once. */
  readonly partRows?: number | undefined;
}

/**
 * Makes a plan from desired and live state. It only reads (law 2): the client has no write operation. An apply passes its seat,
 * which takes the lock before anything live is read.
 */
export async function makePlan(options: PlanOptions, ports: Ports, seat?: Seat): Promise<MadePlan> {
  // Contacts are not compared with a snapshot without contacts.
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
  // Before anything is read or shown: an empty plan would look as if nothing had to be done.
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

  // Rows that are read again are declared and left out again.
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
    keyHashes: known.keyHashes,
    notLive: notLiveReach(options, known.facts),
    carrying: carryingOf(project, options, { settledAt: known.settledAt, now: ports.now() }),
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
  const bulk = bulkSetting({
    ...{ flag: options.bulk, project, memory: known.bulk },
    ...{ facts: known.facts, now: ports.now() },
  });
  const mode = options.mergePreview ?? project.merge_preview;
  let plan: PlanDocument;
  try {
    plan = await livePlan(placed, {
      ...{ options, loaded, project, catalog, live, diagnostics, recheck, bulk, facts: known.facts },
      preview:
        live.client === undefined ? undefined : (changes) => previewMerges(changes, known.reader, mode),
      leftOut: leftOutOf(taking.rejected, taking.read),
    });
  } catch (error) {
    live.stop();
    return stop([...diagnostics, failureDiagnostic(error)]);
  }
  // Globs that only live items could match: leads to merge, and contacts to prune.
  if (matchesNothing(plan)) return { diagnostics: plan.diagnostics, sources, masking };
  return {
    plan,
    diagnostics: plan.diagnostics,
    sources,
    ...sessionOf(live, catalog.ids, project, { recheck, bulk, seat, facts: known.facts }),
    notManaged: notManaged(catalog),
    origins: originsOfLimits(project, options),
    masking,
  };
}

/**
 * All addresses that declare something. A contact that is declared twice has two, and a plan has the second one only if the
 * contact changes.
 */
function addressesIn(declared: Loaded['declared']): readonly string[] {
  return [...declared.values()].flatMap((list) => list.map((declaration) => declaration.address));
}

/** Whether a flag matched nothing. Then the plan is not shown, because it would look as if nothing had to be done. */
export function matchesNothing({ diagnostics }: PlanDocument): boolean {
  return diagnostics.some(({ code, severity }) => code === 'no-such-address' && severity === 'error');
}

/** The session for an apply; empty for a snapshot, which cannot be applied to. */
export function sessionOf(
  live: LiveSide,
  ids: Session['ids'],
  project: Project,
  made: Pick<Session, 'recheck' | 'bulk' | 'seat' | 'facts'>,
): { readonly session?: Session } {
  if (live.client === undefined) return {};
  const facts = { planned: live.counts(), rate: live.rate(), ...limitsOf(project), ...made };
  return { session: { client: live.client, ids, ...facts } };
}

/** Where the limit of each guard comes from in this run. */
export function originsOfLimits(project: Project, { allow }: Pick<PlanningOptions, 'allow'>): LimitOrigins {
  return limitOrigins({ ...limitsOf(project), allowances: allow });
}

/** The reader with recent writes laid over it, and findings from the store. */
interface Known {
  readonly reader: KindReader;
  readonly findings: readonly Diagnostic[];
  /** Until then search may not show what the last run wrote; milliseconds since the epoch. */
  readonly settledAt: number | undefined;
  readonly keyHashes: KeyHashes;
  readonly facts: WorkspaceFacts;
  readonly bulk?: BulkMemory | undefined;
}

/** A warning where an apply cannot know what an earlier one has just created. */
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

/** Lays what earlier runs wrote over the answers of search. */
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
  const nothing = { reader, findings: [], settledAt: undefined, facts: UNPROBED };
  if (live.client === undefined) return { ...nothing, keyHashes: { state: 'unread' } };
  const keyHashes = { state: 'no-store' } as const;
  if (project.store.kind === 'none') return { ...nothing, findings: [NO_STORE], keyHashes };
  const { id } = workspace;
  const recalled = await (seat?.enter(id, reader) ?? recall(project, id, reader, { env, ports }));
  if (recalled === undefined) return { ...nothing, keyHashes };
  const { findings, lastWrote, facts, bulk } = recalled;
  live.heed(facts);
  const settledAt = lastWrote === undefined ? undefined : lastWrote + indexLagMs(project, facts);
  return {
    ...{ reader: recalled.layOver(reader), findings, settledAt, keyHashes: recalled.keyHashes },
    ...{ facts, bulk },
  };
}

/** How values are carried over by this plan. */
function carryingOf(
  project: Project,
  { allow }: Pick<PlanningOptions, 'allow'>,
  times: Pick<Carrying, 'settledAt' | 'now'>,
): NonNullable<Parameters<typeof createCatalog>[0]['carrying']> {
  return { applies: true, ...times, allows: allowing({ ...limitsOf(project), allowances: allow }) };
}

/** What is live and not declared, not even in later versions, for the kinds that report it. */
function notManaged(catalog: Catalog): NotManaged {
  return Object.fromEntries(
    kinds.flatMap(({ name, unmanaged }) => (unmanaged === undefined ? [] : [[name, unmanaged(catalog)]])),
  );
}
