import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import { candidates } from '../values/live-candidates.ts';
import { TICKET_TYPES } from './calls.ts';
import { namesIn } from './declaration.ts';
import { itemNamed, type LiveItem, liveTicketType } from './live.ts';

/** Lists the types once, and finds names that the changes of a run made and that are there twice by now. */
export async function ticketTypesMadeTwice(
  changes: readonly Change[],
  reader: Pick<IntercomReader, 'list'>,
): Promise<readonly Diagnostic[]> {
  const live = (await reader.list(TICKET_TYPES)).map(liveTicketType);
  return changes.flatMap(({ address }) => {
    const { type, attribute } = namesIn(address);
    const items: readonly LiveItem[] =
      attribute === undefined ? live : (itemNamed(live, type).one?.attributes ?? []);
    const { several } = itemNamed(items, attribute ?? type);
    if (several.length === 0) return [];
    const what = attribute === undefined ? 'a ticket type' : 'an attribute of a ticket type';
    return [{ ...itemTwice(attribute ?? type, what, several), severity: 'warning' as const, address }];
  });
}

/** Nothing says that names are unique: nobody but the reader can say which one is meant. */
export function itemTwice(
  name: string,
  what: string,
  live: readonly LiveItem[],
): Omit<Diagnostic, 'severity'> {
  const told = candidates(live, ({ archived }, made) => [made, archived ? 'archived' : '']);
  return {
    code: 'ticket-type-twice',
    summary: `${name} is the name of ${live.length} live items`,
    detail: `${what} is declared, and it may be ${told.join(' or ')}`,
    help: 'rename all but one of them in Intercom',
  };
}
