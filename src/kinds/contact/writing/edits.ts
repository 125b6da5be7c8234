import type { Json, JsonObject } from '../../../types/json.ts';
import type { EditedField } from '../../../types/recheck.ts';
import type { Step } from '../../../types/step.ts';
import { livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import { editedFields } from '../../written/edited-fields.ts';

/** Not compared: Intercom sets last_seen_at whenever the person turns up, and the others are not part of the answer. */
const VOLATILE = ['last_seen_at', 'tags', 'companies', 'archived'];
/** Not compared after a conversion, which changes them: a lead's own external_id was hidden (intercom 4.4). */
const OF_A_CONVERSION = ['role', 'external_id', 'signed_up_at'];

/** What somebody else edited while a contact was written: a PUT answers with the whole contact (intercom 4.5). */
export function editsOfContact(
  step: Step,
  read: ReadonlyMap<string, Json>,
  body: Json,
): readonly EditedField[] {
  const { method, path } = step.request;
  const { id } = body as JsonObject; // The client checked that it is an object.
  if (method !== 'PUT' || typeof id !== 'string' || path !== `/contacts/${id}`) return [];
  const now = livePerson(body as unknown as WireContact).fields;
  const converts = read.get('role') !== now.get('role');
  return editedFields(step, read, now, new Set(converts ? [...VOLATILE, ...OF_A_CONVERSION] : VOLATILE));
}
