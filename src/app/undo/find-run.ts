import type { Diagnostic } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import type { RunRecord } from '../../types/store.ts';

/** The newest run that wrote something. */
export const LAST = 'last';

/**
 * The run that a person names: `last`, its id, or the beginning of an id that no other run has. `runs` are newest first.
 */
export function findRun(
  runs: readonly RunRecord[],
  named: string,
): RunRecord | { readonly diagnostic: Diagnostic } {
  if (named === LAST) return runs[0] ?? { diagnostic: noRuns() };
  const found = runs.filter(({ id }) => id.startsWith(named));
  const [first, second] = found;
  if (first !== undefined && (second === undefined || first.id === named)) return first;
  return { diagnostic: second === undefined ? unknownRun(runs, named) : severalRuns(found, named) };
}

function noRuns(): Diagnostic {
  return {
    code: 'unknown-run',
    severity: 'error',
    summary: 'the store remembers no run of this workspace',
    help: 'apply first; a store on another machine is not seen from here',
  };
}

function unknownRun(runs: readonly RunRecord[], named: string): Diagnostic {
  const near = nearest(
    named,
    runs.map(({ id }) => id),
  );
  return {
    code: 'unknown-run',
    severity: 'error',
    summary: `there is no run ${JSON.stringify(named.slice(0, 60))}`,
    ...(near === undefined ? {} : { detail: `did you mean ${near}?` }),
    help: 'interform history lists the runs; last stands for the newest',
  };
}

function severalRuns(found: readonly RunRecord[], named: string): Diagnostic {
  return {
    code: 'unknown-run',
    severity: 'error',
    summary: `${found.length} runs begin with ${named}`,
    detail: found
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', '),
    help: 'write more of the id',
  };
}
