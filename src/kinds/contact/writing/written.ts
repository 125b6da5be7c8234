import { addressSegments } from '../../../types/address.ts';
import type { Change } from '../../../types/change.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { Answered } from '../../../types/kind.ts';
import type { LivePerson } from '../../../types/person.ts';
import type { Step } from '../../../types/step.ts';
import type { Written } from '../../../types/store.ts';
import { livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import { createKeys } from './current.ts';
import { contactOfRequest } from './lost-write.ts';

/** The existing contact that a request may change. */
export function contactsOfStep({ request }: Step): readonly string[] {
  const id = contactOfRequest(request.body, request.path);
  return id === undefined ? [] : [id];
}

/**
 * The keys by which the contact can be found once the request took effect: for a create the key that identifies it, for an
 * unarchival the key in its address, else the keys that the request sets.
 */
export function findableBy(change: Change, step: Step): readonly ContactKey[] {
  if (step.creates) return createKeys(change);
  if (step.expect['archived'] === false) return keysInAddress(change.address);
  return (['external_id', 'email', 'phone'] as const).flatMap((field) => {
    const value = step.expect[field];
    return typeof value === 'string' ? [{ field, value }] : [];
  });
}

/** What a request of a contact change wrote to contacts. */
export function writtenOfContact(change: Change, step: Step, { body, id }: Answered): readonly Written[] {
  const contact = contactOfRequest(step.request.body, step.request.path) ?? id;
  if (contact === undefined) return [];
  const known = { contact, state: 'live', keys: [], fields: {} } as const;
  if (step.expect['archived'] === true) return [{ ...known, state: 'gone' }];
  if (step.expect['archived'] === false)
    return [{ ...known, keys: keysInAddress(change.address), unsure: true }];
  if (step.level === 'memberships') {
    const membership = membershipOf(step, body);
    return [membership === undefined ? { ...known, unsure: true } : { ...known, fields: membership }];
  }
  // An answer that is no contact shows whom it was about, not what that contact holds.
  if (!isContact(body)) return [{ ...known, keys: createKeys(change), unsure: true }];
  return [writtenByAnswer(body, Object.keys(step.expect))];
}

/** An unarchived contact is found by the last segment of its address: an external_id, an email or an id (design 2). */
function keysInAddress(address: string): readonly ContactKey[] {
  const key = addressSegments(address)[2];
  if (key === undefined) return [];
  return [
    { field: 'external_id', value: key },
    ...(key.includes('@') ? [{ field: 'email', value: key } as const] : []),
  ];
}

/** What an answer that shows a whole contact says about these fields. */
export function writtenByAnswer(wire: WireContact, paths: readonly string[]): Written {
  const person = livePerson(wire);
  return {
    contact: wire.id,
    state: 'live',
    keys: keysOf(person),
    fields: Object.fromEntries(paths.map((path) => [path, person.fields.get(path) ?? null])),
    ...(wire.updated_at == null ? {} : { updated_at: wire.updated_at }),
  };
}

function isContact(body: Json | undefined): body is Json & WireContact {
  return (
    typeof body === 'object' && body !== null && 'id' in body && 'role' in body && 'custom_attributes' in body
  );
}

function keysOf({ email, phone, external_id }: LivePerson): readonly ContactKey[] {
  return [
    ...(external_id === null ? [] : [{ field: 'external_id', value: external_id } as const]),
    ...(email === null ? [] : [{ field: 'email', value: email } as const]),
    ...(phone === null ? [] : [{ field: 'phone', value: phone } as const]),
  ];
}

/**
 * `tags.<id>` or `companies.<id>` → whether the contact has it now. The id is in the path of a DELETE, and in the answer to
 * any other request (intercom 5.1, 5.2).
 */
function membershipOf({ request }: Step, body: Json | undefined): Written['fields'] | undefined {
  const [, , , list = '', member = ''] = request.path.split('/');
  if (member !== '') return { [`${list}.${decodeURIComponent(member)}`]: false };
  const sent = request.body?.['id'];
  const answered = typeof body === 'object' && body !== null ? (body as JsonObject)['id'] : undefined;
  const id = typeof sent === 'string' ? sent : answered;
  if (typeof id !== 'string') return undefined;
  return { [`${list === '' ? 'tags' : list}.${id}`]: true };
}
