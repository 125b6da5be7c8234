import type { Diagnostic } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import type { Project } from '../../types/project.ts';
import type { RunRecord } from '../../types/store.ts';

/** Stands for the newest run on the command line. */
export const LAST = 'last';
/** How many ids a message lists. */
const NAMED = 5;

export type FoundRun =
  | { readonly run: RunRecord; readonly diagnostic?: undefined }
  | { readonly diagnostic: Diagnostic; readonly run?: undefined };

/** Finds a run by its id, a unique beginning of its id, or `last`. `runs`: newest first. */
export function findRun(runs: readonly RunRecord[], written: string): FoundRun {
  const wanted = written.toLowerCase();
  const exact = wanted === LAST ? runs[0] : runs.find(({ id }) => id.toLowerCase() === wanted);
  if (exact !== undefined) return { run: exact };
  const begun = wanted === '' ? [] : runs.filter(({ id }) => id.toLowerCase().startsWith(wanted));
  const [only, another] = begun;
  if (only !== undefined && another === undefined) return { run: only };
  return { diagnostic: only === undefined ? unknownRun(runs, written) : ambiguousRun(begun, written) };
}

/** The error for a project without runs, or without a store. */
export function noRun(written: string, { store }: Pick<Project, 'store'>): Diagnostic {
  return { ...unknownRun([], written), ...(store.kind === 'none' ? WITHOUT_STORE : {}) };
}

const WITHOUT_STORE = {
  detail: 'this project keeps no store: store: none',
  help: 'take store: none out of the project file, and runs are recorded from then on',
} as const;

function unknownRun(runs: readonly RunRecord[], written: string): Diagnostic {
  const ids = runs.map(({ id }) => id);
  const meant = nearest(written, [...ids, LAST]);
  const none = { detail: 'there are no runs yet', help: 'the first apply records one' };
  const some = {
    detail: `the newest are ${ids.slice(0, NAMED).join(', ')}`,
    help: meant === undefined ? 'interform history lists all' : `did you mean ${meant}?`,
  };
  return {
    code: 'unknown-run',
    severity: 'error',
    summary: `there is no run ${JSON.stringify(written)}`,
    ...(ids.length === 0 ? none : some),
  };
}

function ambiguousRun(begun: readonly RunRecord[], written: string): Diagnostic {
  const more = begun.length > NAMED ? `, and ${begun.length - NAMED} more` : '';
  const ids = begun.slice(0, NAMED).map(({ id }) => id);
  return {
    code: 'ambiguous-run',
    severity: 'error',
    summary: `several runs begin with ${JSON.stringify(written)}`,
    detail: `${ids.join(', ')}${more}`,
    help: 'write more of the id, or last for the newest',
  };
}
