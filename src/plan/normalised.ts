import { type Change, type FieldChange, isMembership } from '../types/change.ts';

/** Fields by name and what is required by address: their order in a manifest or an answer means nothing. */
export function normalised(change: Change): Change {
  const fields = Object.entries(change.fields)
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([path, field]) => [path, normalisedField(field)] as const);
  return { ...change, requires: [...change.requires].sort(byCodeUnits), fields: Object.fromEntries(fields) };
}

/** What is removed comes in the order of an answer; what is added keeps the order of the manifest. */
function normalisedField(field: FieldChange): FieldChange {
  return isMembership(field) ? { add: field.add, remove: [...field.remove].sort(byCodeUnits) } : field;
}

/** The order of changes that stand at one place: pruned contacts share a position and come by id. */
export function byIdentity(a: Change, b: Change): number {
  return byCodeUnits(a.id ?? '', b.id ?? '') || byCodeUnits(a.address, b.address);
}

export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
