import {
  EVERYBODY,
  type IntercomReader,
  type WireAdmin,
  type WireAttribute,
  type WireCompany,
  type WireContact,
  type WireTag,
} from '../../types/intercom.ts';
import type { JsonObject } from '../../types/json.ts';
import type { PullPart } from './options.ts';

/**
 * Matches every contact (api.md 7): dates are compared by day up to 2.16, so only those of 1 January 1970 would be missed
 * (api.md 4.6.4).
 */

/** The live state that a pull starts from. */
export interface LiveState {
  readonly attributes: readonly WireAttribute[];
  readonly tags: readonly WireTag[];
  readonly admins: readonly WireAdmin[];
  /** Undefined where they were not read. */
  readonly companies: readonly WireCompany[] | undefined;
  /** False where companies without users could not be seen. */
  readonly allCompanies: boolean;
  /** Undefined where they were not read. */
  readonly contacts: readonly WireContact[] | undefined;
  /** True where `contacts` are all there are. */
  readonly everybody: boolean;
}

/** Reads what the parts need. Rejects with code `incomplete` where something did not come (law 10). */
export async function readLive(
  reader: IntercomReader,
  { parts, query }: { readonly parts: readonly PullPart[]; readonly query?: JsonObject | undefined },
  onProgress?: (done: number, total: number) => void,
): Promise<LiveState> {
  const people = parts.includes('contacts');
  const [attributes, tags, companies, admins, contacts] = await Promise.all([
    reader.attributes(),
    reader.tags(),
    people || parts.includes('companies') ? reader.scanCompanies() : undefined,
    people ? reader.admins() : [],
    people ? readContacts(reader, query ?? EVERYBODY, onProgress) : undefined,
  ]);
  return {
    attributes,
    tags,
    admins,
    companies: companies?.companies,
    allCompanies: companies?.everything ?? false,
    contacts,
    everybody: people && query === undefined,
  };
}

/** Every contact that a filter matches, each once, however often it comes (api.md quirk 22), oldest first. */
async function readContacts(
  reader: IntercomReader,
  query: JsonObject,
  onProgress?: (done: number, total: number) => void,
): Promise<readonly WireContact[]> {
  const total = onProgress === undefined ? 0 : await reader.countContacts(query);
  const found = new Map<string, WireContact>();
  for await (const page of reader.scanContacts(query)) {
    for (const contact of page) found.set(contact.id, contact);
    onProgress?.(found.size, Math.max(total, found.size));
  }
  return [...found.values()];
}
