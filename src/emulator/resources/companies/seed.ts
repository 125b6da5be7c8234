import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import type { SeedPart } from '../../seed/part.ts';
import { pastedList, pastedText } from '../../seed/pasted.ts';
import { notKept, type SeedShape, TEXTS } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { Workspace } from '../../workspace.ts';
import type { AttributesSeed } from '../attributes/seed.ts';
import { checkCustomNames, declaredNames, loadCustom } from '../attributes/seed-values.ts';
import { TAG_SHAPE } from '../tags/seed.ts';
import { tagsOf } from '../tags/store.ts';
import { blankCompany } from './record.ts';
import { companiesOf } from './store.ts';

export interface CompaniesSeed {
  readonly companies?: readonly SeedCompany[];
}

export interface SeedCompany {
  readonly id?: string;
  readonly company_id: string;
  readonly name?: string;
  /** The plan's name. */
  readonly plan?: string;
  readonly size?: number;
  readonly website?: string;
  readonly industry?: string;
  readonly monthly_spend?: number;
  readonly remote_created_at?: number;
  readonly created_at?: number;
  readonly updated_at?: number;
  readonly last_request_at?: number;
  readonly custom_attributes?: JsonObject;
  /** Names; made when missing. */
  readonly tags?: readonly string[];
}

const COMPANY: SeedShape = {
  object: {
    id: 'a text',
    company_id: 'a text',
    name: 'a string',
    plan: { anyOf: ['a string', { object: { name: 'a string', ...notKept('type', 'id') } }] },
    size: 'a whole number',
    website: 'a string',
    industry: 'a string',
    monthly_spend: 'a number',
    remote_created_at: 'a whole number',
    created_at: 'a whole number',
    updated_at: 'a whole number',
    last_request_at: 'a whole number',
    custom_attributes: 'an object',
    tags: {
      anyOf: [TEXTS, { object: { tags: { list: TAG_SHAPE }, ...notKept('type') }, required: ['tags'] }],
    },
    ...notKept('type', 'app_id', 'session_count', 'user_count', 'segments', 'notes'),
  },
  required: ['company_id'],
};

export const companiesSeed: SeedPart<CompaniesSeed & AttributesSeed> = {
  shape: { list: COMPANY },
  plain: (part) => pastedList(part).map(plainCompany),
  check(seed, report) {
    const { companies = [] } = seed;
    const declared = declaredNames(seed);
    checkUnique(companies, 'companies', ['id', 'company_id'], report);
    for (const [position, company] of companies.entries())
      checkCustomNames(company, 'company', `companies[${position}]`, declared, report);
  },
  load({ companies = [] }, workspace) {
    for (const [position, company] of companies.entries())
      loadCompany(company, `companies[${position}]`, workspace);
  },
};

/** Its plan and tags as names, also where it was pasted from an answer of the API. */
function plainCompany(company: Json): Json {
  if (!isJsonObject(company)) return company;
  const { plan, tags, ...rest } = company;
  const planName = isJsonObject(plan) ? plan.name : plan;
  const tagNames = isJsonObject(tags) ? pastedList(tags.tags).map((tag) => pastedText(tag, 'name')) : tags;
  return {
    ...rest,
    ...(planName === undefined ? {} : { plan: planName }),
    ...(tagNames === undefined ? {} : { tags: tagNames }),
  };
}

function loadCompany(seed: SeedCompany, path: string, workspace: Workspace): void {
  const created = seed.created_at ?? workspace.now();
  const blank = blankCompany(seed.id ?? workspace.newId(created), seed.company_id, created);
  companiesOf(workspace).put({
    ...blank,
    name: seed.name,
    plan: seed.plan,
    size: seed.size,
    website: seed.website,
    industry: seed.industry,
    monthly_spend: Math.trunc(seed.monthly_spend ?? 0),
    remote_created_at: seed.remote_created_at,
    last_request_at: seed.last_request_at,
    updated_at: seed.updated_at ?? created,
    custom_attributes: loadCustom(seed, 'company', path, workspace),
    tags: (seed.tags ?? []).map((name) => tagsOf(workspace).ensure(name).id),
  });
}
