import { ADMINS } from '../../../kinds/contact/calls/admins.ts';
import type { KindReader } from '../../../kinds/kind-reader.ts';
import { TAGS } from '../../../kinds/tag/calls.ts';
import { isPlainId } from '../../../kinds/values/check-id.ts';
import { isTagName } from '../../../kinds/values/tag-name.ts';
import type { Catalog } from '../../../types/catalog.ts';
import { isEmail } from '../../../types/email-text.ts';
import type { LivePerson } from '../../../types/person.ts';

/** The names that manifests use for what contacts refer to by Intercom ids. */
export interface ContactNames {
  /** Tag id → name. */
  readonly tags: ReadonlyMap<string, string>;
  /** Intercom's id → company_id. */
  readonly companies: ReadonlyMap<string, string>;
  /** Admin id → email, for emails that only one teammate has. */
  readonly owners: ReadonlyMap<string, string>;
}

/**
 * Reads tags, companies and teammates, whose names contacts need. A tag that a manifest gives another name has that name already:
 * no manifest may use the former one.
 */
export async function contactNames(
  reader: KindReader,
  { formerTags }: Pick<Catalog, 'formerTags'>,
): Promise<ContactNames> {
  const [tags, { companies }, admins] = await Promise.all([
    reader.list(TAGS),
    reader.scanCompanies(),
    reader.list(ADMINS),
  ]);
  const emails = new Map<string, number>();
  const emailOf = (email: string | null | undefined) => email?.trim().toLowerCase() ?? '';
  for (const { email } of admins) emails.set(emailOf(email), (emails.get(emailOf(email)) ?? 0) + 1);
  return {
    tags: new Map(tags.map(({ id, name }) => [id, formerTags.get(name.toLowerCase())?.heir.name ?? name])),
    companies: new Map(companies.map(({ id, company_id }) => [id, company_id])),
    owners: new Map(
      admins.flatMap(({ id, email }) => {
        const isOne = email != null && emails.get(emailOf(email)) === 1 && isEmail(email);
        return isOne ? [[id, email] as const] : [];
      }),
    ),
  };
}

/** All tags of a contact that a manifest can name. The embedded list stops at ten (intercom 4.1), so a longer one is read. */
export async function tagNamesOf(
  person: LivePerson,
  reader: KindReader,
  { tags }: ContactNames,
): Promise<string[]> {
  const names = person.tagsComplete
    ? person.tags.flatMap((id) => tags.get(id) ?? [])
    : (await reader.contactTags(person.id)).map(({ id, name }) => tags.get(id) ?? name);
  return [...new Set(names.filter(isTagName))];
}

/** The company_ids of all companies of a contact. The embedded list stops at ten (intercom 4.1), so a longer one is read. */
export async function companyIdsOf(
  person: LivePerson,
  reader: KindReader,
  { companies }: ContactNames,
): Promise<string[]> {
  const isKnown = person.companiesComplete && person.companies.every((id) => companies.has(id));
  const ids = isKnown
    ? person.companies.map((id) => companies.get(id) ?? '')
    : (await reader.contactCompanies(person.id)).map(({ company_id }) => company_id);
  return ids.filter(isPlainId);
}
