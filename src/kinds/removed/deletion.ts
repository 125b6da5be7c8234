import type { Change, FieldChanges } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { sourceOf } from '../declared/declare-map.ts';
import type { RemovedDeclaration } from './declaration.ts';

/** What a deletion takes away; nothing where there is nothing. */
export function gone(path: string, before: Json): FieldChanges {
  return before === null ? {} : { [path]: { before, after: null } };
}

/** The change that deletes what is live, by Intercom's id. */
export function deletion(
  { address, place }: Pick<RemovedDeclaration, 'address' | 'place'>,
  id: string,
  { fields, notes }: Pick<Change, 'fields' | 'notes'>,
): Change {
  return {
    address,
    kind: 'removed',
    action: 'delete',
    id,
    requires: [],
    irreversible: true,
    reason: 'declared as removed, and live',
    notes,
    also: [],
    fields,
    source: sourceOf(place),
  };
}
