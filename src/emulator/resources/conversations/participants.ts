import { isJsonObject, type Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { userNotFound } from '../contacts/errors.ts';
import { contactsOf } from '../contacts/store.ts';
import { namedAdmin, namedContact } from './people.ts';
import type { ConversationRecord } from './record.ts';
import { pathConversation } from './routes.ts';
import { addPart } from './store.ts';

export const participantRoutes: readonly Route[] = [
  { method: 'POST', path: '/conversations/:id/customers', answer: attachContact },
  { method: 'DELETE', path: '/conversations/:id/customers/:contact_id', answer: detachContact },
];

/** Makes it a group conversation. */
function attachContact(call: Call): Json {
  const { workspace, body } = call;
  const record = pathConversation(call);
  const customer = isJsonObject(body.customer) ? body.customer : {};
  const contact = namedContact(customer, workspace);
  const author = namedAdmin(body.admin_id, workspace);
  if (record.contacts.includes(contact.id)) return answerCustomers(record, call);
  const contacts = [...record.contacts, contact.id];
  return answerCustomers(
    addPart(record, { part_type: 'participant_added', author }, { contacts }, workspace),
    call,
  );
}

function detachContact(call: Call): Json {
  const { workspace, body } = call;
  const record = pathConversation(call);
  const contactId = call.param('contact_id');
  if (!record.contacts.includes(contactId)) throw userNotFound();
  if (record.contacts.length === 1) {
    throw new ApiError({
      status: 422,
      code: 'parameter_invalid',
      message: 'Removing the last customer is not allowed',
    });
  }
  const author = namedAdmin(body.admin_id, workspace);
  const contacts = record.contacts.filter((id) => id !== contactId);
  return answerCustomers(
    addPart(record, { part_type: 'participant_removed', author }, { contacts }, workspace),
    call,
  );
}

/** The schema promises the conversation, its example shows this. */
function answerCustomers(record: ConversationRecord, { workspace }: Call): Json {
  return {
    customers: record.contacts.map((id) => ({ type: contactsOf(workspace).get(id)?.role ?? 'user', id })),
  };
}
