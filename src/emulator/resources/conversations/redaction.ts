import type { Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import type { ConversationRecord } from './record.ts';
import { answerConversation } from './routes.ts';
import { conversationsOf } from './store.ts';

const REDACTED = '<p><i>This message was deleted</i></p>';

export const redactionRoute: Route = { method: 'POST', path: '/conversations/redact', answer: redact };

/** Of a part that has a body, or of a first message that a contact wrote. */
function redact(call: Call): Json {
  const { workspace, body } = call;
  const record = conversationsOf(workspace).get(String(body.conversation_id));
  if (record === undefined) throw nothingToRedact();
  const redacted =
    body.type === 'source'
      ? redactSource(record, String(body.source_id))
      : redactPart(record, String(body.conversation_part_id), workspace.now());
  return answerConversation(
    conversationsOf(workspace).put({ ...redacted, updated_at: workspace.now() }),
    call,
  );
}

function redactSource(record: ConversationRecord, sourceId: string): ConversationRecord {
  const { source } = record;
  if (source.id !== sourceId) throw nothingToRedact();
  if (source.author.type === 'admin') throw notRedactable();
  return { ...record, source: { ...source, body: REDACTED, redacted: true } };
}

function redactPart(record: ConversationRecord, partId: string, now: number): ConversationRecord {
  const part = record.parts.find(({ id }) => id === partId);
  if (part === undefined) throw nothingToRedact();
  if (part.body === null) throw notRedactable();
  const redacted = { ...part, body: REDACTED, redacted: true, updated_at: now };
  return { ...record, parts: record.parts.map((each) => (each === part ? redacted : each)) };
}

function nothingToRedact(): ApiError {
  return new ApiError({
    status: 404,
    code: 'conversation_part_or_message_not_found',
    message: 'Conversation part or message not found',
  });
}

/** The description names the code; status and text are ours. */
function notRedactable(): ApiError {
  return new ApiError({
    status: 400,
    code: 'conversation_part_not_redactable',
    message: 'This conversation part cannot be redacted',
  });
}
