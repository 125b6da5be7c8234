import { type Change, type FieldChange, isMembership } from '../types/change.ts';

/** Fields by name and what is required by address: their order in a manifest or an answer means nothing. */
export function normalised(change: Change): Change {
  const fields: Record<string, FieldChange> = {};
  for (const path of Object.keys(change.fields).sort()) {
    const field = change.fields[path];
    if (field !== undefined) define(fields, path, normalisedField(field));
  }
  return { ...change, requires: [...change.requires].sort(), fields };
}

/** An attribute may be called `__proto__`. */
function define(fields: Record<string, FieldChange>, path: string, field: FieldChange): void {
  if (path === '__proto__') Object.defineProperty(fields, path, { value: field, enumerable: true });
  else fields[path] = field;
}

/** What is removed comes in the order of an answer; what is added keeps the order of the manifest. */
function normalisedField(field: FieldChange): FieldChange {
  return isMembership(field) ? { add: field.add, remove: [...field.remove].sort() } : field;
}

/** The order of changes that stand at one place: pruned contacts share a position and come by id. */
export function byIdentity(a: Change, b: Change): number {
  return byCodeUnits(a.id ?? '', b.id ?? '') || byCodeUnits(a.address, b.address);
}

export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
