import type { EmulatorState } from '../../src/emulator/index.ts';
import { stateOf } from '../properties/workspace-state.ts';

/** What a workspace holds, one line for each thing. */
export function linesOf(state: EmulatorState): readonly string[] {
  return Object.entries(stateOf(state)).flatMap(([kind, things]) =>
    things.map((thing) => `${kind}: ${thing}`),
  );
}

/** What the one holds and the other does not; both empty when they are the same. */
export function stateDifference(
  expected: readonly string[],
  got: readonly string[],
): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  return { missing: without(expected, got), surplus: without(got, expected) };
}

/** As lists: what is there twice is taken away once for each that the other holds. */
function without(lines: readonly string[], taken: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of taken) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    return left === 0;
  });
}
