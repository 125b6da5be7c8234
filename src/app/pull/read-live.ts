import { ATTRIBUTES } from '../../kinds/attribute/calls.ts';
import { ADMINS } from '../../kinds/contact/calls.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
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
import { LiveContacts } from './live-contacts.ts';
import type { PullPart } from './options.ts';

/** The live lists that a pull starts from. */
export interface LiveLists {
  readonly attributes: readonly WireAttribute[];
  readonly tags: readonly WireTag[];
  readonly admins: readonly WireAdmin[];
  /** Undefined where they were not read. */
  readonly companies: readonly WireCompany[] | undefined;
  /** False where companies without users could not be seen. */
  readonly allCompanies: boolean;
}

/** The live state that a pull starts from. */
export interface LiveState extends LiveLists {
  /** Undefined where they were not read. */
  readonly contacts: LiveContacts | undefined;
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
  const [lists, contacts] = await Promise.all([
    readLists(reader, parts),
    people ? readContacts(reader, query ?? EVERYBODY, onProgress) : undefined,
  ]);
  return { ...lists, contacts, everybody: people && query === undefined };
}

/** What the parts need but for the contacts themselves. */
export async function readLists(reader: IntercomReader, parts: readonly PullPart[]): Promise<LiveLists> {
  const people = parts.includes('contacts');
  const [attributes, tags, companies, admins] = await Promise.all([
    reader.list(ATTRIBUTES),
    reader.list(TAGS),
    people || parts.includes('companies') ? reader.scanCompanies() : undefined,
    people ? reader.list(ADMINS) : [],
  ]);
  return {
    attributes,
    tags,
    admins,
    companies: companies?.companies,
    allCompanies: companies?.everything ?? false,
  };
}

/** Every contact that a filter matches, each once, however often it comes (api.md quirk 22). */
async function readContacts(
  reader: IntercomReader,
  query: JsonObject,
  onProgress?: (done: number, total: number) => void,
): Promise<LiveContacts> {
  const found = new LiveContacts();
  await scanPages(reader, query, {
    onPage: (page) => {
      for (const contact of page) found.put(contact);
      return found.size;
    },
    onProgress,
  });
  return found;
}

/** Gives the pages of all contacts that a filter matches; `onPage` says how many different ones came so far. */
export async function scanPages(
  reader: IntercomReader,
  query: JsonObject,
  {
    onPage,
    onProgress,
  }: {
    readonly onPage: (page: readonly WireContact[]) => number | Promise<number>;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
  },
): Promise<void> {
  const total = onProgress === undefined ? 0 : await reader.countContacts(query);
  for await (const page of reader.scanContacts(query)) {
    const came = await onPage(page);
    onProgress?.(came, Math.max(total, came));
  }
}
