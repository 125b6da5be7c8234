import type { Json } from '../../../types/json.ts';
import { invalid } from '../../errors.ts';
import { pageCursor, pageNumber, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { showContact } from '../contacts/show.ts';
import { contactsOf } from '../contacts/store.ts';
import { companyNotFound } from './errors.ts';
import type { CompanyRecord } from './record.ts';
import { showCompany } from './show.ts';
import { companiesOf } from './store.ts';
import { companySwitchesOf } from './switches.ts';
import { ensureCompany, storeCompany } from './writing.ts';

/** Default page of a company's contacts (intercom 5.2). */
const CONTACTS_PER_PAGE = 50;

export const companyRoutes: readonly Route[] = [
  { method: 'POST', path: '/companies', answer: writeCompany },
  { method: 'GET', path: '/companies/:id', answer: (call) => showCompany(pathCompany(call), call.workspace) },
  { method: 'PUT', path: '/companies/:id', answer: updateCompany },
  { method: 'DELETE', path: '/companies/:id', answer: deleteCompany },
  { method: 'GET', path: '/companies/:id/contacts', answer: listMembers },
];

/** The company of the path, by Intercom id. */
export function pathCompany(call: Call): CompanyRecord {
  const company = companiesOf(call.workspace).get(call.param('id'));
  if (company === undefined) throw companyNotFound();
  return company;
}

/**
 * Creates, or updates the company that has this company_id; without one a new id is made up each time. An `id`, as the Ruby client
 * sends it with what it read before, names the company to update (intercom 5.2).
 */
function writeCompany(call: Call): Json {
  const { workspace, body } = call;
  if (body.id !== undefined && body.id !== null)
    return showCompany(storeCompany(namedCompany(body.id, call), body, call, 'POST'), workspace);
  const sent = body.company_id;
  if (sent !== undefined && sent !== null && typeof sent !== 'string')
    throw invalid('company_id must be a string');
  return showCompany(ensureCompany(sent ? sent : workspace.random.uuid(), body, call), workspace);
}

function namedCompany(id: Json, call: Call): CompanyRecord {
  if (typeof id !== 'string') throw invalid('id must be a string');
  const company = companiesOf(call.workspace).get(id);
  if (company === undefined) throw companyNotFound();
  return company;
}

function updateCompany(call: Call): Json {
  return showCompany(storeCompany(pathCompany(call), call.body, call, 'PUT'), call.workspace);
}

/** Archives the company and detaches its contacts; Intercom does so a little later (intercom 5.2). */
function deleteCompany(call: Call): Json {
  const { workspace } = call;
  const company = pathCompany(call);
  const leave = () => {
    detachAll(company, workspace);
    companiesOf(workspace).remove(company.id);
  };
  const { companyDeletionMs } = companySwitchesOf(workspace);
  if (companyDeletionMs === 0) leave();
  else companiesOf(workspace).leaveAt(company.id, workspace.nowMs() + companyDeletionMs, leave);
  return { id: company.id, object: 'company', deleted: true };
}

/** Archived contacts lose it too. */
function detachAll(company: CompanyRecord, workspace: Workspace): void {
  for (const record of [...contactsOf(workspace).all()]) {
    if (!record.companies.includes(company.id)) continue;
    contactsOf(workspace).put({ ...record, companies: record.companies.filter((id) => id !== company.id) });
  }
}

function listMembers(call: Call): Json {
  const { workspace, version, query } = call;
  const members = contactsOf(workspace).members(pathCompany(call).id);
  const perPage = readPerPage(query.get('per_page'), CONTACTS_PER_PAGE);
  const page = pageNumber(query.get('starting_after'), query.get('page'));
  const start = (page - 1) * perPage;
  const view = { workspace, version, fromIndex: false, mergeHistory: false };
  const more = start + perPage < members.length;
  return {
    type: 'list',
    data: members.slice(start, start + perPage).map((record) => showContact(record, view)),
    total_count: members.length,
    pages: {
      type: 'pages',
      ...(more ? { next: { page: page + 1, per_page: perPage, starting_after: pageCursor(page + 1) } } : {}),
      page,
      per_page: perPage,
      total_pages: Math.ceil(members.length / perPage),
    },
  };
}
