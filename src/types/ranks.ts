import type { Change } from './change.ts';
import { LEVELS, type Level } from './step.ts';

/** The order within the levels: what a change requires of its own level comes a rank before it. */
export interface Ranks {
  /** 0 where the change requires nothing of this level. */
  rank(address: string, level: Level): number;
  /** Changes that require each other within one level: nothing can be the first of them. */
  readonly circular: readonly string[];
}

/**
 * Levels order the work (`LEVELS`); ranks order it where a change has steps in the level that its requirement begins in. What
 * a requirement brings is there after its first level: that a company is still to be tagged keeps nobody from being attached
 * to it. Steps share a bulk request only within one level and rank, so the cost of a plan and its apply must agree on them.
 * A requirement that is no change of this plan, or that begins in a later level, orders nothing.
 */
export function ranksOf(changes: readonly Change[], levelsOf: (change: Change) => Iterable<Level>): Ranks {
  const changeOf = changesByAddress(changes);
  const required = new Set<Change>();
  for (const change of changes) {
    for (const address of change.requires) {
      const requirement = changeOf.get(address);
      if (requirement !== undefined) required.add(requirement);
    }
  }
  const begins = new Map<Change, Level | undefined>();
  for (const change of required) begins.set(change, firstOf(levelsOf(change)));

  // Level → change → what it requires there.
  const edges = new Map<Level, Map<Change, Change[]>>();
  for (const change of changes) {
    if (change.requires.length === 0) continue;
    for (const level of new Set(levelsOf(change))) {
      for (const address of change.requires) {
        const requirement = changeOf.get(address);
        if (requirement === undefined || begins.get(requirement) !== level) continue;
        const ofLevel = edges.get(level) ?? new Map<Change, Change[]>();
        edges.set(level, ofLevel);
        ofLevel.set(change, [...(ofLevel.get(change) ?? []), requirement]);
      }
    }
  }

  const ranks = new Map<Level, ReadonlyMap<string, number>>();
  const circular = new Set<string>();
  for (const [level, ofLevel] of edges) {
    ranks.set(
      level,
      longestPaths(ofLevel, (change) => circular.add(change.address)),
    );
  }
  return {
    rank: (address, level) => ranks.get(level)?.get(address) ?? 0,
    circular: [...circular].sort(),
  };
}

/** By address and by every address in `also`, which names the same person. */
export function changesByAddress(changes: readonly Change[]): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  for (const change of changes) for (const other of change.also) found.set(other, change);
  for (const change of changes) found.set(change.address, change);
  return found;
}

function firstOf(levels: Iterable<Level>): Level | undefined {
  const found = new Set(levels);
  return LEVELS.find((level) => found.has(level));
}

/** Length of the longest chain of requirements below each change, by repeatedly taking what waits for nothing more. */
function longestPaths(
  requirements: ReadonlyMap<Change, readonly Change[]>,
  onCircular: (change: Change) => void,
): ReadonlyMap<string, number> {
  const waiting = new Map<Change, number>();
  const dependents = new Map<Change, Change[]>();
  for (const [change, required] of requirements) {
    waiting.set(change, required.length);
    for (const one of required) {
      const known = dependents.get(one);
      if (known === undefined) dependents.set(one, [change]);
      else known.push(change);
    }
  }
  const ranks = new Map<string, number>();
  let ready = [...dependents.keys()].filter((change) => !requirements.has(change));
  for (let rank = 1; ready.length > 0; rank += 1) {
    const next: Change[] = [];
    for (const change of ready) {
      for (const dependent of dependents.get(change) ?? []) {
        const left = (waiting.get(dependent) ?? 0) - 1;
        waiting.set(dependent, left);
        if (left > 0) continue;
        ranks.set(dependent.address, rank);
        next.push(dependent);
      }
    }
    ready = next;
  }
  for (const [change, left] of waiting) if (left > 0) onCircular(change);
  return ranks;
}
