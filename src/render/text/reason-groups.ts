import { sortOfReason } from '../../types/reason-sort.ts';
import type { ChangeResult } from '../../types/result.ts';
import { COMMAND } from './reason-lines.ts';

/** Results with one reason. */
export interface ReasonGroup {
  readonly count: number;
  /** The first of them in the order of the plan. */
  readonly samples: readonly ChangeResult[];
}

/**
 * The results by reason with at most `most` samples each, the largest group first. Reasons that differ only in ids, numbers, values
 * or a command at their end are one group.
 */
export function reasonGroups(entries: Iterable<ChangeResult>, most: number): readonly ReasonGroup[] {
  const groups = new Map<string, { count: number; readonly samples: ChangeResult[] }>();
  for (const entry of entries) {
    const { reason = '' } = entry;
    const command = reason.lastIndexOf(COMMAND);
    const sort = sortOfReason(command === -1 ? reason : reason.slice(0, command));
    const group = groups.get(sort);
    if (group === undefined) {
      groups.set(sort, { count: 1, samples: [entry] });
      continue;
    }
    group.count += 1;
    if (group.samples.length < most) group.samples.push(entry);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
