import { createReader } from '../intercom/index.ts';
import { kindReader } from '../kinds/kind-reader.ts';
import { planFileProblem } from '../plan/file/plan-file-problem.ts';
import { limitsOf } from '../plan/guards/limit.ts';
import { reevaluateGuards } from '../plan/guards/reguard.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { PlanDocument } from '../types/plan.ts';
import { applyRules } from './apply-rules.ts';
import { bulkSetting } from './bulk-mode.ts';
import { connect, openWorkspace } from './connect.ts';
import { UNPROBED } from './heeding/kept-facts.ts';
import { withFindings, wrongAssumptions } from './heeding/wrong-assumptions.ts';
import { requestRate } from './live-side.ts';
import { openProject } from './load.ts';
import { type Masking, maskKeysOf } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { originsOfLimits, type Session, unremembered } from './plan.ts';
import { requestProgress } from './reading-progress.ts';
import { recheckMode } from './recheck-mode.ts';
import { referencedIds } from './referenced-ids.ts';
import { requestCost } from './request-cost.ts';
import { storeOrFailure } from './runs/open-store.ts';
import type { Seat } from './runs/seat.ts';

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
