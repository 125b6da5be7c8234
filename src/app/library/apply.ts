import { planExit } from '../../plan/exit.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { PlanDocument } from '../../types/plan.ts';
import type { ResultDocument } from '../../types/result.ts';
import type { SourceText } from '../../types/source-text.ts';
import { applyChanges } from '../apply.ts';
import { openForApply } from '../open-for-apply.ts';
import { makePlan } from '../plan.ts';
import { Seat } from '../runs/seat.ts';
import { unappliedResult } from '../unapplied-result.ts';
import { keepFacts } from './known-facts.ts';
import { type ProjectOptions, planningOf, portsOf } from './project-options.ts';

/** After this many failed changes no new change is started. */
const DEFAULT_MAX_ERRORS = 50;

/** How to apply a project: the options of planning, who approves, and limits. */
export interface ApplyProjectOptions extends ProjectOptions {
  /**
   * Called once with the plan that will run, if it has changes and nothing blocks it. Only `true` applies the plan. The lock of
   * the workspace is held in the meantime.
   */
  readonly approve: (plan: PlanDocument) => boolean | Promise<boolean>;
  /** A plan that `loadPlan` has read; it is applied as it is. Without it a new plan is made. */
  readonly plan?: PlanDocument | undefined;
  /** After this many failed changes no new change is started; 50 by default. */
  readonly maxErrors?: number | undefined;
  /** Milliseconds to wait while another apply holds the lock; 0 by default. */
  readonly lockTimeoutMs?: number | undefined;
}

export interface AppliedProject {
  /** The exit code of the same command: 0 where every planned change is done. */
  readonly exit: number;
  /** Undefined where no plan could be made; `diagnostics` says why. */
  readonly plan?: PlanDocument;
  /** The outcome of each change of the plan, even where nothing was applied. */
  readonly result?: ResultDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
}

/** Plans a project, asks `approve`, and makes the changes of that very plan. */
export async function applyProject(options: ApplyProjectOptions): Promise<AppliedProject> {
  const { approve, maxErrors = DEFAULT_MAX_ERRORS, lockTimeoutMs = 0 } = options;
  const [planning, ports] = [planningOf(options), portsOf(options)];
  const seat = new Seat({ lockTimeoutMs });
  try {
    const made =
      options.plan === undefined
        ? await makePlan(planning, ports, seat)
        : { ...(await openForApply(options.plan, planning, ports, seat)), sources: () => undefined };
    const { plan, session, diagnostics, sources, masking, origins } = made;
    if (plan === undefined) return { exit: made.exit ?? 1, diagnostics, sources };
    keepFacts(plan, made);
    const told = (result: ResultDocument, more = {}): AppliedProject => ({
      exit: result.exit,
      plan,
      result: keepFacts(result, { masking, plan, ...more }),
      diagnostics: result.diagnostics,
      sources,
    });
    const found = options.plan === undefined ? diagnostics : [...plan.diagnostics, ...diagnostics];
    const blocked = planExit({ ...plan, diagnostics: found }, { detailedExitcode: false });
    const refused = session === undefined ? (made.exit ?? 1) : blocked;
    if (session === undefined || refused !== 0)
      return told(unappliedResult(plan, refused, found, { origins }));
    const askedAt = ports.now();
    if (plan.changes.length > 0 && (await approve(plan)) !== true)
      return told(unappliedResult(plan, 1, found));
    const startedAt = ports.now();
    const result = await applyChanges(session, plan, { maxErrors, stoodMs: startedAt - askedAt }, ports);
    return told(result, { durationMs: ports.now() - startedAt, runId: seat.runId });
  } finally {
    await seat.leave();
  }
}
