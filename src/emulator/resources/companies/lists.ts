import type { Json } from '../../../types/json.ts';
import { ApiError, companyNotFound, notFound } from '../../errors.ts';
import { showCompany } from './show.ts';
import type { Call, Route } from '../../router.ts';
import { pageCursor, readPage, readPerPage } from '../../search/page.ts';
import type { CompanyRecord } from './store.ts';
import type { Workspace } from '../../workspace.ts';

/** Default page (api.md 5.2: 15 in the parameter, 20 in the prose). */
const LIST_PER_PAGE = 15;
/** "at most 10,000 reachable" (api.md 5.2). */
const REACHABLE = 10_000;
/** No source states the size of a scroll page. */
const SCROLL_PAGE = 100;
/** A scroll expires after a minute without use (api.md 5.2). */
const SCROLL_IDLE_MS = 60_000;

export const companyListRoutes: readonly Route[] = [
  { method: 'GET', path: '/companies', answer: findCompanies },
  { method: 'POST', path: '/companies/list', reads: true, answer: listCompanies },
  { method: 'GET', path: '/companies/scroll', answer: scrollCompanies },
];

/** One company by company_id or name, or a filtered list (api.md 5.2). */
function findCompanies(call: Call): Json {
  const { workspace, query } = call;
  const companyId = query.get('company_id');
  const name = query.get('name');
  if (companyId !== null) return answerOne(workspace.companies.find(companyId), call);
  if (name !== null)
    return answerOne(
      [...workspace.companies.all()].find((company) => company.name === name),
      call,
    );
  const tagId = query.get('tag_id');
  const segmentId = query.get('segment_id');
  const found = listed(workspace, true).filter(
    (company) =>
      (tagId === null || company.tags.includes(tagId)) &&
      (segmentId === null || workspace.segmentsOf(company.tags).some((segment) => segment.id === segmentId)),
  );
  return answerList(found, call);
}

/** The description has a list, the SDKs read a bare company (api.md 5.2). */
function answerOne(company: CompanyRecord | undefined, call: Call): Json {
  if (company === undefined) throw companyNotFound();
  if (call.workspace.switches.companyLookup === 'bare') return showCompany(company, call.workspace);
  return answerList([company], call);
}

function listCompanies(call: Call): Json {
  return answerList(listed(call.workspace, call.query.get('order') !== 'asc'), call);
}

/** Companies with users, by last_request_at; those without are left out (api.md 5.2). */
function listed(workspace: Workspace, descending: boolean): CompanyRecord[] {
  const sign = descending ? -1 : 1;
  return [...workspace.companies.all()]
    .filter((company) => workspace.contacts.memberCount(company.id) > 0)
    .sort((a, b) => {
      const difference = (a.last_request_at ?? -1) - (b.last_request_at ?? -1);
      if (difference !== 0) return sign * difference;
      return a.id < b.id ? -1 : 1;
    });
}

/** Pages by number; `next` is null on the last one (api.md 4.5). */
function answerList(companies: readonly CompanyRecord[], call: Call): Json {
  const { workspace, query, body } = call;
  const perPage = readPerPage(query.get('per_page') ?? body.per_page, LIST_PER_PAGE);
  const page = readPage(query.get('starting_after') ?? body.starting_after, query.get('page') ?? body.page);
  const reachable = companies.slice(0, REACHABLE);
  const start = (page - 1) * perPage;
  const more = start + perPage < reachable.length;
  return {
    type: 'list',
    data: reachable.slice(start, start + perPage).map((company) => showCompany(company, workspace)),
    pages: {
      type: 'pages',
      next: more ? { page: page + 1, per_page: perPage, starting_after: pageCursor(page + 1) } : null,
      page,
      per_page: perPage,
      total_pages: Math.ceil(companies.length / perPage),
    },
    total_count: companies.length,
  };
}

/** Every company, with users or not, over one scroll an app; it ends with an empty page (api.md 5.2). */
function scrollCompanies(call: Call): Json {
  const { workspace, query } = call;
  const nowMs = workspace.nowMs();
  const param = query.get('scroll_param');
  const open =
    workspace.scroll !== undefined && nowMs - workspace.scroll.usedAtMs <= SCROLL_IDLE_MS
      ? workspace.scroll
      : undefined;
  if (param !== null && open?.param !== param) throw notFound('scroll parameter not found');
  if (param === null && open !== undefined) {
    throw new ApiError({
      status: 400,
      code: 'scroll_exists',
      message: 'scroll already exists for this workspace',
    });
  }
  const scroll = open ?? {
    param: workspace.random.uuid(),
    ids: [...workspace.companies.all()].map((company) => company.id),
    position: 0,
    usedAtMs: nowMs,
  };
  const ids = scroll.ids.slice(scroll.position, scroll.position + SCROLL_PAGE);
  workspace.scroll =
    ids.length === 0 ? undefined : { ...scroll, position: scroll.position + ids.length, usedAtMs: nowMs };
  const data = ids.flatMap((id) => {
    const company = workspace.companies.get(id);
    return company === undefined ? [] : [showCompany(company, workspace)];
  });
  return { type: 'list', data, pages: null, total_count: null, scroll_param: scroll.param };
}
