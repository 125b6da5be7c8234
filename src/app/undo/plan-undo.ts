import type { Diagnostic } from '../../types/diagnostic.ts';
import type { RunRecord } from '../../types/store.ts';
import { bulkSetting } from '../bulk-mode.ts';
import { createCatalog } from '../catalog.ts';
import { indexLagMs, UNPROBED } from '../heeding/kept-facts.ts';
import { openSeated } from '../live-side.ts';
import { loadDeclarations } from '../load.ts';
import type { Loaded } from '../loaded.ts';
import { maskingOf } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { withOwners } from '../origins.ts';
import { type MadePlan, matchesNothing, originsOfLimits, sessionOf } from '../plan.ts';
import { livePlan } from '../planning/live-plan.ts';
import { placedAtOnce } from '../planning/plan-document.ts';
import { recheckMode } from '../recheck-mode.ts';
import { referencedIds } from '../referenced-ids.ts';
import { findRun, noRun } from '../runs/find-run.ts';
import { openStore, storeOrFailure } from '../runs/open-store.ts';
import { type ReadJournal, readJournal } from '../runs/read-journal.ts';
import { recall } from '../runs/recall.ts';
import type { Seat } from '../runs/seat.ts';
import { declaredAgain } from './declared-again.ts';
import {
  damagedJournal,
  declaredToday,
  impossible,
  leftAlone,
  notCarriedAgain,
  notKnownYet,
  withoutValues,
} from './findings.ts';
import { madeBy } from './made.ts';
import { turnRound } from './turn-round.ts';

/**
 * The plan that takes a run back: what it wrote goes back to what was before, as far as it still holds. A plan like any other, made from
 * the run's journal and the live side, not from manifests; it only reads.
 */
export async function makeUndoPlan(
  named: string,
  options: PlanningOptions & { readonly saved?: boolean },
  ports: Ports,
  seat?: Seat,
): Promise<MadePlan> {
  const loaded = await loadDeclarations(options, ports);
  const { project, sources, env } = loaded;
  let masking = maskingOf(loaded);
  const stop = (...diagnostics: Diagnostic[]): MadePlan => ({ diagnostics, sources, masking });
  if (project === undefined) return stop(...loaded.diagnostics);
  const live = await openSeated(project, env, options, { ports, seat });
  if ('diagnostic' in live) return { ...stop(live.diagnostic), exit: live.exit };
  try {
    // First what an interrupted run left open, so that its journal says what became of it.
    const entered = await seat?.enter(live.workspace.id, live.reader);
    const known = entered ?? (await recall(project, live.workspace.id, live.reader, { env, ports }));
    const facts = known?.facts ?? UNPROBED;
    live.heed(facts);
    const kept = await readRun(named, live.workspace.id, { project, env, ports });
    if ('diagnostic' in kept) return stop(kept.diagnostic);
    const { run } = kept;
    // What the manifests of that day said to be sensitive is so still.
    masking = { ...masking, sensitive: united(masking.sensitive, run.sensitive) };
    const reader = known?.layOver(live.reader) ?? live.reader;
    const turned = await turnRound(madeBy(kept.journal), {
      reader,
      now: ports.now(),
      indexLagMs: indexLagMs(project, facts),
    });
    const timezone = project.workspace.timezone ?? live.timezone ?? 'UTC';
    const { contactSets: sets, later } = loaded;
    const catalog = createCatalog({ online: true, timezone, later, project, sets });
    const again = await declaredAgain(turned.undone, loaded.declared, catalog, live.reader);
    const diagnostics = [
      ...(known?.findings ?? []),
      ...impossible(turned.impossible),
      ...leftAlone(turned.leftAlone),
      ...notKnownYet(run.id, turned.unknown),
      ...declaredToday(again),
      ...notCarriedAgain(turned.undone),
    ];
    const recheck = recheckMode({ flag: options.recheck, project, saved: options.saved === true });
    const bulk = bulkSetting({
      ...{ flag: options.bulk, project, memory: known?.bulk },
      ...{ facts, now: ports.now() },
    });
    const planned = withOwners(turned.planned, loaded, catalog);
    const plan = await livePlan(placedAtOnce(planned, { options, loaded, catalog }), {
      ...{ options, loaded, project, catalog, live, diagnostics, recheck, bulk, facts },
    });
    if (matchesNothing(plan)) return { diagnostics: plan.diagnostics, sources, masking };
    const ids = await referencedIds(plan, live.reader);
    const { sensitive } = masking;
    const undo = { ...plan, undoes: run.id, ...(sensitive.length === 0 ? {} : { sensitive }) };
    return {
      plan: undo,
      diagnostics: plan.diagnostics,
      sources,
      masking,
      origins: originsOfLimits(project, options),
      ...sessionOf(live, ids, project, { recheck, bulk, seat, facts }),
    };
  } catch (error) {
    live.stop();
    return stop(storeOrFailure(error));
  }
}

interface KeptRun {
  readonly run: RunRecord;
  readonly journal: ReadJournal;
}

async function readRun(
  named: string,
  workspace: string,
  {
    project,
    env,
    ports,
  }: { readonly project: NonNullable<Loaded['project']>; readonly env: Ports['env']; readonly ports: Ports },
): Promise<KeptRun | { readonly diagnostic: Diagnostic }> {
  const store = await openStore(project, env, 'read', ports);
  try {
    if (store === undefined) return { diagnostic: noRun(named, project) };
    const runs = (await store.runs()).filter((run) => run.workspace === workspace);
    const { run, diagnostic } = findRun(runs, named);
    if (run === undefined) return { diagnostic };
    if (!run.keep_values) return { diagnostic: withoutValues(run.id) };
    const journal = await readJournal(store, run);
    const isWhole =
      !journal.damaged && (journal.ended || run.ended_at === undefined || run.interrupted === true);
    return isWhole ? { run, journal } : { diagnostic: damagedJournal(run.id, store.where) };
  } finally {
    await store?.close();
  }
}

function united(some: readonly string[], others: readonly string[] = []): readonly string[] {
  return [...new Set([...some, ...others])].sort();
}
