import type { Json, JsonObject } from '../../../types/json.ts';
import { invalid } from '../../errors.ts';
import type { Resource } from '../../resource.ts';
import type { Call } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { companiesOf } from '../companies/store.ts';
import { contactsOf } from '../contacts/store.ts';
import { conversationsOf } from '../conversations/store.ts';
import { segmentsOf } from '../segments/store.ts';
import { tagsOf } from '../tags/store.ts';

/** How many there are of everything; in the clients still, and in no description any more. */
export const counts: Resource = {
  name: 'counts',
  routes: [{ method: 'GET', path: '/counts', answer: answerCounts }],
};

/** All of them, or of one type, for a company or a contact by tag or segment and for conversations by admin. */
function answerCounts({ workspace, query }: Call): Json {
  const type = query.get('type');
  const by = query.get('count');
  if (type === null) return { type: 'count.hash', ...totals(workspace) };
  if (type === 'conversation')
    return {
      type: 'count',
      conversation: by === 'admin' ? { admin: byAdmin(workspace) } : conversationStates(workspace),
    };
  if (type === 'company' && by === 'user') return { type: 'count', company: { user: membersOf(workspace) } };
  if (by === 'tag' || by === 'segment')
    return { type: 'count', [type]: { [by]: byGroup(type, by, workspace) } };
  const total = totals(workspace)[type];
  if (total === undefined || by !== null) throw invalid('Unknown type of count');
  return { type: 'count', [type]: total };
}

function totals(workspace: Workspace): Record<string, JsonObject> {
  const people = live(workspace);
  const role = (wanted: string): JsonObject => ({
    count: people.filter((record) => record.role === wanted).length,
  });
  return {
    company: { count: [...companiesOf(workspace).all()].length },
    segment: { count: segmentsOf(workspace).all().length },
    tag: { count: tagsOf(workspace).all().length },
    user: role('user'),
    lead: role('lead'),
  };
}

function live(workspace: Workspace) {
  return [...contactsOf(workspace).all()].filter(({ state }) => state === 'live');
}

function conversationStates(workspace: Workspace): JsonObject {
  const all = conversationsOf(workspace).all();
  const open = all.filter(({ state }) => state !== 'closed');
  const assigned = open.filter((record) => record.admin_assignee_id !== null);
  return {
    open: open.length,
    closed: all.length - open.length,
    assigned: assigned.length,
    unassigned: open.length - assigned.length,
  };
}

function byAdmin(workspace: Workspace): JsonObject[] {
  const all = conversationsOf(workspace).all();
  return adminsOf(workspace)
    .all()
    .map(({ id, name }) => {
      const own = all.filter((record) => record.admin_assignee_id === id);
      const open = own.filter(({ state }) => state !== 'closed').length;
      return { id, name, open, closed: own.length - open };
    });
}

function membersOf(workspace: Workspace): JsonObject[] {
  return [...companiesOf(workspace).all()].map(({ id, name, company_id }) => ({
    [name ?? company_id]: contactsOf(workspace).memberCount(id),
  }));
}

/** Users or companies that carry each tag, or are in each segment. */
function byGroup(type: string, by: 'tag' | 'segment', workspace: Workspace): JsonObject[] {
  const tagIds =
    type === 'company'
      ? [...companiesOf(workspace).all()].map(({ tags }) => tags)
      : live(workspace)
          .filter(({ role }) => role === type)
          .map(({ tags }) => tags.map(({ id }) => id));
  const groups = by === 'tag' ? tagsOf(workspace).all() : segmentsOf(workspace).all();
  return groups.map((group) => {
    const wanted = 'tags' in group ? group.tags : [group.id];
    return { [group.name]: tagIds.filter((ids) => ids.some((id) => wanted.includes(id))).length };
  });
}
