import { loadManifests } from '../../manifest/index.ts';
import { diskFiles } from '../../sources/index.ts';
import type { Store } from '../../store/store.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { HISTORY_FORMAT, type HistoryDocument } from '../../types/history.ts';
import type { Project } from '../../types/project.ts';
import type { SourceText } from '../../types/source-text.ts';
import type { RunRecord, StoreSettings } from '../../types/store.ts';
import { schemas } from '../declare.ts';
import { openProject } from '../load.ts';
import { type Masking, maskingOfDocuments, maskingOfProject, maskKey } from '../masking.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { findRun, LAST, noRun } from '../runs/find-run.ts';
import { damagedRun, NO_STORE } from '../runs/findings.ts';
import { lockOwner } from '../runs/identity.ts';
import { lockedBy } from '../runs/locked.ts';
import { openStore, storeDiagnostic } from '../runs/open-store.ts';
import { openDoubts, readJournal } from '../runs/read-journal.ts';
import { type Resolution, resolveDoubts } from './resolve.ts';
import { toldChanges, toldDoubts, toldMerges } from './told-journal.ts';
import { type Told, toldRun, undoneBy } from './told-run.ts';

export interface HistoryOptions extends Pick<PlanningOptions, 'project' | 'environment'> {
  /** An id, the beginning of one, or `last`; undefined: list the runs. */
  readonly run?: string;
  /** How many runs a list shows at most. */
  readonly limit: number;
  /** Only together with `run`. */
  readonly resolutions: readonly Resolution[];
  readonly lockTimeoutMs: number;
}

/** `document` is missing where history could not be read. */
export interface HistoryRead {
  readonly document?: HistoryDocument;
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly masking: Masking;
  readonly sources: SourceText;
}

/** Reads the store of a project. Needs no token and sends no request. */
export async function history(options: HistoryOptions, ports: Ports): Promise<HistoryRead> {
  const opened = await openProject({ ...options, variables: new Map() }, ports);
  const { project, env } = opened;
  const common = {
    masking: maskingOfProject(project, env),
    sources: (file: string) => opened.texts.get(file),
  };
  if (project === undefined) return { ...common, exit: 1, diagnostics: opened.diagnostics };
  try {
    const told = await tell(options, { project, env, ports });
    const findings = [...opened.diagnostics, ...told.diagnostics];
    const { document, ...rest } = told;
    return {
      ...common,
      ...rest,
      diagnostics: findings,
      ...(document === undefined
        ? {}
        : { document: { ...document, settings: settingsOf(project.store), diagnostics: findings } }),
    };
  } catch (failure) {
    return { ...common, exit: 1, diagnostics: [...opened.diagnostics, storeDiagnostic(failure)] };
  }
}

interface World {
  readonly project: Project;
  readonly env: Ports['env'];
  readonly ports: Ports;
}

type TellResult = Pick<HistoryRead, 'exit' | 'diagnostics'> &
  Partial<Omit<HistoryRead, 'document'>> & { readonly document?: Untold };

type Untold = Omit<HistoryDocument, 'settings'>;

function settingsOf(store: StoreSettings): HistoryDocument['settings'] {
  const { kind, keep_values } = store;
  return { kind, path: kind === 'folder' ? store.path : null, keep_values };
}

async function tell(options: HistoryOptions, world: World): Promise<TellResult> {
  const { project, env, ports } = world;
  const store = await openStore(project, env, 'read', ports);
  if (store === undefined) return withoutStore(options, project);
  let run: RunRecord | undefined;
  try {
    const runs = await store.runs();
    const workspace = project.workspace.id ?? null;
    const own = runs.filter((one) => workspace === null || one.workspace === workspace);
    if (options.run === undefined) return await listed(store, own, { runs, workspace, limit: options.limit });
    const found = findRun(options.run === LAST ? own : runs, options.run);
    if (found.run === undefined) return { exit: 1, diagnostics: [found.diagnostic] };
    run = found.run;
    if (options.resolutions.length === 0) return await oneRun(store, run, { ...world, runs });
  } finally {
    await store.close();
  }
  return resolved(run.id, options, world);
}

function withoutStore({ run }: HistoryOptions, project: Project): TellResult {
  const isWanted = project.store.kind !== 'none';
  if (run !== undefined) {
    return { exit: 1, diagnostics: [noRun(run, project)] };
  }
  return {
    exit: 0,
    diagnostics: isWanted ? [] : [NO_STORE],
    document: { ...EMPTY, workspace: project.workspace.id ?? null },
  };
}

const EMPTY: Untold = {
  format: HISTORY_FORMAT,
  exit: 0,
  store: null,
  workspace: null,
  runs: [],
  left_out: { older: 0, other_workspaces: 0 },
  diagnostics: [],
};

async function listed(
  store: Store,
  own: readonly RunRecord[],
  about: { readonly runs: readonly RunRecord[]; readonly workspace: string | null; readonly limit: number },
): Promise<TellResult> {
  const { runs, workspace, limit } = about;
  const shown = own.slice(0, limit);
  const told = await toldOf(store, runs, shown);
  return {
    exit: 0,
    diagnostics: [],
    document: {
      ...EMPTY,
      store: { kind: store.kind, where: store.where },
      workspace,
      runs: shown.map((run) => toldRun(run, told)),
      left_out: { older: own.length - shown.length, other_workspaces: runs.length - own.length },
    },
  };
}

async function oneRun(
  store: Store,
  run: RunRecord,
  world: World & { readonly runs: readonly RunRecord[] },
): Promise<TellResult> {
  const journal = await readJournal(store, run);
  return {
    exit: 0,
    diagnostics: journal.damaged ? [damagedRun(run)] : [],
    masking: await maskingOf(run, world),
    document: {
      ...EMPTY,
      store: { kind: store.kind, where: store.where },
      workspace: run.workspace,
      runs: [toldRun(run, await toldOf(store, world.runs, [run]))],
      changes: toldChanges(journal),
      merges: toldMerges(journal),
      doubts: toldDoubts(journal),
    },
  };
}

/** Holds the lock while it writes, because an apply may be settling the same requests. */
async function resolved(id: string, options: HistoryOptions, world: World): Promise<TellResult> {
  const { project, env, ports } = world;
  const { signal } = ports;
  const { lockTimeoutMs: timeoutMs, resolutions } = options;
  const store = await openStore(project, env, 'write', ports);
  if (store === undefined) throw new Error('the store was there a moment ago');
  try {
    const before = await store.run(id);
    if (before === undefined) throw new Error(`run ${id} was there a moment ago`);
    const owner = lockOwner(before.workspace, ports);
    const taken = await store.locks.take(owner, { timeoutMs, ...(signal === undefined ? {} : { signal }) });
    if (taken.state === 'busy') {
      const { diagnostic, exit } = lockedBy(taken.owner, timeoutMs);
      return { exit, diagnostics: [diagnostic] };
    }
    try {
      const now = ports.now();
      const done = await resolveDoubts(store, before, { resolutions, maskKey: maskKey(project, env), now });
      if ('diagnostics' in done) return { exit: 1, diagnostics: done.diagnostics };
      const runs = await store.runs();
      const run = runs.find((one) => one.id === id) ?? before;
      const told = await oneRun(store, run, { ...world, runs });
      if (told.document === undefined) return told;
      const { changes: _, merges: __, ...rest } = told.document;
      return { ...told, document: { ...rest, resolved: done.resolved } };
    } finally {
      await taken.lock.release();
    }
  } finally {
    await store.close();
  }
}

/** Facts about these runs that their records do not hold. */
async function toldOf(store: Store, runs: readonly RunRecord[], shown: readonly RunRecord[]): Promise<Told> {
  const open = shown.filter(({ ended_at }) => ended_at === undefined);
  const holders = open.length === 0 ? [] : await store.locks.holders();
  const openDoubtsOf = new Map<string, number>();
  for (const run of shown) {
    if (run.ended_at !== undefined && !run.in_doubt) continue;
    openDoubtsOf.set(run.id, openDoubts(await readJournal(store, run)).length);
  }
  return {
    locked: new Set(holders.map(({ workspace }) => workspace)),
    undoneBy: undoneBy(runs),
    openDoubts: openDoubtsOf,
  };
}

/** Masks what was sensitive when the run was made, and what is sensitive now. */
async function maskingOf(run: RunRecord, { project, env }: World): Promise<Masking> {
  const { documents, diagnostics, texts } = await loadManifests({
    project,
    files: diskFiles,
    schemas: schemas(),
    to: undefined,
  });
  const today = maskingOfDocuments({
    project,
    env,
    documents,
    diagnostics,
    sources: (file) => texts.get(file),
  });
  const sensitive = new Set([...today.sensitive, ...(run.sensitive ?? [])]);
  return { key: today.key, sensitive: [...sensitive].sort() };
}
