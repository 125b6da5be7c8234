import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { KeyIndex } from '../types/key-index.ts';
import type { Changes } from '../types/plan.ts';
import { type PlaceRanks, placeRanks } from '../types/ranks.ts';
import { RequiredAddresses, RequirementGraph } from '../types/requirement-graph.ts';
import { LEVELS, type Level, type Step } from '../types/step.ts';
import { referencesOf } from './references.ts';
import { unhurried } from './unhurried.ts';
import type { ApplyKind } from './work.ts';

/** Changes that may be made side by side: those of a level that have the same rank in it (`RequirementGraph`). */
export interface Wave {
  readonly level: Level;
  readonly rank: number;
}

/** The last level that a change may reach ahead of the others: what is archived comes after everything else. */
export const LAST_AHEAD = LEVELS.indexOf('memberships');

/** When the changes of a plan are made: a few bytes for each, however large the changes are. */
export class Schedule {
  /** In the order in which they are run. */
  readonly waves: readonly Wave[];
  readonly #bits: Uint8Array;
  readonly #graph: RequirementGraph;
  readonly #ranks: PlaceRanks;
  readonly #required: RequiredAddresses;
  readonly #referred: KeyIndex;

  constructor(read: ReadOnce, graph: RequirementGraph, ranks: PlaceRanks) {
    this.#bits = read.bits;
    this.#graph = graph;
    this.#ranks = ranks;
    this.#required = read.required;
    this.#referred = read.referred;
    const last = new Map<Level, number>();
    for (const [place, bits] of read.bits.entries())
      for (const level of levelsIn(bits))
        last.set(level, Math.max(last.get(level) ?? 0, ranks.rank(place, level)));
    // Also levels in which no change has a step: reading it again may turn a create into an update.
    this.waves = LEVELS.flatMap((level) =>
      Array.from({ length: (last.get(level) ?? 0) + 1 }, (_, rank) => ({ level, rank })),
    );
  }

  /** Those of `places` whose first step belongs to the wave. */
  beginningIn(wave: Wave, places: Uint8Array): Uint8Array {
    const found = new Uint8Array(places.length);
    for (const [place, bits] of this.#bits.entries()) {
      if (places[place] !== 1 || firstOf(bits) !== wave.level) continue;
      if (this.#ranks.rank(place, wave.level) === wave.rank) found[place] = 1;
    }
    return found;
  }

  /** Those of `places` that need no request. */
  withoutSteps(places: Uint8Array): Uint8Array {
    return places.map((wanted, place) => (wanted === 1 && this.#bits[place] === 0 ? 1 : 0));
  }

  /** The place of the change that stands for an address; undefined where none requires it, or none stands for it. */
  placeOf(address: string): number | undefined {
    return this.#graph.placeOf(address);
  }

  waveOf(place: number, level: Level): Wave {
    return { level, rank: this.#ranks.rank(place, level) };
  }

  /**
   * The last level that a change may go through at once, without waiting for the other changes of the levels between: nothing
   * waits for this change, and all that it waits for begins no later than it does.
   */
  aheadTo(change: Pick<Change, 'address' | 'also' | 'requires'>, first: Level): Level {
    const begin = LEVELS.indexOf(first);
    const isRequired = [change.address, ...change.also].some((address) => this.isRequired(address));
    const waits = change.requires.some((address) => {
      const level = this.#graph.beginningOf(address);
      return level !== undefined && LEVELS.indexOf(level) > begin;
    });
    return isRequired || waits ? first : (LEVELS[Math.max(begin, LAST_AHEAD)] ?? first);
  }

  /** Whether a change of the plan requires the address. */
  isRequired(address: string): boolean {
    return this.#required.find(address) !== -1;
  }

  /** Whether the steps of another change need the Intercom id of the address. */
  isReferred(address: string): boolean {
    return this.#referred.has(address);
  }
}

interface ReadOnce {
  /** By place: the levels in which the change has steps, one bit each. */
  readonly bits: Uint8Array;
  readonly required: RequiredAddresses;
  readonly referred: KeyIndex;
}

/** Finds what can be wrong with a plan before its first request. `onChange` gets each change once more, when all were seen. */
export async function scheduleOf(
  changes: Changes,
  kindOf: ReadonlyMap<string, ApplyKind>,
  onChange: (change: Change, place: number, isReferred: (address: string) => boolean) => void = () => {},
): Promise<Schedule | { readonly diagnostic: Diagnostic }> {
  const read: ReadOnce = {
    bits: new Uint8Array(changes.length),
    required: new RequiredAddresses(),
    referred: new KeyIndex(),
  };
  let place = 0;
  for await (const change of unhurried(changes)) {
    const steps = stepsOf(change, kindOf);
    if ('diagnostic' in steps) return steps;
    read.bits[place++] = steps.reduce((bits, { level }) => bits | (1 << LEVELS.indexOf(level)), 0);
    read.required.note(change);
    for (const step of steps)
      for (const address of referencesOf(step)) if (address !== change.address) read.referred.add(address);
  }
  const graph = new RequirementGraph(read.required);
  const waiting = new Map<number, string>();
  place = 0;
  for await (const change of unhurried(changes)) {
    if (graph.take(change, levelsIn(read.bits[place] ?? 0))) waiting.set(place, change.address);
    onChange(change, place++, (address) => read.referred.has(address));
  }
  const ranks = placeRanks(graph);
  const [circular] = ranks.circular.flatMap((at) => waiting.get(at) ?? []).sort();
  if (circular !== undefined)
    return unusable(circular, 'some changes need each other in a circle, so none of them can be made first');
  return new Schedule(read, graph, ranks);
}

function stepsOf(
  change: Change,
  kindOf: ReadonlyMap<string, ApplyKind>,
): readonly Step[] | { readonly diagnostic: Diagnostic } {
  const kind = kindOf.get(change.kind);
  if (kind === undefined) return unusable(change.address, `there is no kind called ${change.kind}`);
  try {
    return kind.steps(change);
  } catch (failure) {
    return unusable(change.address, failure instanceof Error ? failure.message : String(failure));
  }
}

function unusable(address: string, detail: string): { readonly diagnostic: Diagnostic } {
  return {
    diagnostic: {
      code: 'unusable-change',
      severity: 'error',
      summary: 'the plan contains a change that cannot be made',
      detail,
      help: 'plan again with this version of interform',
      address,
    },
  };
}

function* levelsIn(bits: number): Generator<Level> {
  for (const [at, level] of LEVELS.entries()) if ((bits & (1 << at)) !== 0) yield level;
}

function firstOf(bits: number): Level | undefined {
  return bits === 0 ? undefined : LEVELS[31 - Math.clz32(bits & -bits)];
}
