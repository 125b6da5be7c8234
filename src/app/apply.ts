import { applyPlan } from '../apply/apply-plan.ts';
import { nullJournal } from '../apply/journal.ts';
import { unattempted } from '../apply/not-attempted.ts';
import { resultDocument } from '../apply/result-document.ts';
import { createClient, createReader } from '../intercom/index.ts';
import { kinds } from '../kinds/index.ts';
import { kindReader, kindWriter, overWriter } from '../kinds/kind-reader.ts';
import { planExit } from '../plan/exit.ts';
import { planFileProblem } from '../plan/file/plan-file-problem.ts';
import { chosenChanges } from '../plan/file/written-changes.ts';
import { limitsOf } from '../plan/guards/limit.ts';
import { reevaluateGuards } from '../plan/guards/reguard.ts';
import type { BulkMemory } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { Changes, Cost, PlanDocument } from '../types/plan.ts';
import type { ResultDocument, Results } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import { streamOf } from '../types/stream.ts';
import { ApplyProgress } from './apply-progress.ts';
import { applyRules } from './apply-rules.ts';
import { BulkLearning } from './bulk-learning.ts';
import { bulkSetting } from './bulk-mode.ts';
import { connect, failureDiagnostic, openWorkspace } from './connect.ts';
import { UNPROBED } from './heeding/kept-facts.ts';
import { roomOf } from './heeding/search-room.ts';
import { heedingKinds } from './heeding/tag-batches.ts';
import { withFindings, wrongAssumptions } from './heeding/wrong-assumptions.ts';
import { requestRate } from './live-side.ts';
import { openProject } from './load.ts';
import { type Masking, maskKeysOf } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { originsOfLimits, type Session, unremembered } from './plan.ts';
import { requestProgress } from './reading-progress.ts';
import { isOutdated, recheckMode } from './recheck-mode.ts';
import { referencedIds } from './referenced-ids.ts';
import { requestCost } from './request-cost.ts';
import { ResultStore } from './result-store.ts';
import { storeDiagnostic, storeOrFailure } from './runs/open-store.ts';
import type { Recorder } from './runs/recorder.ts';
import type { Seat } from './runs/seat.ts';
import { spooled } from './spooled.ts';
import { unappliedResult } from './unapplied-result.ts';

/**
 * The longest time to wait for the search index before a lead with a lost answer is reported as unknown. The index takes up to
 * two minutes (intercom 4.6.6).
 */
const indexWaitMs = 150_000;

/** What limits a run: failures, and changes that were not reviewed. */
export interface RunLimits {
  /** After this many failed changes no new change is started. */
  readonly maxErrors: number;
  /** Address → why this change of the plan is not run: it was not reviewed. */
  readonly left?: ReadonlyMap<string, string> | undefined;
  /** How long the user was asked, in milliseconds; 0 without a question. */
  readonly stoodMs?: number;
}

/**
 * Executes a plan that was made and shown in this run, or one from a file. The session says how much is read again before it is
 * written.
 */
export async function applyChanges(
  session: Session,
  plan: PlanDocument,
  limits: RunLimits,
  ports: Ports,
): Promise<ResultDocument> {
  if (plan.masked === true) throw new Error('a masked plan does not hold what would be written');
  if (plan.snapshot === true) throw new Error('a plan from a snapshot was not compared with the workspace');
  // Whoever calls: a plan with an error, or with a guard over its limit, is not run (law 9).
  const refused = planExit(plan, { detailedExitcode: false });
  if (refused !== 0) return unappliedResult(plan, refused, plan.diagnostics, { left: limits.left });
  const left = limits.left ?? new Map<string, string>();
  const changes = without(plan.changes, left);
  const { seat } = session;
  const entered = seat?.entered;
  let recorder: Recorder | undefined;
  try {
    recorder = changes.length === 0 ? undefined : await seat?.begin(plan);
  } catch (failure) {
    return unappliedResult(plan, 1, [...plan.diagnostics, storeDiagnostic(failure)], { left: limits.left });
  }
  const recheck = isOutdated(limits.stoodMs ?? 0) ? 'each' : session.recheck;
  const cost = requestCost(changes, { ...session, reads: 0, recheck });
  const progress = new ApplyProgress(
    { changes: changes.length, requests: requestsOf(cost), rate: session.rate },
    { tell: (state) => ports.progress?.(state), now: ports.now },
  );
  const client = createClient({
    ...session.client,
    ...(recorder === undefined || seat === undefined ? {} : { writeRefusal: seat.writeRefusal }),
    onWait: (ms) => progress.waiting(ms),
    onRequest: (sent) => progress.request(sent),
  });
  const writer = kindWriter(client, roomOf(session.facts));
  const kept = new ResultStore(changes);
  const learning = new BulkLearning();
  const applied = await applyPlan({
    plan: { changes },
    kinds: heedingKinds(kinds, session.facts),
    writer: entered === undefined ? writer : overWriter(writer, entered.layOver),
    recheck,
    ids: session.ids,
    journal: recorder ?? nullJournal,
    ...(entered === undefined ? {} : { inDoubt: entered.doubts }),
    results: kept,
    bulk: learning.wanted(session.bulk, ports.now),
    keep: spooled,
    maxErrors: limits.maxErrors,
    now: ports.now,
    sleep: (ms, signal) => progress.asleep(ports.sleep(ms, signal)),
    indexWaitMs,
    ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    onDoubt: (left) => progress.doubt(left),
    onProgress: () => progress.change(),
  });
  const { reads, writes, retried } = client.counts();
  const { planned } = session;
  const requests = {
    reads: reads + planned.reads,
    writes: writes + planned.writes,
    retried: retried + planned.retried,
  };
  const results = withLeft(plan.changes, applied.results, left);
  const document = resultDocument({
    plan,
    applied: { ...applied, results, diagnostics: [...applied.diagnostics, ...learning.diagnostics] },
    requests,
    unexpected: left.size > 0,
  });
  const result = kept.failure === undefined ? document : besides(document, kept.failure);
  return seat === undefined ? result : ended(seat, recorder, result, learning.memory);
}

/**
 * The result, after the end of the run is recorded. If recording fails, the next apply settles the rest, so the run counts as
 * interrupted. Anything else that cannot be saved is a warning.
 */
async function ended(
  seat: Seat,
  recorder: Recorder | undefined,
  result: ResultDocument,
  learned: BulkMemory | undefined,
): Promise<ResultDocument> {
  try {
    if (learned !== undefined) await seat.keepBulk(learned);
    await seat.end(recorder, result);
    return result;
  } catch (failure) {
    const isForeseen = isStoreFailure(failure) || failure instanceof EndingError;
    const told = isForeseen ? failure.diagnostic : failureDiagnostic(failure);
    const isKnown = result.diagnostics.some(({ code }) => code === told.code);
    const severity = recorder === undefined ? ('warning' as const) : told.severity;
    return {
      ...result,
      exit: recorder !== undefined && result.exit === 0 ? 3 : result.exit,
      diagnostics: isKnown ? result.diagnostics : [...result.diagnostics, { ...told, severity }],
    };
  }
}

/** The result of a run that could not keep all that it is to report. */
function besides(result: ResultDocument, failure: Diagnostic): ResultDocument {
  const isKnown = result.diagnostics.some(({ code }) => code === failure.code);
  return {
    ...result,
    exit: result.exit === 0 ? 3 : result.exit,
    diagnostics: isKnown ? result.diagnostics : [...result.diagnostics, failure],
  };
}

/** What an apply sends if each request succeeds the first time. */
function requestsOf({ writes, recheck, bulk }: Cost): number {
  return writes + (recheck?.reads ?? 0) + (bulk?.reads ?? 0) + (bulk?.updates?.reads ?? 0);
}

/** The changes that are run. */
function without(changes: Changes, left: ReadonlyMap<string, string>): Changes {
  if (left.size === 0) return changes;
  const places = new Uint8Array(changes.length);
  let place = 0;
  for (const { address } of changes) places[place++] = left.has(address) ? 0 : 1;
  return chosenChanges(changes, places);
}

/** Adds the results of changes that were not run, in plan order. */
function withLeft(changes: Changes, results: Results, left: ReadonlyMap<string, string>): Results {
  if (left.size === 0) return results;
  return streamOf(changes.length, function* () {
    const made = results[Symbol.iterator]();
    for (const change of changes) {
      const why = left.get(change.address);
      if (why !== undefined) yield unattempted(change, why);
      else yield* taken(made);
    }
  });
}

/** The next one, if there is one. */
function* taken<T>(values: Iterator<T>): Generator<T> {
  const next = values.next();
  if (next.done !== true) yield next.value;
}

/** A loaded plan with the session to apply it, or why it cannot be applied. */
export interface OpenedForApply {
  readonly session?: Session;
  /** Exit code of a command that ends here; absent: 1. */
  readonly exit?: number;
  /** With its guards evaluated again by the present project file: a stored result is never trusted. */
  readonly plan: PlanDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly masking: Masking;
  /** Where the limit of each guard comes from; absent without a project. */
  readonly origins?: LimitOrigins;
}

/** Opens the workspace of a loaded plan, and checks that the plan is for it. */
export async function openForApply(
  plan: PlanDocument,
  options: PlanningOptions,
  ports: Ports,
  seat?: Seat,
): Promise<OpenedForApply> {
  const opened = await openProject(options, ports);
  const { project } = opened;
  const masking: Masking = { ...maskKeysOf(project, opened.env), sensitive: plan.sensitive ?? [] };
  if (plan.masked === true)
    return { plan, masking, diagnostics: [planFileProblem('plan-file-masked', 'it was saved with --mask')] };
  if (plan.snapshot === true)
    return {
      plan,
      masking,
      diagnostics: [planFileProblem('plan-file-snapshot', 'it was made with --snapshot')],
    };
  if (project === undefined) return { plan, masking, diagnostics: opened.diagnostics };
  const guarded = reevaluateGuards(plan, {
    ...limitsOf(project),
    allowances: options.allow,
  });
  const origins = originsOfLimits(project, options);
  const stop = (diagnostic: Diagnostic, exit = 1) => ({
    exit,
    plan: guarded,
    masking,
    origins,
    diagnostics: [...opened.diagnostics, diagnostic],
  });
  if (plan.environment !== project.environment) return stop(otherEnvironment(plan, project.environment));
  const refused = await seat?.open(project, opened.env, ports);
  if (refused !== undefined) return stop(refused.diagnostic, refused.exit);
  const connection = await connect(project, opened.env, options.baseUrl, ports);
  if ('diagnostic' in connection) return stop(connection.diagnostic);
  const client = { ...connection.options, version: plan.intercom_version };
  const reader = kindReader(createReader({ ...client, ...requestProgress(ports) }));
  const workspace = await openWorkspace(reader, project, { ...connection, options: client });
  if ('diagnostic' in workspace) return stop(workspace.diagnostic);
  if (workspace.workspace.id !== plan.workspace.id) return stop(otherWorkspace(plan, workspace.workspace.id));
  const locked = await seat?.lock(workspace.workspace.id);
  if (locked !== undefined) return stop(locked.diagnostic, locked.exit);
  try {
    await seat?.enter(workspace.workspace.id, reader);
    const facts = seat?.entered?.facts ?? UNPROBED;
    const ids = await referencedIds(plan, reader);
    const session: Session = {
      client,
      ids,
      planned: reader.counts(),
      rate: requestRate(reader, project),
      recheck: recheckMode({ flag: options.recheck, project, saved: true }),
      bulk: bulkSetting({
        ...{ flag: options.bulk, project, memory: seat?.entered?.bulk },
        ...{ facts, now: ports.now() },
      }),
      ...limitsOf(project),
      facts,
      seat,
    };
    const findings = applyRules(unremembered(seat, plan.changes, opened.env), project.rules);
    const cost = requestCost(guarded.changes, { ...session, reads: guarded.cost.reads });
    return {
      session,
      plan: withFindings({ ...guarded, cost }, wrongAssumptions(facts, guarded.changes)),
      masking,
      origins,
      diagnostics: [...opened.diagnostics, ...findings],
    };
  } catch (error) {
    connection.stop();
    return stop(storeOrFailure(error));
  }
}

function otherEnvironment(plan: PlanDocument, environment: string | null): Diagnostic {
  return {
    code: 'other-environment',
    severity: 'error',
    summary: 'the plan was made for another environment',
    detail: `the plan is for ${plan.environment ?? 'no environment'}, this run for ${environment ?? 'no environment'}`,
    help: plan.environment === null ? 'run without --env' : `run with --env ${plan.environment}`,
  };
}

function otherWorkspace(plan: PlanDocument, id: string): Diagnostic {
  return {
    code: 'wrong-workspace',
    severity: 'error',
    summary: 'the plan was made for another workspace',
    detail: `the plan is for ${plan.workspace.id} (${plan.workspace.name}), the token opens ${id}`,
    help: 'use the token of that workspace, or plan again',
  };
}
