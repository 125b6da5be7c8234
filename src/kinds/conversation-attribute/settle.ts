import { addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import type { IntercomFailure, IntercomWriter } from '../../types/intercom.ts';
import type { Settled } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import { settledCreate } from '../written/settled-create.ts';
import { CONVERSATION_ATTRIBUTES } from './calls.ts';
import { activeOf, liveConversationAttribute } from './live.ts';
import { conversationFieldsNotKept } from './steps.ts';

/**
 * What a lost or refused write came to, by the list, which shows at once what was written. Nothing refuses a second attribute of one
 * name, and with two of them no attribute of a conversation can be written: a create is sent again only once the list shows none.
 */
export async function settleConversationAttribute(
  change: Change,
  step: Step,
  failure: IntercomFailure,
  writer: IntercomWriter,
): Promise<Settled | undefined> {
  if (failure.outcome !== 'unknown' && !isRepeated(step, failure)) return undefined;
  const rows = await writer.list(CONVERSATION_ATTRIBUTES);
  if (change.action === 'create') {
    const [, name = ''] = addressSegments(change.address);
    const named = activeOf(rows.map(liveConversationAttribute), name);
    return settledCreate(named, (found) => conversationFieldsNotKept(step, found).length === 0);
  }
  const row = rows.find(({ id }) => id === change.id);
  if (row !== undefined && conversationFieldsNotKept(step, liveConversationAttribute(row)).length === 0)
    return { state: 'done', body: row };
  if (failure.outcome !== 'unknown') return undefined;
  return { state: 'retry', ...(step.creates ? { absent: true } : {}) };
}

/** A DELETE that the client sent twice may be refused for what the first one did. */
function isRepeated({ request }: Step, { status }: IntercomFailure): boolean {
  return request.method === 'DELETE' && (status === 404 || status === 422);
}
