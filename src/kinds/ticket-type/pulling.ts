import type { Diagnostic } from '../../types/diagnostic.ts';
import type { NewItem, NewItems, PullContext, Pulling } from '../../types/kind/pulling.ts';
import { isUnread } from '../../types/unread.ts';
import { listWhereAllowed } from '../not-read.ts';
import { addedEdits } from '../pulled/additions.ts';
import { leftOut } from '../pulled/items.ts';
import { TICKET_TYPES } from './calls.ts';
import { namesIn, type TicketTypeDeclaration } from './declaration.ts';
import { refusedOrUndeclared, ticketTypeEdits } from './drift.ts';
import { type LiveTicketType, liveTicketType } from './live.ts';
import { liveFields, pulledAttributes, pulledTypes } from './pulled-items.ts';

type Read = readonly LiveTicketType[];

export const ticketTypePulling: Pulling<TicketTypeDeclaration, Read> = {
  part: 'ticket_types',
  help: 'Ticket types and their attributes, without archived ones.',
  form: {
    items: 'map',
    list: 'ticket_types',
    base: 'ticket-types',
    pathOf: ({ of, type, name }) =>
      of === 'type' ? { key: type } : { key: type, below: ['attributes', name] },
  },
  driftsBy: ['archive', 'unarchive'],
  async read(reader) {
    const rows = await listWhereAllowed(reader, TICKET_TYPES);
    return isUnread(rows) ? rows : rows.map(liveTicketType);
  },
  count: (live) => live.filter(({ archived }) => !archived).length,
  undeclared: undeclaredTypes,
  edits: ticketTypeEdits,
  additions: (declaration, { read }) => addedEdits(declaration, liveFields(declaration, read)),
  driftBeyondPlan: refusedOrUndeclared,
};

/** Types that no manifest declares, with their attributes; attributes of the others are added to them by `driftBeyondPlan`. */
function undeclaredTypes(live: Read, { addresses, isDeclared, isExcluded, selects }: PullContext): NewItems {
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  const declared = [...addresses].map(namesIn);
  const types = declared.map((names) => names.type);
  for (const { name, address, live: type, fields, refusal } of pulledTypes(live, types)) {
    if (refusal !== undefined || type === undefined) {
      if (!isDeclared(address))
        left.push(leftOut(address, 'a ticket type cannot be declared and stays unmanaged', refusal ?? ''));
      continue;
    }
    const own = declared.flatMap((names) => (names.type === name ? (names.attribute ?? []) : []));
    const attributes = pulledAttributes(type, own).filter((attribute) => !isDeclared(attribute.address));
    for (const { address: at, refusal: why } of attributes)
      if (why !== undefined)
        left.push(leftOut(at, 'an attribute of a ticket type cannot be declared and stays unmanaged', why));
    if (isDeclared(address)) continue;
    const below = attributes
      .filter((attribute) => attribute.refusal === undefined && selects(attribute.address))
      .map((attribute) => [attribute.name, keptOf(attribute)] as const);
    items.push({
      ...{ kind: 'ticket_type', address, key: name },
      fields: {
        ...keptOf({ address, fields }),
        ...(below.length === 0 ? {} : { attributes: Object.fromEntries(below) }),
      },
    });
  }
  return { items, left };

  function keptOf({ address, fields }: Pick<NewItem, 'address' | 'fields'>): NewItem['fields'] {
    return Object.fromEntries(Object.entries(fields).filter(([path]) => !isExcluded(address, path)));
  }
}
