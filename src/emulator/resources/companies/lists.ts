import type { Json } from '../../../types/json.ts';
import { numberedPage, pageNumber, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { contactsOf } from '../contacts/store.ts';
import { segmentsOf } from '../segments/store.ts';
import { companyNotFound } from './errors.ts';
import type { CompanyRecord } from './record.ts';
import { showCompany } from './show.ts';
import { companiesOf } from './store.ts';
import { companySwitchesOf } from './switches.ts';

/** Default page (intercom 5.2: 15 in the parameter, 20 in the prose). */
const LIST_PER_PAGE = 15;
/** "at most 10,000 reachable" (intercom 5.2). */
const REACHABLE = 10_000;

export const companyListRoutes: readonly Route[] = [
  { method: 'GET', path: '/companies', answer: findCompanies },
  { method: 'POST', path: '/companies/list', reads: true, answer: listCompanies },
];

/** One company by company_id or name, or a filtered list (intercom 5.2). */
function findCompanies(call: Call): Json {
  const { workspace, query } = call;
  const companyId = query.get('company_id');
  const name = query.get('name');
  if (companyId !== null) return answerOne(companiesOf(workspace).find(companyId), call);
  if (name !== null)
    return answerOne(
      [...companiesOf(workspace).all()].find((company) => company.name === name),
      call,
    );
  const tagId = query.get('tag_id');
  const segmentId = query.get('segment_id');
  const found = listed(workspace, true).filter(
    (company) =>
      (tagId === null || company.tags.includes(tagId)) &&
      (segmentId === null ||
        segmentsOf(workspace)
          .ofTags(company.tags)
          .some((segment) => segment.id === segmentId)),
  );
  return answerList(found, call);
}

/** The description has a list, the SDKs read a bare company (intercom 5.2). */
function answerOne(company: CompanyRecord | undefined, call: Call): Json {
  if (company === undefined) throw companyNotFound();
  if (companySwitchesOf(call.workspace).companyLookup === 'bare') return showCompany(company, call.workspace);
  return answerList([company], call);
}

function listCompanies(call: Call): Json {
  return answerList(listed(call.workspace, call.query.get('order') !== 'asc'), call);
}

/** Companies with users, by last_request_at; those without are left out (intercom 5.2). */
function listed(workspace: Workspace, descending: boolean): CompanyRecord[] {
  const sign = descending ? -1 : 1;
  return [...companiesOf(workspace).all()]
    .filter((company) => contactsOf(workspace).memberCount(company.id) > 0)
    .sort((a, b) => {
      const difference = (a.last_request_at ?? -1) - (b.last_request_at ?? -1);
      if (difference !== 0) return sign * difference;
      return a.id < b.id ? -1 : 1;
    });
}

function answerList(companies: readonly CompanyRecord[], call: Call): Json {
  const { workspace, query, body } = call;
  const perPage = readPerPage(query.get('per_page') ?? body.per_page, LIST_PER_PAGE);
  const page = pageNumber(query.get('starting_after') ?? body.starting_after, query.get('page') ?? body.page);
  const { rows, pages } = numberedPage(companies.slice(0, REACHABLE), { page, perPage });
  return {
    type: 'list',
    data: rows.map((company) => showCompany(company, workspace)),
    // Those that no page reaches are counted with them.
    pages: { ...pages, total_pages: Math.ceil(companies.length / perPage) },
    total_count: companies.length,
  };
}
