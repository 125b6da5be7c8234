import type { Json, JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { appOf } from '../app/store.ts';
import { attributesOf } from '../attributes/store.ts';
import { contactsOf } from '../contacts/store.ts';
import { showSegment } from '../segments/show.ts';
import { segmentsOf } from '../segments/store.ts';
import { tagsOf } from '../tags/store.ts';
import type { CompanyRecord } from './record.ts';
import { companiesOf } from './store.ts';

/** The company object of intercom 5.2: what is unset is absent, but for the counts. */
export function showCompany(record: CompanyRecord, workspace: Workspace): JsonObject {
  return {
    type: 'company',
    company_id: record.company_id,
    id: record.id,
    app_id: appOf(workspace).record.id_code,
    ...present('name', record.name),
    ...present('remote_created_at', record.remote_created_at),
    created_at: record.created_at,
    updated_at: record.updated_at,
    ...present('last_request_at', record.last_request_at),
    monthly_spend: record.monthly_spend,
    session_count: 0,
    user_count: contactsOf(workspace).memberCount(record.id),
    tags: { type: 'tag.list', tags: showTags(record, workspace) },
    segments: {
      type: 'segment.list',
      segments: segmentsOf(workspace)
        .ofTags(record.tags)
        .map((segment) => showSegment(segment)),
    },
    plan:
      record.plan === undefined
        ? {}
        : { type: 'plan', id: companiesOf(workspace).planId(record.plan), name: record.plan },
    ...present('size', record.size),
    ...present('website', record.website),
    ...present('industry', record.industry),
    custom_attributes: attributesOf(workspace).visible('company', record.custom_attributes),
  };
}

/** Tags on companies carry names, unlike on contacts (intercom 5.2). */
function showTags(record: CompanyRecord, workspace: Workspace): Json[] {
  return record.tags.flatMap((id) => {
    const tag = tagsOf(workspace).get(id);
    return tag === undefined ? [] : [{ type: 'tag', id: tag.id, name: tag.name }];
  });
}

function present(name: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
