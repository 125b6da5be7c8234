import type { SeedPart } from '../../seed/part.ts';
import type { ReportProblem } from '../../seed/problem.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { AdminsSeed } from '../admins/seed.ts';
import type { AttributesSeed } from '../attributes/seed.ts';
import { checkCustomNames, declaredNames } from '../attributes/seed-values.ts';
import type { CompaniesSeed } from '../companies/seed.ts';
import { CONTACT_SHAPE, type SeedContact } from './seed-contact.ts';
import { loadContacts } from './seed-load.ts';
import { plainContacts } from './seed-plain.ts';
import { saveContacts } from './seed-save.ts';

export interface ContactsSeed {
  readonly contacts?: readonly SeedContact[];
}

export const contactsSeed: SeedPart<ContactsSeed & AdminsSeed & AttributesSeed & CompaniesSeed> = {
  shape: { list: CONTACT_SHAPE },
  plain: plainContacts,
  check(seed, report) {
    const { contacts = [] } = seed;
    const declared = declaredNames(seed);
    checkUnique(contacts, 'contacts', ['id'], report);
    const companies = new Set((seed.companies ?? []).map((company) => company.company_id));
    const admins = seed.admins === undefined ? undefined : new Set(seed.admins.map((admin) => admin.id));
    for (const [position, contact] of contacts.entries()) {
      const path = `contacts[${position}]`;
      checkCustomNames(contact, 'contact', path, declared, report);
      checkCompanies(contact, path, companies, report);
      checkOwner(contact, path, admins, report);
    }
  },
  load: ({ contacts = [] }, workspace) => loadContacts(contacts, workspace),
  save: saveContacts,
};

function checkCompanies(
  { companies = [] }: SeedContact,
  path: string,
  known: ReadonlySet<string>,
  report: ReportProblem,
): void {
  for (const [place, id] of companies.entries()) {
    if (!known.has(id)) report(`${path}.companies[${place}]`, `no company "${id}" in companies`);
  }
}

/** Without `admins` in the seed nobody knows which ids there would be. */
function checkOwner(
  { owner_id: owner }: SeedContact,
  path: string,
  admins: ReadonlySet<string> | undefined,
  report: ReportProblem,
): void {
  if (owner !== undefined && owner !== null && admins !== undefined && !admins.has(String(owner)))
    report(`${path}.owner_id`, `no admin "${owner}" in admins`);
}
