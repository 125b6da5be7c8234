import type { MergeTarget, PlannedMerge, PlannedMerges } from '../../types/person.ts';

export function createPlannedMerges(): PlannedMerges {
  const all: PlannedMerge[] = [];
  const byLead = new Map<string, PlannedMerge>();
  const byTarget = new Map<string, PlannedMerge[]>();
  return {
    [Symbol.iterator]: () => all[Symbol.iterator](),
    add(merge) {
      all.push(merge);
      if (!byLead.has(merge.lead.id)) byLead.set(merge.lead.id, merge);
      const target = targetOf(merge.into);
      const earlier = byTarget.get(target);
      if (earlier === undefined) byTarget.set(target, [merge]);
      else earlier.push(merge);
    },
    of: (leadId) => byLead.get(leadId),
    into: (target) => byTarget.get(targetOf(target)) ?? [],
  };
}

/** A live user is identified by its id, one that this plan creates by its address. */
function targetOf({ person, address }: MergeTarget): string {
  return person?.id ?? address ?? '';
}
