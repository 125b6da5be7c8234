import { address } from '../../../types/address.ts';
import { type Change, type FieldChange, isMembership } from '../../../types/change.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { Unstuck } from '../../../types/result.ts';
import type { Level, Step } from '../../../types/step.ts';
import { livePerson, samePersonValue } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import { bodyOf } from '../../written/request-body.ts';

/** How many users one bulk tag request takes; Intercom documents no limit, so it is low (intercom 5.1, 9.28). */
const bulkTagLimit = 50;

/** The requests of a contact change: at most one or two for its fields, then its memberships, or the archival. */
export function contactSteps(change: Change): readonly Step[] {
  const values = [...fieldSteps(change), ...membershipSteps(change)];
  // An archived contact cannot be written to.
  if (change.action === 'archive') return [...values, lifecycleStep(change, 'archives', true)];
  if (change.action === 'unarchive' && !isDeclaredBack(change))
    return [lifecycleStep(change, 'people', false), ...values];
  return values;
}

/**
 * Whether an archived contact comes back because it is declared. It is sent as a create: Intercom's refusal tells that it still
 * is archived, then it is unarchived, read, and gets what differs, so that an undo knows what it held.
 */
function isDeclaredBack({ action, context }: Change): boolean {
  return action === 'unarchive' && context?.on_archived !== undefined;
}

function lifecycleStep(change: Change, level: Level, archived: boolean): Step {
  const verb = archived ? 'archive' : 'unarchive';
  return {
    level,
    change: change.address,
    creates: false,
    request: { method: 'POST', path: `/contacts/${change.id}/${verb}`, body: {} },
    expect: { archived },
  };
}

function fieldSteps(change: Change): readonly Step[] {
  const { archived: _, ...values } = valuesOf(change.fields);
  if (Object.keys(values).length === 0) return [];
  if (change.action === 'create' || isDeclaredBack(change)) {
    // Null in a create clears what a merged lead brings, which is there only after the merge.
    const [cleared, given] = split(values, (path) => values[path] === null);
    const put = { method: 'PUT', path: `/contacts/{${change.address}}` } as const;
    return [
      fieldStep(change, 'people', { method: 'POST', path: '/contacts' }, given),
      ...(Object.keys(cleared).length > 0 ? [fieldStep(change, 'updates', put, cleared)] : []),
    ];
  }
  const put = { method: 'PUT', path: `/contacts/${change.id}` } as const;
  if (change.action === 'convert' && change.context?.before_merge === undefined)
    return [fieldStep(change, 'people', put, values)];
  const early = new Set(change.context?.before_merge ?? []);
  const [first, second] = split(values, (path) => early.has(path));
  return [
    ...(Object.keys(first).length > 0 ? [fieldStep(change, 'people', put, first)] : []),
    ...(Object.keys(second).length > 0 ? [fieldStep(change, 'updates', put, second)] : []),
  ];
}

function fieldStep(
  change: Change,
  level: Level,
  request: { readonly method: 'POST' | 'PUT'; readonly path: string },
  values: Readonly<Record<string, Json>>,
): Step {
  return {
    level,
    change: change.address,
    creates: request.method === 'POST',
    request: { ...request, body: bodyOf(values) },
    expect: values,
  };
}

function membershipSteps(change: Change): readonly Step[] {
  const steps: Step[] = [];
  const self = change.id ?? `{${change.address}}`;
  const selfInBody: Json = change.id ?? { ref: change.address };
  const push = (request: Step['request'], more: Partial<Step> = {}) =>
    steps.push({
      level: 'memberships',
      change: change.address,
      creates: false,
      request,
      expect: {},
      ...more,
    });
  // The next plan finds members by their owner tag, so it is added first and removed last.
  const owners = new Set(change.context?.owner_tags?.map((name) => name.toLowerCase()));
  const placed = (name: string, order: 'first' | 'last'): Pick<Step, 'order'> =>
    owners.has(name.toLowerCase()) ? { order } : {};
  const tags = change.fields['tags'];
  if (tags !== undefined && isMembership(tags)) {
    for (const name of tags.add) {
      const tag = address('tag', name.toLowerCase());
      const order = placed(name, 'first');
      if (roleOf(change) === 'user') {
        const body: JsonObject = { name, users: [{ id: selfInBody }] };
        push(
          { method: 'POST', path: '/tags', body },
          {
            refers: [tag],
            expect: { tags: [name] },
            batch: { key: tag, list: 'users', limit: bulkTagLimit },
            ...order,
          },
        );
      } else push({ method: 'POST', path: `/contacts/${self}/tags`, body: { id: { ref: tag } } }, order);
    }
    // What gives way to another tag does so once that one is there: else nobody would know any more that it was carried.
    const formers = new Set(Object.keys(change.context?.former_tags ?? {}));
    for (const name of tags.remove) {
      const path = `/contacts/${self}/tags/{${address('tag', name.toLowerCase())}}`;
      push({ method: 'DELETE', path }, formers.has(name) ? { order: 'last' } : placed(name, 'last'));
    }
  }
  const companies = change.fields['companies'];
  if (companies !== undefined && isMembership(companies)) {
    for (const id of companies.add) {
      const body = { id: { ref: address('company', id) } };
      push({ method: 'POST', path: `/contacts/${self}/companies`, body });
    }
    for (const id of companies.remove) {
      push({ method: 'DELETE', path: `/contacts/${self}/companies/{${address('company', id)}}` });
    }
  }
  return steps;
}

function roleOf(change: Change): string {
  const role = change.fields['role'];
  if (role !== undefined && 'after' in role) return String(role.after);
  return change.context?.role ?? 'lead';
}

/** Field path → value to send, memberships left out. */
function valuesOf(fields: Readonly<Record<string, FieldChange>>): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const [path, field] of Object.entries(fields)) if (!isMembership(field)) values[path] = field.after;
  return values;
}

function split(
  values: Readonly<Record<string, Json>>,
  inFirst: (path: string) => boolean,
): [Record<string, Json>, Record<string, Json>] {
  const first: Record<string, Json> = {};
  const second: Record<string, Json> = {};
  for (const [path, value] of Object.entries(values)) {
    if (inFirst(path)) first[path] = value;
    else second[path] = value;
  }
  return [first, second];
}

/** Law 11: compares the stored contact with what was sent. */
export function verifyContact(step: Step, body: Json): readonly Unstuck[] {
  const answer = body as JsonObject; // The client checked that it is an object.
  if ('archived' in step.expect) {
    const sent = step.expect['archived'] ?? null;
    const kept = answer['archived'] ?? null;
    return kept === sent ? [] : [{ field: 'archived', sent, kept }];
  }
  if ('tags' in step.expect) return verifyTagged(step, answer);
  if (Object.keys(step.expect).length === 0) return verifyMember(step, answer);
  return unstuckFields(step.expect, livePerson(body as unknown as WireContact).fields);
}

/** Attaching answers with the tag or company (intercom 5.1, 5.2); if the answer names another one, that one was attached. */
function verifyMember({ request }: Step, answer: JsonObject): readonly Unstuck[] {
  const sent = request.method === 'POST' ? request.body?.['id'] : undefined;
  const kept = answer['id'];
  if (sent === undefined || kept === undefined || String(kept) === String(sent)) return [];
  const field = request.path.endsWith('/companies') ? 'companies' : 'tags';
  return [{ field, sent, kept }];
}

/** Fields whose live value is not what was sent. */
export function unstuckFields(
  sent: Readonly<Record<string, Json>>,
  live: ReadonlyMap<string, Json>,
): readonly Unstuck[] {
  const unstuck: Unstuck[] = [];
  for (const [field, value] of Object.entries(sent)) {
    const kept = live.get(field) ?? null;
    if (!samePersonValue(field, value, kept)) unstuck.push({ field, sent: value, kept });
  }
  return unstuck;
}

/** Intercom skips unknown users without an error and lists who was tagged (intercom 5.1): a user who is not listed was not. */
function verifyTagged(step: Step, answer: JsonObject): readonly Unstuck[] {
  const listed = answer['users'];
  if (!Array.isArray(listed)) return [];
  const users = step.request.body?.['users'];
  const wanted = Array.isArray(users) ? (users[0] as JsonObject | undefined)?.['id'] : undefined;
  const tagged = listed.some((row: Json) => {
    const entry = row as JsonObject;
    return entry['id'] === wanted && entry['tagged'] !== false;
  });
  return tagged ? [] : [{ field: 'tags', sent: step.expect['tags'] ?? null, kept: null }];
}
