import type { Change } from '../../types/change.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';
import type { Step } from '../../types/step.ts';

/** Steps that share requests no larger than a probe has seen them accepted; what was not probed stays as the kind says. */
export function heedBatches(steps: readonly Step[], { found }: WorkspaceFacts): readonly Step[] {
  const most = found.bulk_tag_most;
  if (most === null) return steps;
  return steps.map((step) => {
    const { batch } = step;
    if (batch === undefined || batch.limit <= most) return step;
    return { ...step, batch: { ...batch, limit: Math.max(1, most) } };
  });
}

/** The kinds with their batches held to that size. */
export function heedingKinds<K extends { steps(change: Change): readonly Step[] }>(
  kinds: readonly K[],
  facts: WorkspaceFacts,
): readonly K[] {
  return kinds.map((kind) => ({ ...kind, steps: (change) => heedBatches(kind.steps(change), facts) }));
}
