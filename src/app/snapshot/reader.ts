import { ATTRIBUTES } from '../../kinds/attribute/calls.ts';
import { ADMINS } from '../../kinds/contact/calls.ts';
import { keyText } from '../../kinds/person-values.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
import type {
  ContactKey,
  IntercomFailure,
  IntercomReader,
  WireCompany,
  WireContact,
} from '../../types/intercom.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { SnapshotDocument } from '../../types/snapshot.ts';

export interface SnapshotReader extends IntercomReader {
  /** company_ids that were asked and of which the snapshot cannot say whether they exist. */
  readonly unknownCompanies: ReadonlySet<string>;
}

/** Answers from a snapshot what a plan asks of Intercom. What the snapshot cannot know is refused as Intercom refuses a query. */
export function snapshotReader(snapshot: SnapshotDocument): SnapshotReader {
  const companies = new Map<string, WireCompany>(snapshot.companies.map((row) => [row.company_id, row]));
  const companyById = new Map(snapshot.companies.map((row) => [row.id, row]));
  const tagById = new Map(snapshot.tags.map((row) => [row.id, row]));
  const absent = new Set(snapshot.companies_absent);
  const unknownCompanies = new Set<string>();
  const people = index([...(snapshot.people?.contacts ?? [])]);
  const lists = new Map<string, readonly Json[]>([
    [ATTRIBUTES.path, snapshot.attributes as unknown as readonly Json[]], // The document is JSON.
    [TAGS.path, snapshot.tags as unknown as readonly Json[]],
    [ADMINS.path, (snapshot.people?.admins ?? []) as unknown as readonly Json[]],
  ]);
  const found = (key: ContactKey) => people.byKey.get(keyText(key)) ?? [];
  const live = (contact: WireContact | undefined) =>
    contact === undefined ? ({ state: 'gone' } as const) : ({ state: 'live', contact } as const);

  const company = (companyId: string) => {
    const known = companies.get(companyId);
    if (known === undefined && !snapshot.companies_complete && !absent.has(companyId))
      unknownCompanies.add(companyId);
    return known;
  };

  return {
    unknownCompanies,
    me: async () => ({
      id: '',
      app: {
        id_code: snapshot.workspace.id,
        name: snapshot.workspace.name,
        region: snapshot.workspace.region,
      },
    }),
    list: async ({ path, row }) => {
      const rows = lists.get(path);
      if (rows === undefined) throw new SnapshotGap('this list');
      return rows.map(row);
    },
    company: async (companyId) => company(companyId),
    companies: async (companyIds) =>
      new Map(
        companyIds.flatMap((id) => {
          const known = company(id);
          return known === undefined ? [] : [[id, known]];
        }),
      ),
    scanCompanies: async () => ({ companies: snapshot.companies, everything: snapshot.companies_complete }),
    contact: async (id) => live(people.byId.get(id)),
    userByExternalId: async (value) =>
      live(found({ field: 'external_id', value }).find((contact) => contact.role === 'user')),
    contacts: async (keys) => ({ contacts: [...new Set(keys.flatMap(found))], incomplete: [] }),
    async *scanContacts(query) {
      const tag = tagQuery(query);
      if (tag === undefined) throw new SnapshotGap('a scan by this filter');
      const carriers = [...people.byId.values()].filter((one) => one.tags?.data.some(({ id }) => id === tag));
      if (carriers.length > 0) yield carriers;
    },
    countContacts: () => Promise.reject(new SnapshotGap('a count by this filter')),
    contactTags: async (id) =>
      (people.byId.get(id)?.tags?.data ?? []).flatMap((row) => tagById.get(row.id) ?? []),
    contactCompanies: async (id) =>
      (people.byId.get(id)?.companies?.data ?? []).flatMap((row) => companyById.get(row.id) ?? []),
  };
}

/** A question that only Intercom can answer: to the planner it is a filter that Intercom does not take. */
class SnapshotGap extends Error implements IntercomFailure {
  override readonly name = 'SnapshotGap';
  readonly intercom = true;
  readonly status = 400;
  readonly code = 'unanswered';
  readonly requestId = null;
  readonly outcome = 'refused';

  constructor(what: string) {
    super(`the snapshot does not answer ${what}`);
  }
}

function index(contacts: readonly WireContact[]) {
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const byKey = new Map<string, WireContact[]>();
  for (const contact of contacts) {
    for (const key of keysOf(contact)) {
      const others = byKey.get(key);
      if (others === undefined) byKey.set(key, [contact]);
      else others.push(contact);
    }
  }
  return { byId, byKey };
}

function keysOf({ id, external_id, email, phone }: WireContact): readonly string[] {
  const keys: ContactKey[] = [{ field: 'id', value: id }];
  if (external_id) keys.push({ field: 'external_id', value: external_id });
  if (email) keys.push({ field: 'email', value: email });
  if (phone) keys.push({ field: 'phone', value: phone });
  return keys.map(keyText);
}

/** The tag's id where the filter asks who carries it: what pruning asks. */
function tagQuery({ field, operator, value }: JsonObject): string | undefined {
  return field === 'tag_id' && operator === '=' && typeof value === 'string' ? value : undefined;
}
