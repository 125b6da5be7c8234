import type { RequirementGraph } from './requirement-graph.ts';
import type { Level } from './step.ts';

/**
 * The order within the levels (`LEVELS`): a change with steps in the level in which its requirement begins has a higher rank
 * there, by place in the plan. What a change brings is there after its first level: a company can be attached before it is
 * tagged. Steps share a bulk request only within one level and rank, so the cost of a plan and its apply must agree on them. A
 * requirement that is no change of this plan, or that begins in a later level, orders nothing.
 */
export interface PlaceRanks {
  /** 0 where the change requires nothing of this level. */
  rank(place: number, level: Level): number;
  /** Changes of one level that require each other, so that none can be first. */
  readonly circular: readonly number[];
}

export function placeRanks(graph: RequirementGraph): PlaceRanks {
  const ranks = new Map<Level, ReadonlyMap<number, number>>();
  const circular: number[] = [];
  for (const [level, ofLevel] of graph.edges())
    ranks.set(
      level,
      longestPaths(ofLevel, (place) => circular.push(place)),
    );
  return { rank: (place, level) => ranks.get(level)?.get(place) ?? 0, circular };
}

/**
 * The length of the longest chain of requirements below each change. Repeatedly takes the changes that wait for nothing
 * more.
 */
function longestPaths(
  requirements: ReadonlyMap<number, readonly number[]>,
  onCircular: (place: number) => void,
): ReadonlyMap<number, number> {
  const waiting = new Map<number, number>();
  const dependents = new Map<number, number[]>();
  for (const [change, required] of requirements) {
    waiting.set(change, required.length);
    for (const one of required) {
      const known = dependents.get(one);
      if (known === undefined) dependents.set(one, [change]);
      else known.push(change);
    }
  }
  const ranks = new Map<number, number>();
  let ready = [...dependents.keys()].filter((change) => !requirements.has(change));
  for (let rank = 1; ready.length > 0; rank += 1) {
    const next: number[] = [];
    for (const change of ready) {
      for (const dependent of dependents.get(change) ?? []) {
        const left = (waiting.get(dependent) ?? 0) - 1;
        waiting.set(dependent, left);
        if (left > 0) continue;
        ranks.set(dependent, rank);
        next.push(dependent);
      }
    }
    ready = next;
  }
  for (const [change, left] of waiting) if (left > 0) onCircular(change);
  return ranks;
}
