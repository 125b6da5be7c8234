import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { ApiError, invalid, resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { companyNotFound } from '../companies/errors.ts';
import type { CompanyRecord } from '../companies/record.ts';
import { companiesOf } from '../companies/store.ts';
import { userNotFound } from '../contacts/errors.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import { tagContact, untagContact } from '../contacts/tagging.ts';
import { conversationsOf } from '../conversations/store.ts';
import { segmentsOf } from '../segments/store.ts';
import { showTag } from './show.ts';
import type { TagRecord } from './store.ts';
import { tagsOf } from './store.ts';
import { tagSwitchesOf } from './switches.ts';

export const tagRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tags',
    answer: ({ workspace }) => ({ type: 'list', data: tagsOf(workspace).all().map(showTag) }),
  },
  { method: 'POST', path: '/tags', answer: writeTag },
  { method: 'GET', path: '/tags/:id', answer: (call) => showTag(pathTag(call)) },
  { method: 'DELETE', path: '/tags/:id', answer: deleteTag },
];

function pathTag(call: Call): TagRecord {
  const tag = tagsOf(call.workspace).get(call.param('id'));
  if (tag === undefined) throw resourceNotFound();
  return tag;
}

/** Creates, renames, and tags or untags in bulk (intercom 5.1). */
function writeTag(call: Call): Json {
  const { body, workspace, version } = call;
  const { name, id } = body;
  if (typeof name !== 'string' || name.trim() === '') throw invalid('invalid tag parameters');
  const users = readMembers(body.users);
  const { bulkTagLimit } = tagSwitchesOf(workspace);
  if (bulkTagLimit > 0 && users.length > bulkTagLimit)
    throw invalid(`At most ${bulkTagLimit} users can be tagged at once`);
  const companies = readMembers(body.companies);
  const tag =
    id === undefined || id === null ? tagsOf(workspace).ensure(name) : renameTag(id, name, workspace);
  const tagged = {
    users: users.map((member) => tagUser(member, tag, call)),
    companies: companies.map((member) => tagCompany(member, tag, call)),
  };
  if (version < V2_16) return showTag(tag);
  // Unknown ones were skipped and are not listed (intercom 5.1).
  return { ...showTag(tag), users: tagged.users.flat(), companies: tagged.companies.flat() };
}

function renameTag(id: Json, name: string, workspace: Workspace): TagRecord {
  const tag = tagsOf(workspace).get(String(id));
  if (tag === undefined) throw resourceNotFound();
  const holder = tagsOf(workspace).find(name);
  // intercom 12.9: no fact says what a taken name does; refused here.
  if (holder !== undefined && holder.id !== tag.id) throw invalid('A tag with this name already exists');
  return tagsOf(workspace).rename(tag.id, name);
}

function readMembers(value: Json | undefined): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid('invalid tag parameters');
  return value.map((item: Json) => {
    if (!isJsonObject(item)) throw invalid('invalid tag parameters');
    return item;
  });
}

/** Takes leads too unless switched off (intercom 9.29), and takes the tag off where the member says so: the spec's answer has "tagged or untagged" users. */
function tagUser(member: JsonObject, tag: TagRecord, call: Call): Json[] {
  const { workspace } = call;
  const record = typeof member.id === 'string' ? contactsOf(workspace).live(member.id) : undefined;
  if (record === undefined) return skipMember(call, userNotFound());
  if (record.role === 'lead' && !tagSwitchesOf(workspace).bulkTagLeads) return [];
  if (member.untag === true) untagContact(record, tag, workspace);
  else tagContact(record, tag, workspace);
  return [{ id: record.id, tagged: member.untag !== true }];
}

function tagCompany(member: JsonObject, tag: TagRecord, call: Call): Json[] {
  const { workspace } = call;
  const record = findCompany(member, workspace);
  if (record === undefined) return skipMember(call, companyNotFound());
  const tagged = member.untag !== true;
  const others = record.tags.filter((id) => id !== tag.id);
  if (record.tags.includes(tag.id) !== tagged) {
    companiesOf(workspace).put({
      ...record,
      tags: tagged ? [...others, tag.id] : others,
      updated_at: workspace.now(),
    });
  }
  return [{ id: typeof member.id === 'string' ? member.id : record.company_id, tagged }];
}

function findCompany(member: JsonObject, workspace: Workspace): CompanyRecord | undefined {
  if (typeof member.id === 'string') return companiesOf(workspace).get(member.id);
  return typeof member.company_id === 'string' ? companiesOf(workspace).find(member.company_id) : undefined;
}

/** Up to 2.15 an unknown member answers 404, and what was done before it stays, the new tag too (intercom 8.27). */
function skipMember(call: Call, refusal: ApiError): Json[] {
  if (call.version < V2_16) throw refusal;
  return [];
}

/** Detaches the tag everywhere; refused while a segment depends on it (intercom 5.1). */
function deleteTag(call: Call): undefined {
  const { workspace } = call;
  const tag = pathTag(call);
  const dependants = segmentsOf(workspace).ofTags([tag.id]);
  if (dependants.length > 0) {
    throw new ApiError({
      status: 400,
      code: 'tag_has_dependent_objects',
      message: `Unable to delete Tag with dependent objects. Segments: ${dependants.map((segment) => segment.name).join(', ')}.`,
    });
  }
  tagsOf(workspace).remove(tag.id);
  for (const record of [...contactsOf(workspace).all()]) detachTag(record, tag, workspace);
  for (const company of [...companiesOf(workspace).all()]) {
    if (company.tags.includes(tag.id))
      companiesOf(workspace).put({ ...company, tags: company.tags.filter((id) => id !== tag.id) });
  }
  for (const conversation of conversationsOf(workspace).all()) {
    if (conversation.tags.some(({ id }) => id === tag.id))
      conversationsOf(workspace).put({
        ...conversation,
        tags: conversation.tags.filter(({ id }) => id !== tag.id),
      });
  }
  return undefined;
}

function detachTag(record: ContactRecord, tag: TagRecord, workspace: Workspace): void {
  if (!record.tags.some((link) => link.id === tag.id)) return;
  contactsOf(workspace).put({ ...record, tags: record.tags.filter((link) => link.id !== tag.id) });
}
