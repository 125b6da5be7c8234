import type { ChangeResult, Results } from '../types/result.ts';

/** Takes the results of a run as they come, and gives them back in the order of the plan. */
export interface ResultSink {
  /** `place`: of the change in the plan, counted from 0. One result for each place, in any order. */
  add(place: number, result: ChangeResult): void;
  /** All that were added, by place. Nothing may be added afterwards. */
  sealed(): Results;
}

/** Keeps the results in memory: for few of them. */
export function heldResults(): ResultSink {
  const held: { readonly place: number; readonly result: ChangeResult }[] = [];
  return {
    add: (place, result) => {
      held.push({ place, result });
    },
    sealed: () => held.sort((a, b) => a.place - b.place).map(({ result }) => result),
  };
}
