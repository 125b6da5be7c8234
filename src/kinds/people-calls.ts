import type { ContactKey } from '../types/contact-key.ts';
import type { IntercomReader, IntercomWriter } from '../types/intercom.ts';
import type { JsonObject } from '../types/json.ts';
import type { ListedCompany, ListedTag } from './contact/calls/lists.ts';
import type { ContactLookup, ContactRead, ContactRows, WireContact } from './people/wire-contact.ts';

/**
 * The reads of people. Something else than Intercom may answer them: a snapshot, what a pull has read already, or Intercom's
 * answers with the writes of this store's runs laid over them.
 */
export interface PeopleCalls {
  /** Strongly consistent read by Intercom id. */
  contact(id: string, options?: { readonly mergeHistory?: boolean }): Promise<ContactRead>;
  /** Strongly consistent read of a user by external_id. */
  userByExternalId(externalId: string): Promise<ContactRead>;
  /** Search, packed into as few requests as possible; duplicates across keys are returned once. Lags behind writes. */
  contacts(keys: readonly ContactKey[], options?: ContactLookup): Promise<ContactRows>;
  /**
   * All contacts that a search filter matches, page by page, those of the oldest days first. Large scans are read in parts,
   * side by side. Rejects at the end with code `incomplete` when fewer came than Intercom said there are (law 10). Lags behind
   * writes.
   */
  scanContacts(query: JsonObject): AsyncIterable<readonly WireContact[]>;
  /** How many contacts a search filter matches; one request. */
  countContacts(query: JsonObject): Promise<number>;
  /** All tags of a contact, beyond the ten that are embedded. */
  contactTags(id: string): Promise<readonly ListedTag[]>;
  /** All companies of a contact, beyond the ten that are embedded. */
  contactCompanies(id: string): Promise<readonly ListedCompany[]>;
}

/** The reader that kinds about people need. */
export type PeopleReader = IntercomReader & PeopleCalls;
export type PeopleWriter = IntercomWriter<PeopleReader>;
