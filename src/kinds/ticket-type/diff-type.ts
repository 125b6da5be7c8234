import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { isDeclaredArchived } from '../declared/item-cells.ts';
import type { TicketTypeDeclaration } from './declaration.ts';
import type { PlannedType } from './diff-attribute.ts';
import type { LiveTicketType } from './live.ts';
import {
  changed,
  differing,
  liveItem,
  newFields,
  planned,
  TYPE_FIELDS,
  warnOfHidden,
} from './planned-item.ts';

/** What is to be done with a type, and what its attributes will find. */
export function diffType(
  declaration: TicketTypeDeclaration,
  live: readonly LiveTicketType[],
  report: Report,
): { readonly planned: Planned | undefined; readonly becomes: PlannedType } {
  const found = liveItem(declaration, live, report);
  const isArchived = isDeclaredArchived(declaration);
  if (found === 'unclear') return { planned: undefined, becomes: { state: isArchived ? 'left' : 'unclear' } };
  if (found === 'none') {
    if (isArchived) return { planned: undefined, becomes: { state: 'left' } };
    const fields = { name: { after: declaration.name }, ...newFields(declaration, TYPE_FIELDS) };
    const create = { action: 'create', id: null, fields, reason: 'declared, not live', notes: [] } as const;
    return { planned: planned(declaration, create), becomes: { state: 'new' } };
  }
  warnOfHidden(declaration, found.fields, TYPE_FIELDS, report);
  const change = changed(declaration, found, {
    fields: differing(declaration, found.fields, TYPE_FIELDS),
    note: 'it can be unarchived; its attributes are left as they are',
    notes: [],
    requires: [],
  });
  if (isArchived) return { planned: change, becomes: { state: 'left' } };
  const requires = found.archived ? [declaration.address] : [];
  return { planned: change, becomes: { state: 'live', attributes: found.attributes, requires } };
}
