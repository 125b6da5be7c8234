import { applyPlan } from '../apply/apply-plan.ts';
import { nullJournal } from '../apply/journal.ts';
import { resultDocument } from '../apply/result-document.ts';
import { createClient } from '../intercom/index.ts';
import { kinds } from '../kinds/index.ts';
import { kindWriter, overWriter } from '../kinds/kind-reader.ts';
import { planExit } from '../plan/exit.ts';
import { withoutLeft } from '../plan/selection/selection.ts';
import type { BulkMemory } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { Cost, PlanDocument } from '../types/plan.ts';
import type { ResultDocument } from '../types/result.ts';
import { isStoreFailure } from '../types/store.ts';
import { ApplyProgress } from './apply-progress.ts';
import { BulkLearning } from './bulk-learning.ts';
import { failureDiagnostic } from './connect.ts';
import { roomOf } from './heeding/search-room.ts';
import { heedingKinds } from './heeding/tag-batches.ts';
import { withLeft } from './left-results.ts';
import type { Ports } from './options.ts';
import type { Session } from './plan.ts';
import { isOutdated } from './recheck-mode.ts';
import { requestCost } from './request-cost.ts';
import { ResultStore } from './result-store.ts';
import { storeDiagnostic } from './runs/open-store.ts';
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
  const changes = withoutLeft(plan.changes, left);
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
    applied: {
      ...applied,
      results,
      diagnostics: [...applied.diagnostics, ...learning.diagnostics, ...progress.findings()],
    },
    requests,
    unexpected: left.size > 0,
  });
  const result = kept.failure === undefined ? document : notWhole(document, kept.failure);
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
    await seat.end(recorder, result, learned);
    return result;
  } catch (failure) {
    const isForeseen = isStoreFailure(failure) || failure instanceof EndingError;
    const told = isForeseen ? failure.diagnostic : failureDiagnostic(failure);
    return recorder === undefined
      ? telling(result, { ...told, severity: 'warning' })
      : notWhole(result, told);
  }
}

/** The result of a run that could not keep all that it is to report or to record. */
function notWhole(result: ResultDocument, failure: Diagnostic): ResultDocument {
  return telling({ ...result, exit: result.exit === 0 ? 3 : result.exit }, failure);
}

/** Says it, unless the result says it already. */
function telling(result: ResultDocument, finding: Diagnostic): ResultDocument {
  const isKnown = result.diagnostics.some(({ code }) => code === finding.code);
  return isKnown ? result : { ...result, diagnostics: [...result.diagnostics, finding] };
}

/** What an apply sends if each request succeeds the first time. */
function requestsOf({ writes, recheck, bulk }: Cost): number {
  return writes + (recheck?.reads ?? 0) + (bulk?.reads ?? 0) + (bulk?.updates?.reads ?? 0);
}
