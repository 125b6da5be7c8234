import { type Change, type FieldChange, isMembership } from '../types/change.ts';

/** Sorts what has no meaningful order in a manifest or an answer: fields by name, and required addresses. */
export function normalised(change: Change): Change {
  const fields: Record<string, FieldChange> = {};
  for (const path of Object.keys(change.fields).sort()) {
    const field = change.fields[path];
    if (field !== undefined) define(fields, path, normalisedField(field));
  }
  return { ...change, requires: [...change.requires].sort(), fields };
}

/** Plain assignment would set the prototype where an attribute is called `__proto__`. */
function define(fields: Record<string, FieldChange>, path: string, field: FieldChange): void {
  if (path === '__proto__') Object.defineProperty(fields, path, { value: field, enumerable: true });
  else fields[path] = field;
}

/** The order of removals comes from an answer and means nothing; additions keep the order of the manifest. */
function normalisedField(field: FieldChange): FieldChange {
  return isMembership(field) ? { add: field.add, remove: [...field.remove].sort() } : field;
}

/** Orders changes that have the same position in the manifests, such as the pruned contacts of a set: by id, then by address. */
export function byIdentity(a: Change, b: Change): number {
  return byCodeUnits(a.id ?? '', b.id ?? '') || byCodeUnits(a.address, b.address);
}

export function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
