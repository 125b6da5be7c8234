import { kinds } from '../../kinds/index.ts';
import { type Inverse, inverseOf } from '../../plan/inverse.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { Current, Planned } from '../../types/kind.ts';
import type { RunRecord } from '../../types/store.ts';
import { referencedIds } from '../apply.ts';
import { createCatalog } from '../catalog.ts';
import { openLive } from '../live-side.ts';
import { type Loaded, loadDeclarations } from '../load.ts';
import { maskingOf } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { documentOf, type MadePlan } from '../plan.ts';
import { recheckMode } from '../recheck-mode.ts';
import { findRun, noRun } from '../runs/find-run.ts';
import type { Refused } from '../runs/locked.ts';
import { openStore, storeOrFailure } from '../runs/open-store.ts';
import { type ReadJournal, readJournal } from '../runs/read-journal.ts';
import { recall } from '../runs/recall.ts';
import type { Seat } from '../runs/seat.ts';
import { declaredAgain } from './declared-again.ts';
import { declaredToday, impossible, leftAlone, type Remark, withoutValues } from './findings.ts';
import { type MadeChange, madeBy } from './made.ts';

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
  const masking = maskingOf(loaded);
  const stop = (...diagnostics: Diagnostic[]): MadePlan => ({ diagnostics, sources, masking });
  if (project === undefined) return stop(...loaded.diagnostics);
  const refuse = ({ diagnostic, exit }: Refused): MadePlan => ({ ...stop(diagnostic), exit });
  const refused = await seat?.open(project, env, ports);
  if (refused !== undefined) return refuse(refused);
  const live = await openLive(project, env, options, ports);
  if ('diagnostic' in live) return stop(live.diagnostic);
  const locked = await seat?.lock(live.workspace.id);
  if (locked !== undefined) return refuse(locked);
  try {
    // First what an interrupted run left open, so that its journal says what became of it.
    const entered = await seat?.enter(live.workspace.id, live.reader);
    const known = entered ?? (await recall(project, live.workspace.id, live.reader, { env, ports }));
    const kept = await readRun(named, live.workspace.id, { project, env, ports });
    if ('diagnostic' in kept) return stop(kept.diagnostic);
    const { run } = kept;
    const reader = known?.layOver(live.reader) ?? live.reader;
    const turned = await turnRound(run, madeBy(kept.journal), reader);
    const diagnostics = [
      ...(known?.findings ?? []),
      ...impossible(turned.impossible),
      ...leftAlone(turned.leftAlone),
      ...declaredToday(declaredAgain(turned.undone, loaded.declared)),
    ];
    const recheck = recheckMode({ flag: options.recheck, project, saved: options.saved === true });
    const timezone = project.workspace.timezone ?? live.timezone ?? 'UTC';
    const plan = await documentOf(turned.planned, {
      options,
      loaded,
      project,
      catalog: createCatalog({ online: true, timezone }),
      workspace: live.workspace,
      diagnostics,
      reads: live.counts().reads + live.counts().retried,
      rate: live.rate(),
      recheck,
    });
    const ids = await referencedIds(plan, live.reader);
    const facts = { planned: live.counts(), rate: live.rate(), recheck, limits: project.guards, seat };
    const session = live.client === undefined ? {} : { session: { client: live.client, ids, ...facts } };
    return { plan: { ...plan, undoes: run.id }, diagnostics: plan.diagnostics, sources, masking, ...session };
  } catch (error) {
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
    return { run, journal: await readJournal(store.entries(run.id)) };
  } finally {
    await store?.close();
  }
}

interface Turned {
  readonly planned: readonly Planned[];
  readonly undone: readonly { readonly made: Change; readonly inverse: Change }[];
  readonly impossible: readonly Remark[];
  readonly leftAlone: readonly Remark[];
}

/** Each change of a run turned round, with the order of its dependencies. */
async function turnRound(
  run: RunRecord,
  made: readonly MadeChange[],
  reader: IntercomReader,
): Promise<Turned> {
  const live = await readCurrent(made, reader);
  const impossibles: Remark[] = [];
  const alone: Remark[] = [];
  const turned: { made: MadeChange; inverse: Change }[] = [];
  const planned: Planned[] = [];
  for (const one of made) {
    const { address: at } = one.change;
    const inverse = turn(run, one, live.get(at) ?? { state: 'absent' });
    impossibles.push(...inverse.impossible.map((reason) => ({ address: at, reason })));
    alone.push(...inverse.leftAlone.map((reason) => ({ address: at, reason })));
    if (inverse.change !== undefined) turned.push({ made: one, inverse: inverse.change });
    else planned.push({ state: 'unchanged', address: at });
  }
  const requires = reversedRequirements(turned.map(({ made: { change } }) => change));
  const undone = turned.map(({ made: { change, c }, inverse }) => {
    const whole = { ...inverse, requires: requires.get(inverse.address) ?? [] };
    planned.push({ state: 'change', order: c, change: whole });
    return { made: change, inverse: whole };
  });
  return { planned, undone, impossible: impossibles, leftAlone: alone };
}

function turn(run: RunRecord, one: MadeChange, current: Current): Inverse {
  const kind = kindOf(one.change);
  return inverseOf(
    { ...one, current },
    {
      run: run.id,
      undoing: kind.undoing,
      same: (field, a, b) => kind.same?.(field, a, b) ?? sameText(a, b),
    },
  );
}

/** What needed another change to be made first must be gone before that one goes. */
function reversedRequirements(changes: readonly Change[]): ReadonlyMap<string, readonly string[]> {
  const there = new Set(changes.map((change) => change.address));
  const needs = new Map<string, string[]>();
  for (const { address: at, requires } of changes) {
    for (const needed of requires) {
      if (!there.has(needed)) continue;
      const others = needs.get(needed);
      if (others === undefined) needs.set(needed, [at]);
      else others.push(at);
    }
  }
  return needs;
}

/** The live side of each, by its consistent read. */
async function readCurrent(
  made: readonly MadeChange[],
  reader: IntercomReader,
): Promise<ReadonlyMap<string, Current>> {
  const referenced = await referencedIds({ changes: made.map(({ change }) => change) }, reader);
  const ids = new Map([...referenced, ...made.map(({ change, id }) => [change.address, id] as const)]);
  const context = { idOf: (at: string) => ids.get(at), sleep: async () => {}, indexWaitMs: 0 };
  const found = new Map<string, Current>();
  for (const kind of kinds) {
    const own = made.filter(({ change }) => change.kind === kind.name);
    if (own.length === 0) continue;
    const changes = own.map(({ change, id }) => ({ ...change, id }));
    for (const [at, current] of await kind.current(changes, reader, context, 'each')) found.set(at, current);
  }
  return found;
}

function kindOf(change: Change) {
  const kind = kinds.find(({ name }) => name === change.kind);
  if (kind === undefined) throw new Error(`no kind ${change.kind}`);
  return kind;
}

/** Absent, null and "" are one in a read. */
function sameText(a: Json, b: Json): boolean {
  if ((a ?? '') === '' && (b ?? '') === '') return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
