import type { Json } from '../../../types/json.ts';
import { ApiError, notFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { showCompany } from './show.ts';
import { companiesOf } from './store.ts';
import { companySwitchesOf } from './switches.ts';

/** No source states the size of a scroll page. */
const SCROLL_PAGE = 100;
/** A scroll expires after a minute without use (intercom 5.2). */
const SCROLL_IDLE_MS = 60_000;

export const companyScrollRoute: Route = {
  method: 'GET',
  path: '/companies/scroll',
  answer: scrollCompanies,
};

/** Every company, with users or not, over one scroll an app; it ends with an empty page (intercom 5.2). */
function scrollCompanies(call: Call): Json {
  const { workspace, query } = call;
  const companies = companiesOf(workspace);
  const nowMs = workspace.nowMs();
  const param = query.get('scroll_param');
  const { scroll: last } = companies;
  const open = last !== undefined && nowMs - last.usedAtMs <= SCROLL_IDLE_MS ? last : undefined;
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
    ids: [...companies.all()].map((company) => company.id),
    position: 0,
    usedAtMs: nowMs,
  };
  const ids = scroll.ids.slice(scroll.position, scroll.position + SCROLL_PAGE);
  companies.scroll =
    ids.length === 0 ? undefined : { ...scroll, position: scroll.position + ids.length, usedAtMs: nowMs };
  const data = ids.flatMap((id) => {
    const company = companies.get(id);
    return company === undefined ? [] : [showCompany(company, workspace)];
  });
  const ended = ids.length === 0 && !companySwitchesOf(workspace).scrollEndParam;
  return {
    type: 'list',
    data,
    pages: null,
    total_count: null,
    ...(ended ? {} : { scroll_param: scroll.param }),
  };
}
