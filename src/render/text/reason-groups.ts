import { sortOfReason } from '../../types/reason-sort.ts';
import type { ChangeResult } from '../../types/result.ts';
import { COMMAND } from './reason-lines.ts';

/** Results with one reason, in the order of the plan. */
export type ReasonGroup = readonly ChangeResult[];

/** The results by reason, the largest group first. Reasons that differ only in ids, numbers, values or a command at their end are one group. */
export function reasonGroups(entries: readonly ChangeResult[]): readonly ReasonGroup[] {
  const groups = new Map<string, ChangeResult[]>();
  for (const entry of entries) {
    const { reason = '' } = entry;
    const command = reason.lastIndexOf(COMMAND);
    const sort = sortOfReason(command === -1 ? reason : reason.slice(0, command));
    const group = groups.get(sort);
    if (group === undefined) groups.set(sort, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}
