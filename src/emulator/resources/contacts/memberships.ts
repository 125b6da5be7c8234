import type { Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import { readCount, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { companyNotFound } from '../companies/errors.ts';
import { showCompany } from '../companies/show.ts';
import { companiesOf } from '../companies/store.ts';
import { liveContact } from './routes.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';

/** "Contact has reached the maximum of 1000 company associations" (intercom 1.6). */
const COMPANY_LIMIT = 1000;
/** Default page (intercom 5.2). */
const PER_PAGE = 50;

export const contactCompanyRoutes: readonly Route[] = [
  { method: 'GET', path: '/contacts/:id/companies', answer: listCompanies },
  { method: 'POST', path: '/contacts/:id/companies', answer: attachCompany },
  { method: 'DELETE', path: '/contacts/:id/companies/:company_id', answer: detachCompany },
];

/** `pages.next` is a URL here (intercom 12.6): of this emulator, so that no token goes to the real one. */
function listCompanies(call: Call): Json {
  const { workspace, query, origin } = call;
  const record = liveContact(call);
  const perPage = readPerPage(query.get('per_page'), PER_PAGE);
  const page = readCount(query.get('page')) ?? 1;
  const start = (page - 1) * perPage;
  const more = start + perPage < record.companies.length;
  const next = `${origin}/contacts/${record.id}/companies?per_page=${perPage}&page=${page + 1}`;
  return {
    type: 'list',
    data: record.companies.slice(start, start + perPage).flatMap((id) => {
      const company = companiesOf(workspace).get(id);
      return company === undefined ? [] : [showCompany(company, workspace)];
    }),
    pages: {
      type: 'pages',
      next: more ? next : null,
      page,
      per_page: perPage,
      total_pages: Math.ceil(record.companies.length / perPage),
    },
    total_count: record.companies.length,
  };
}

/** By Intercom id; attaching again changes nothing. */
function attachCompany(call: Call): Json {
  const { workspace, body } = call;
  const record = liveContact(call);
  if (typeof body.id !== 'string' || body.id === '') {
    throw new ApiError({ status: 400, code: 'parameter_not_found', message: 'company not specified' });
  }
  const company = companiesOf(workspace).get(body.id);
  if (company === undefined) throw companyNotFound();
  if (!record.companies.includes(company.id)) {
    if (record.companies.length >= COMPANY_LIMIT) throw limitReached();
    contactsOf(workspace).put({
      ...record,
      companies: [...record.companies, company.id],
      updated_at: workspace.now(),
    });
  }
  return showCompany(company, workspace);
}

function detachCompany(call: Call): Json {
  const { workspace } = call;
  const record = liveContact(call);
  const company = companiesOf(workspace).get(call.param('company_id'));
  if (company === undefined) throw companyNotFound();
  if (record.companies.includes(company.id)) {
    const companies = record.companies.filter((id) => id !== company.id);
    contactsOf(workspace).put({ ...record, companies, updated_at: workspace.now() });
  } else if (contactSwitchesOf(workspace).repeatedDetach === 'not_found') {
    // intercom 12.7: no fact says what a repeated removal answers.
    throw companyNotFound();
  }
  return showCompany(company, workspace);
}

function limitReached(): ApiError {
  return new ApiError({
    status: 400,
    code: 'contact_company_limit_exceeded',
    message: `Contact has reached the maximum of ${COMPANY_LIMIT} company associations`,
  });
}
