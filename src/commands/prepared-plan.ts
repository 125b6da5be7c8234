import type { Masking } from '../app/masking.ts';
import type { PlanningOptions, Ports } from '../app/options.ts';
import type { MadePlan } from '../app/plan.ts';
import type { Seat } from '../app/runs/seat.ts';
import type { Expectation } from '../plan/expected.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import type { ResultDocument } from '../types/result.ts';
import type { SourceText } from '../types/source-text.ts';

/** A plan that may be run, or why there is none. */
export interface Prepared {
  readonly plan: PlanDocument | undefined;
  /** Exit code of a command that ends here; absent: 1. */
  readonly exit?: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources?: SourceText | undefined;
  readonly notManaged?: NotManaged | undefined;
  /** Where the limit of each guard comes from. */
  readonly origins?: LimitOrigins | undefined;
  /** Undefined where there is no plan to mask. */
  readonly masking?: Masking | undefined;
  /** Address → why this change is not run: no receipt of `--expect` holds it. */
  readonly left?: ReadonlyMap<string, string> | undefined;
  /** Why nothing is run: none of the changes was expected. */
  readonly unexpected?: Diagnostic | undefined;
  /** Undefined where the workspace could not be opened. `stoodMs`: how long the user was asked. */
  readonly run?: ((stoodMs: number) => Promise<ResultDocument>) | undefined;
}

export interface ApplyChoices {
  readonly maxErrors: number;
  /** `--expect` and `--within`. */
  readonly expect?: Expectation | undefined;
  /** `--limit`. */
  readonly limit?: number | undefined;
  /** `--undo`: the run to undo, instead of planning from manifests. */
  readonly undo?: string | undefined;
  /** Holds the lock until the command ends. */
  readonly seat: Seat;
}

export async function planAfresh(
  options: PlanningOptions,
  limits: ApplyChoices,
  ports: Ports,
): Promise<Prepared> {
  const [{ applyChanges }, { selectRun }] = await Promise.all([
    import('../app/apply.ts'),
    import('../app/select.ts'),
  ]);
  const made = await planFor(limits, options, ports);
  const { diagnostics, sources, session, notManaged, origins, masking } = made;
  if (made.plan === undefined || session === undefined)
    return { plan: made.plan, exit: made.exit, diagnostics, sources, notManaged, origins, masking };
  const { plan, left, refusal } = selectRun(made.plan, session, {
    ...limits,
    allow: options.allow,
    masking,
  });
  const run = (stoodMs: number) =>
    applyChanges(session, plan, { maxErrors: limits.maxErrors, left, stoodMs }, ports);
  const shown = { plan, diagnostics: plan.diagnostics, sources, notManaged, origins, masking };
  return { ...shown, left, unexpected: refusal, run };
}

async function planFor(
  { undo, seat }: ApplyChoices,
  options: PlanningOptions,
  ports: Ports,
): Promise<MadePlan> {
  if (undo === undefined) return (await import('../app/plan.ts')).makePlan(options, ports, seat);
  return (await import('../app/undo/plan-undo.ts')).makeUndoPlan(undo, options, ports, seat);
}

/** Reads a plan file and opens its workspace; the guards are evaluated again. */
export async function loadForApply(
  file: string,
  options: PlanningOptions,
  limits: ApplyChoices,
  ports: Ports,
): Promise<Prepared> {
  const [{ loadPlan }, { openForApply }, { applyChanges }, { selectRun }] = await Promise.all([
    import('../app/plan-file.ts'),
    import('../app/open-for-apply.ts'),
    import('../app/apply.ts'),
    import('../app/select.ts'),
  ]);
  const loaded = await loadPlan(file);
  if (loaded.plan === undefined) return { plan: undefined, diagnostics: loaded.diagnostics };
  const opened = await openForApply(loaded.plan, options, ports, limits.seat);
  const { session, masking, origins } = opened;
  const findings = [...loaded.diagnostics, ...opened.diagnostics];
  if (session === undefined)
    return {
      plan: opened.plan,
      exit: opened.exit,
      diagnostics: [...opened.plan.diagnostics, ...findings],
      masking,
      origins,
    };
  const { plan, left, refusal } = selectRun(opened.plan, session, {
    ...limits,
    allow: options.allow,
    masking,
  });
  const run = (stoodMs: number) =>
    applyChanges(session, plan, { maxErrors: limits.maxErrors, left, stoodMs }, ports);
  const diagnostics = [...plan.diagnostics, ...findings];
  return { plan, diagnostics, masking, origins, left, unexpected: refusal, run };
}
