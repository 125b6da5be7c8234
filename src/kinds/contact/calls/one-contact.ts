import type { IntercomReader } from '../../../types/intercom.ts';
import type { GetCall } from '../../../types/wire-call.ts';
import type { ContactRead, WireContact } from '../../people/wire-contact.ts';
import { pathSegment } from '../../wire/path-segment.ts';
import { contactOf } from './contact-row.ts';

/** A contact by Intercom's id; with `mergeHistory` the answer lists the leads that were merged into it. */
export function contactById(id: string, mergeHistory: boolean): GetCall<WireContact> {
  const query = mergeHistory ? '?include_merge_history=true' : '';
  return { path: `/contacts/${pathSegment(id)}${query}`, read: contactOf };
}

export function userByExternalId(externalId: string): GetCall<WireContact> {
  return { path: `/contacts/find_by_external_id/${pathSegment(externalId)}`, read: contactOf };
}

/** Reads a contact, or what became of it: a 410 names the contact that it was merged into (intercom 4.7). */
export async function readContact(reader: IntercomReader, call: GetCall<WireContact>): Promise<ContactRead> {
  const found = await reader.find(call);
  switch (found.state) {
    case 'live':
      return { state: 'live', contact: found.value };
    case 'gone':
      return { state: 'gone' };
    case 'moved':
      return { state: 'merged', into: idIn(found.to) };
  }
}

/** The id in `/contacts/<id>`; null for an address of another form. */
function idIn(address: string | null): string | null {
  const [, ...ids] = address?.split('/contacts/') ?? [];
  return ids.at(-1)?.split('/', 1)[0] || null;
}
