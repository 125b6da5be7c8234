import type { Catalog } from '../../types/catalog.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { DeclareContext, Kind, Surveyed } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';
import { mergeListReader } from '../merge-lists.ts';
import { samePersonValue } from '../person-values.ts';
import { readCarriers } from './carriers.ts';
import { ContactCheck } from './check.ts';
import { currentContacts, rereadContact } from './current.ts';
import type { ContactDeclaration } from './declaration.ts';
import { declareContacts, eachContact } from './declare.ts';
import { diffContacts } from './diff.ts';
import { Disagreements } from './disagreements.ts';
import { editsOfContact } from './edits.ts';
import { lookupKeys } from './keys.ts';
import { noteLaterContacts } from './note-later.ts';
import { type Resolved, resolveContacts } from './resolve.ts';
import { settleContact } from './settle.ts';
import { contactSteps, verifyContact } from './steps.ts';
import { contactUndoing } from './undoing.ts';
import { readUnseenTwins } from './unseen-twins.ts';
import { contactValues } from './values.ts';
import { contactsOfStep, findableBy, writtenOfContact } from './written.ts';

const nothingResolved: Resolved = {
  wanted: [],
  skipped: [],
  missing: [],
  unchanged: [],
  leftOut: [],
};

/** People: users and leads of contact sets (DESIGN 3.5, section 4). */
export const contactKind: Kind<ContactDeclaration, Resolved> = {
  name: 'contact',
  manifest: 'ContactSet',
  schema: 'contact-set.schema.json',
  revisable: false,
  declare: declareContacts,
  check: checkContacts,
  survey: surveyContacts,
  noteLater: noteLaterContacts,
  faults(declaration, catalog) {
    const found: Diagnostic[] = [];
    contactValues(declaration, catalog, (diagnostic) => found.push(diagnostic));
    return found.filter(({ severity }) => severity === 'error');
  },
  keys: (declared, catalog) => declared.flatMap((declaration) => lookupKeys(declaration, catalog.people)),
  async observe(_declared, catalog, reader) {
    if (catalog.references.owners) await observeAdmins(catalog, reader);
    return nothingResolved;
  },
  deepen: deepenContacts,
  resolve: (declared, _live, catalog, report) => resolveContacts(declared, catalog, report),
  diff: (_declared, resolved, catalog, report) => diffContacts(resolved, catalog, report),
  steps: contactSteps,
  reread: rereadContact,
  current: currentContacts,
  same: samePersonValue,
  verify: verifyContact,
  contactsOf: contactsOfStep,
  findableBy,
  written: writtenOfContact,
  edits: editsOfContact,
  settle: settleContact,
  undoing: contactUndoing,
};

function checkContacts(declared: readonly ContactDeclaration[], catalog: Catalog, report: Report): void {
  const check = new ContactCheck(catalog, report);
  for (const declaration of declared) check.one(declaration);
  check.end();
}

/** Of findings of one sort no more are ever shown: the declarations behind them are not kept. */
const mostShown = 100;

async function surveyContacts(
  documents: readonly ManifestDocument[],
  catalog: Catalog,
  context: DeclareContext,
): Promise<Surveyed<ContactDeclaration>> {
  let findings = 0;
  const sorts = new Map<string, number>();
  const disagreements = documents.length > 1 ? new Disagreements(catalog) : undefined;
  const report = (diagnostic: Diagnostic) => {
    const sort = `${diagnostic.code}\n${diagnostic.summary}`;
    const times = (sorts.get(sort) ?? 0) + 1;
    sorts.set(sort, times);
    if (times <= mostShown) findings++;
    context.report(diagnostic);
  };
  const check = new ContactCheck(catalog, report, disagreements);
  const reported: ContactDeclaration[] = [];
  let count = 0;
  for (const document of documents) {
    await eachContact(document, context, (declaration) => {
      count++;
      context.seen?.(declaration.address);
      const before = findings;
      check.one(declaration);
      if (findings > before) reported.push(declaration);
    });
  }
  check.end();
  const about = disagreements?.end(context.report) ?? [];
  return { count, reported: [...new Set([...reported, ...about])] };
}

async function observeAdmins(catalog: Catalog, reader: IntercomReader): Promise<void> {
  for (const admin of await reader.admins()) {
    if (admin.email) catalog.admins.set(admin.email.trim().toLowerCase(), admin.id);
  }
}

/** Embedded lists stop at ten (api.md 4.1): fetches the rest where a list is managed, and asks after ids that search lacks. */
async function deepenContacts(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reader: IntercomReader,
): Promise<void> {
  const { people } = catalog;
  const wanted = new Map<string, { tags: boolean; companies: boolean; readonly addresses: string[] }>();
  const missing = new Set<string>();
  for (const declaration of declared) {
    if (declaration.id !== undefined && people.byId(declaration.id) === undefined)
      missing.add(declaration.id);
    for (const person of candidates(declaration, catalog)) {
      const managesTags = declaration.cells.has('tags') || declaration.set.prune !== undefined;
      const tags = managesTags && !person.tagsComplete;
      const companies = declaration.cells.has('companies') && !person.companiesComplete;
      if (!tags && !companies) continue;
      const lists = wanted.get(person.id) ?? { tags: false, companies: false, addresses: [] };
      lists.tags ||= tags;
      lists.companies ||= companies;
      lists.addresses.push(declaration.address);
      wanted.set(person.id, lists);
    }
  }
  const readMergeLists = mergeListReader(catalog, reader);
  await Promise.all([
    readCarriers(catalog, reader),
    readUnseenTwins(declared, catalog, reader),
    ...[...missing].map(async (id) => people.set(id, await reader.contact(id))),
    ...[...wanted].map(async ([id, { tags, companies, addresses }]) => {
      try {
        people.setLists(id, {
          ...(tags ? { tags: (await reader.contactTags(id)).map((tag) => tag.id) } : {}),
          ...(companies
            ? { companies: (await reader.contactCompanies(id)).map((company) => company.id) }
            : {}),
        });
      } catch (error) {
        // Law 10: a list that came short plans nothing for who declares it, and blocks the plan.
        if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
        for (const address of addresses) catalog.incomplete.add(address);
      }
    }),
    ...declared.map(async (declaration) => {
      const people = mayMerge(declaration, catalog);
      if (!(await readMergeLists(people))) catalog.incomplete.add(declaration.address);
    }),
  ]);
}

/** The people that absorbing leads may merge: leads of the declared email, and who they go into. */
function mayMerge(declaration: ContactDeclaration, catalog: Catalog): readonly LivePerson[] {
  if (declaration.role !== 'user' || declaration.set.identity.leads !== 'absorb') return [];
  const people = [...new Set(candidates(declaration, catalog))];
  const hasLead = people.some((person) => person.role === 'lead');
  return hasLead && people.length > 1 ? people : [];
}

function candidates(declaration: ContactDeclaration, catalog: Catalog): readonly LivePerson[] {
  const { id, externalId, email } = declaration;
  const { people } = catalog;
  const found = [
    ...(id === undefined ? [] : [people.byId(id)]),
    ...(externalId === undefined ? [] : [people.byExternalId(externalId)]),
    ...(email === undefined ? [] : people.byEmail(email)),
  ];
  return found.filter((person) => person !== undefined);
}
