import { createClient } from '../../intercom/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { FACTS_FORMAT, type FactsDocument } from '../../types/facts.ts';
import type { WorkspaceRef } from '../../types/plan.ts';
import type { Project } from '../../types/project.ts';
import { connect, openWorkspace } from '../connect.ts';
import { openProject } from '../load.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { toolVersion } from '../package.ts';
import { openStore, storeOrFailure } from '../runs/open-store.ts';
import { checkOutput } from '../whole-file.ts';
import { CHECKS } from './checks/index.ts';
import { Desk } from './desk.ts';
import { saveFacts } from './facts-file.ts';
import { probeRefusal } from './refusals.ts';
import { type ProbeRun, runChecks } from './run.ts';
import { Wire } from './wire.ts';

export interface ProbeOptions extends PlanningOptions {
  /** `--workspace-id`: the test workspace, which has to be the one that the token opens. */
  readonly workspaceId: string;
  /** Where the facts are written. */
  readonly out: string;
  /** Whether the user means this workspace; asked once it is known. */
  readonly approve: (workspace: WorkspaceRef) => Promise<boolean>;
}

export interface Probed {
  /** Undefined where nothing was probed, or the probe was stopped. */
  readonly facts?: FactsDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly exit: number;
}

/**
 * Finds out, in a test workspace, what the facts about Intercom leave open; writes it to a file, and keeps it in the store for that
 * workspace alone.
 */
export async function probe(options: ProbeOptions, ports: Ports): Promise<Probed> {
  const { project, env, diagnostics } = await openProject(options, ports);
  const refuse = (...found: readonly Diagnostic[]) => ({ diagnostics: [...diagnostics, ...found], exit: 1 });
  if (project === undefined) return refuse();
  const connection = await connect(project, env, options.baseUrl, ports);
  if ('diagnostic' in connection) return refuse(connection.diagnostic);
  // After Ctrl-C only this one goes on, to clear up.
  const { signal: _signal, ...unstopped } = ports;
  const clearing = await connect(project, env, options.baseUrl, unstopped);
  if ('diagnostic' in clearing) return refuse(clearing.diagnostic);
  const client = createClient(connection.options);
  const opened = await openWorkspace(client, project, connection);
  if ('diagnostic' in opened) return refuse(opened.diagnostic);
  const { workspace } = opened;
  const refusal = probeRefusal(project, workspace, options.workspaceId);
  if (refusal !== undefined) return refuse(refusal);
  await checkOutput(options.out);
  if (!(await options.approve(workspace))) return refuse(notApproved(workspace));
  const desk = new Desk({
    wire: new Wire(client),
    now: ports.now,
    sleep: (ms) => sleepUnlessStopped(ms, ports),
    indexLagMs: project.store.index_lag,
  });
  const run = await runChecks(desk, {
    checks: CHECKS,
    clearing: { wire: new Wire(createClient(clearing.options)), sleep: ports.sleep },
    onCheck: (done) =>
      ports.progress?.({ phase: 'reading', unit: 'requests', done, total: CHECKS.length, waitingMs: 0 }),
  });
  const findings = findingsOf(run);
  if (run.ended !== undefined) return refuse(...findings);
  const facts: FactsDocument = {
    format: FACTS_FORMAT,
    tool: await toolVersion(),
    workspace,
    intercom_version: project.intercom_version,
    probed_at: new Date(ports.now()).toISOString(),
    facts: run.facts,
  };
  const unkept = await keep(facts, project, env, ports);
  await saveFacts(facts, options.out);
  return { facts, diagnostics: [...diagnostics, ...findings, ...unkept], exit: unkept.length > 0 ? 1 : 0 };
}

/** After Ctrl-C the next request says that the probe was stopped. */
async function sleepUnlessStopped(ms: number, { sleep, signal }: Ports): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

/** Keeps the facts in the store; why they could not be kept. */
async function keep(
  facts: FactsDocument,
  project: Project,
  env: Ports['env'],
  ports: Ports,
): Promise<readonly Diagnostic[]> {
  try {
    const store = await openStore(project, env, 'write', ports);
    try {
      await store?.saveFacts(facts);
    } finally {
      await store?.close();
    }
    return [];
  } catch (failure) {
    return [storeOrFailure(failure)];
  }
}

function notApproved({ id, name }: WorkspaceRef): Diagnostic {
  return {
    code: 'not-probed',
    severity: 'error',
    summary: `nothing was probed: the id of ${name} was not typed again`,
    help: `type ${id}, or say --yes where nobody can be asked`,
  };
}

function findingsOf({ left, ended }: ProbeRun): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (left > 0)
    found.push({
      code: 'probe-left',
      severity: 'warning',
      summary: `${left} ${left === 1 ? 'contact' : 'contacts'} of the probe could not be deleted`,
      detail: 'their external ids and emails begin with interform-probe-',
      help: 'probe again: it deletes what an earlier one left as soon as search shows it',
    });
  if (ended === 'token')
    found.push({
      code: 'probe-stopped',
      severity: 'error',
      summary: 'the probe stopped: Intercom no longer accepts the token',
      detail: 'nothing of it was kept, and what it had made may still be there',
      help: 'check the token with interform doctor, then probe again: that clears away what is left',
    });
  if (ended === 'interrupted')
    found.push({
      code: 'probe-stopped',
      severity: 'error',
      summary: `the probe was stopped${left === 0 ? ', and what it had made was cleared away' : ''}`,
      help: 'run it again when there is a minute: nothing of it was kept',
    });
  return found;
}
