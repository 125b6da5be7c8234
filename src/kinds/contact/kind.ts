import type { Catalog } from '../../types/catalog.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { DeclareContext, Kind, Surveyed } from '../../types/kind.ts';
import { samePersonValue } from '../people/person-values.ts';
import { fieldsOfPeople } from '../people/personal-fields.ts';
import type { PeopleReader } from '../people-calls.ts';
import { ADMINS } from './calls/admins.ts';
import { ContactCheck } from './comparing/check.ts';
import { diffContacts } from './comparing/diff.ts';
import { readRest } from './comparing/read-rest.ts';
import { contactValues } from './comparing/values.ts';
import type { ContactDeclaration } from './declaration.ts';
import { contactGenerating } from './generating.ts';
import { contactGuards } from './guards.ts';
import { Disagreements } from './identity/disagreements.ts';
import { lookupKeys } from './identity/keys.ts';
import { readNotLive } from './identity/not-live.ts';
import { noteLaterContacts } from './identity/note-later.ts';
import { type Resolved, resolveContacts } from './identity/resolve.ts';
import { addUnseenTwins, hiddenPeople } from './identity/unseen-twins.ts';
import { contactProbes } from './probes.ts';
import { readCarriers } from './pruning/carriers.ts';
import { contactPulling } from './pulling.ts';
import { contactRules } from './rules.ts';
import { declareContacts, eachContact } from './sets/declare.ts';
import { contactBulkCreating } from './writing/bulk-create.ts';
import { contactBulkUpdating } from './writing/bulk-update.ts';
import { currentContacts, rereadContact } from './writing/current.ts';
import { editsOfContact } from './writing/edits.ts';
import { settleContact } from './writing/failed-create.ts';
import { contactSteps, verifyContact } from './writing/steps.ts';
import { contactUndoing } from './writing/undoing.ts';
import { contactsOfStep, findableBy, writtenOfContact } from './writing/written.ts';

const nothingResolved: Resolved = {
  wanted: [],
  skipped: [],
  missing: [],
  unchanged: [],
  leftOut: [],
  leftAlone: { early: [], late: [] },
  setAside: [],
};

/** People: users and leads of contact sets (design 3.5, 4). */
export const contactKind: Kind<ContactDeclaration, Resolved, PeopleReader> = {
  name: 'contact',
  manifest: 'ContactSet',
  schema: 'contact-set.schema.json',
  words: { one: 'contact', many: 'contacts' },
  shownWhenZero: true,
  revisable: false,
  people: { inSets: true },
  guards: contactGuards,
  rules: contactRules,
  personal: { fields: fieldsOfPeople },
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
  idsOf: null,
  same: samePersonValue,
  verify: verifyContact,
  contactsOf: contactsOfStep,
  findableBy,
  written: writtenOfContact,
  edits: editsOfContact,
  settle: settleContact,
  bulkWritings: [contactBulkCreating, contactBulkUpdating],
  undoing: contactUndoing,
  pulling: contactPulling,
  snapshot: null,
  auditing: { part: 'contacts' },
  generating: contactGenerating,
  probes: contactProbes,
};

function checkContacts(declared: readonly ContactDeclaration[], catalog: Catalog, report: Report): void {
  const check = new ContactCheck(catalog, report);
  for (const declaration of declared) check.one(declaration);
  check.sets();
  check.end();
}

/** How many findings of one sort are ever shown: the declarations of further ones are not kept. */
const mostShown = 100;

async function surveyContacts(
  documents: readonly ManifestDocument[],
  catalog: Catalog,
  context: DeclareContext,
): Promise<Surveyed<ContactDeclaration>> {
  let findings = 0;
  const sorts = new Map<string, number>();
  const compares = documents.length > 1 && context.comparesSets !== false;
  const disagreements = compares ? new Disagreements(catalog) : undefined;
  const checked = context.checked ?? context.report;
  const report = (diagnostic: Diagnostic) => {
    const sort = `${diagnostic.code}\n${diagnostic.summary}`;
    const times = (sorts.get(sort) ?? 0) + 1;
    sorts.set(sort, times);
    if (times <= mostShown) findings++;
    checked(diagnostic);
  };
  const check = new ContactCheck(catalog, report, disagreements);
  const reported: ContactDeclaration[] = [];
  let count = 0;
  for (const document of documents) {
    await eachContact(document, context, (declaration) => {
      count++;
      const before = findings;
      check.one(declaration);
      if (findings > before) reported.push(declaration);
    });
  }
  check.sets();
  check.end();
  const about = disagreements?.end(checked) ?? [];
  return { count, reported: [...new Set([...reported, ...about])] };
}

async function observeAdmins(catalog: Catalog, reader: PeopleReader): Promise<void> {
  for (const admin of await reader.list(ADMINS)) {
    if (admin.email) catalog.admins.set(admin.email.trim().toLowerCase(), admin.id);
  }
}

/** Reads what the lookups did not show, and who carries the owner tags of sets. */
async function deepenContacts(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reader: PeopleReader,
): Promise<void> {
  await Promise.all([
    readCarriers(catalog, reader),
    addUnseenTwins(declared, catalog, { hidden: hiddenPeople(reader), total: declared.length }),
    readRest(declared, catalog, reader),
    readNotLive(declared, catalog, reader),
  ]);
}
