import { unattempted } from '../apply/not-attempted.ts';
import type { Changes } from '../types/plan.ts';
import type { Results } from '../types/result.ts';
import { streamOf } from '../types/stream.ts';

/** Adds the results of changes that were not run, in plan order. `left`: address → why one was not. */
export function withLeft(changes: Changes, results: Results, left: ReadonlyMap<string, string>): Results {
  if (left.size === 0) return results;
  return streamOf(changes.length, function* () {
    const made = results[Symbol.iterator]();
    for (const change of changes) {
      const why = left.get(change.address);
      if (why !== undefined) yield unattempted(change, why);
      else yield* taken(made);
    }
  });
}

/** The next one, if there is one. */
function* taken<T>(values: Iterator<T>): Generator<T> {
  const next = values.next();
  if (next.done !== true) yield next.value;
}
