import type { IntercomReader } from '../../../types/intercom.ts';
import type { PeopleCalls } from '../../people-calls.ts';
import { isNoSegment } from '../../wire/path-segment.ts';
import { contactCompanyList, contactTagList } from './lists.ts';
import { createLookUp, type SearchRoom } from './look-up.ts';
import { contactById, readContact, userByExternalId } from './one-contact.ts';
import { type Sharding, scanContacts } from './scanning/scan.ts';
import { contactCount } from './search.ts';

/** The calls about people. `room` is shared by the whole run. */
export function peopleCalls(reader: IntercomReader, room: SearchRoom): PeopleCalls {
  const contacts = createLookUp(reader, room);
  const sharding: Sharding = { allowed: true };
  return {
    async contact(id, options) {
      if (isNoSegment(id)) return { state: 'gone' };
      return readContact(reader, contactById(id, options?.mergeHistory === true));
    },
    async userByExternalId(externalId) {
      if (!isNoSegment(externalId)) return readContact(reader, userByExternalId(externalId));
      const rows = await contacts([{ field: 'external_id', value: externalId }]);
      const contact = rows.contacts.find((row) => row.role === 'user' && row.external_id === externalId);
      return contact === undefined ? { state: 'gone' } : { state: 'live', contact };
    },
    contacts,
    scanContacts: (query) => scanContacts(reader, query, { sharding }),
    countContacts: (query) => reader.get(contactCount(query)),
    contactTags: (id) => reader.list(contactTagList(id)),
    contactCompanies: (id) => reader.list(contactCompanyList(id)),
  };
}
