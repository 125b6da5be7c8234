import type { Change } from '../../types/change.ts';
import type { IntercomFailure, IntercomWriter } from '../../types/intercom.ts';
import type { Settled } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import { settledCreate } from '../written/settled-create.ts';
import { TICKET_TYPES } from './calls.ts';
import { itemOf } from './current.ts';
import { namesIn } from './declaration.ts';
import { itemNamed, type LiveItem, type LiveTicketType, liveTicketType } from './live.ts';
import { ticketFieldsNotKept } from './steps.ts';

/**
 * What a lost write came to, by the list, which shows at once what was written. Nothing says that names are unique, so a create is sent
 * again only once the list shows none of its name.
 */
export async function settleTicketType(
  change: Change,
  step: Step,
  failure: IntercomFailure,
  writer: IntercomWriter,
): Promise<Settled | undefined> {
  if (failure.outcome !== 'unknown') return undefined;
  const rows = await writer.list(TICKET_TYPES);
  const live = rows.map(liveTicketType);
  if (step.creates) return settleCreate(change, step, live);
  const found = itemOf(change, live);
  if (found === undefined || ticketFieldsNotKept(step, found).length > 0) return { state: 'retry' };
  const { type, attribute } = namesIn(change.address);
  const types = rows.filter(({ name }) => name === type);
  // Types and attributes are counted apart: one may have the id of another.
  const shown =
    attribute === undefined ? types : types.flatMap(({ ticket_type_attributes: { data } }) => data);
  const body = shown.find(({ id }) => id === found.id);
  return { state: 'done', body: body ?? {} };
}

function settleCreate(change: Change, step: Step, live: readonly LiveTicketType[]): Settled {
  const { type, attribute } = namesIn(change.address);
  const items: readonly LiveItem[] =
    attribute === undefined
      ? live
      : (live.find(({ id }) => step.request.path.includes(`/${id}/`))?.attributes ?? []);
  const name = attribute ?? type;
  const { one, several } = itemNamed(items, name);
  const named = one === undefined ? several : [one];
  return settledCreate(named, (found) => ticketFieldsNotKept(step, found).length === 0);
}
