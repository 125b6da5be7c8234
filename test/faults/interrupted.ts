import { expect } from 'vitest';
import type { EmulatorResponse } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import { inWorld, isWrite, type OpenedWorld } from '../properties/opened-world.ts';
import { stateOf } from '../properties/workspace-state.ts';
import type { World } from '../properties/world.ts';

/** More applies than this mean that a plan never becomes empty. */
const MOST_RUNS = 6;

/** No request reaches anybody any more. */
const DEAD: EmulatorResponse = { status: 500, headers: {}, body: '', delayMs: 0, dropped: 'reset' };

/** What an apply that nothing came between left, and how many writes it took. */
export interface Undisturbed {
  readonly writes: number;
  readonly state: Json;
}

/** Whom `on_conflict: skip` left out is decided anew whenever somebody else was written. */
const SKIPPING: ReadonlySet<string> = new Set(['several-matches', 'sets-disagree']);

/** Applies a world and looks whether the next plan is empty. Undefined where it is not. */
export async function undisturbed(world: World, maxErrors?: number): Promise<Undisturbed | undefined> {
  return inWorld(world, {}, async (opened) => {
    const first = await opened.apply(maxErrors);
    if (first?.ran !== true || first.result.exit !== 0) return undefined;
    if (first.plan.diagnostics.some(({ code }) => SKIPPING.has(code))) return undefined;
    const writes = opened.writes.length;
    opened.settle();
    const { plan, diagnostics } = await opened.plan();
    if (plan?.changes.length !== 0 || diagnostics.some(({ severity }) => severity === 'error'))
      return undefined;
    return { writes, state: stateOf(opened.emulator.state) };
  });
}

/** Applies, and the process dies once `writes` writes took effect: nothing is left of the run but what Intercom holds. */
export async function dieAfter(writes: number, opened: OpenedWorld, maxErrors?: number): Promise<void> {
  let left = writes;
  opened.setBetween((request, answer) => {
    if (left === 0) return DEAD;
    if (isWrite(request)) left -= 1;
    return answer(request);
  });
  await opened.apply(maxErrors);
  expect(left).toBe(0);
  opened.setBetween(undefined);
  opened.settle();
}

/** What is left where a run died, and it was planned and applied afresh, without any memory, until the plan is empty. */
export async function killedAfter(writes: number, world: World, maxErrors?: number): Promise<Json> {
  return inWorld(world, {}, async (opened) => {
    await dieAfter(writes, opened, maxErrors);
    expect(await isFinished(opened)).toBe(true);
    return stateOf(opened.emulator.state);
  });
}

/** Plans and applies until there is nothing left to do. */
async function isFinished(opened: OpenedWorld): Promise<boolean> {
  for (let run = 0; run < MOST_RUNS; run += 1) {
    const applied = await opened.apply();
    const errors = applied?.plan.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
    expect(errors.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([]);
    opened.settle();
    if (applied?.ran === true && applied.plan.changes.length === 0) return true;
  }
  return false;
}
