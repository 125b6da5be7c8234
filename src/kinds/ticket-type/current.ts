import type { Change } from '../../types/change.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Current } from '../../types/kind.ts';
import { blocking } from '../values/name-case.ts';
import { TICKET_TYPES } from './calls.ts';
import { namesIn, typeAddress } from './declaration.ts';
import { itemNamed, type LiveItem, type LiveTicketType, liveTicketType } from './live.ts';

/** Reads all types once: the id of the type goes into the requests of its attributes. */
export async function currentTicketTypes(
  changes: readonly Change[],
  reader: Pick<IntercomReader, 'list'>,
): Promise<ReadonlyMap<string, Current>> {
  const live = (await reader.list(TICKET_TYPES)).map(liveTicketType);
  return new Map(changes.map((change) => [change.address, currentOf(change, live)]));
}

function currentOf(change: Change, live: readonly LiveTicketType[]): Current {
  const { type, attribute } = namesIn(change.address);
  const parent = parentOf(change, live);
  const found = itemOf(change, live);
  const ids = new Map(parent === undefined ? [] : [[typeAddress(type), parent.id]]);
  if (found === undefined) {
    const items = attribute === undefined ? live : (parent?.attributes ?? []);
    return { state: 'absent', gone: true, ids, ...blocking(items, attribute ?? type) };
  }
  return {
    state: 'live',
    id: found.id,
    fields: found.fields,
    ids,
    ...(found.created_at === null ? {} : { created_at: found.created_at }),
  };
}

/** The type that an attribute of a change belongs to. */
function parentOf({ address, id }: Change, live: readonly LiveTicketType[]): LiveTicketType | undefined {
  const { type, attribute } = namesIn(address);
  if (attribute === undefined) return undefined;
  if (id === null) return itemNamed(live, type).one;
  return live.find(({ name, attributes }) => name === type && attributes.some((one) => one.id === id));
}

/** What a change is about: by its id while it has the name that the plan knew it by, and by that name where it had no id then. */
export function itemOf(change: Change, live: readonly LiveTicketType[]): LiveItem | undefined {
  const { type, attribute } = namesIn(change.address);
  const items = attribute === undefined ? live : (parentOf(change, live)?.attributes ?? []);
  const name = attribute ?? type;
  if (change.id === null) return itemNamed<LiveItem>(items, name).one;
  return items.find(({ id, name: is }) => id === change.id && is === name);
}

/** Ids of types and attributes that one item has the name of. */
export async function idsOfTicketTypes(
  addresses: readonly string[],
  reader: Pick<IntercomReader, 'list'>,
): Promise<ReadonlyMap<string, string>> {
  const live = (await reader.list(TICKET_TYPES)).map(liveTicketType);
  const ids = new Map<string, string>();
  for (const address of addresses) {
    const { type, attribute } = namesIn(address);
    const parent = itemNamed(live, type).one;
    const found = attribute === undefined ? parent : itemNamed(parent?.attributes ?? [], attribute).one;
    if (found !== undefined) ids.set(address, found.id);
  }
  return ids;
}
