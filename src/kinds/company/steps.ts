import { address, addressSegments } from '../../types/address.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { bodyOf } from '../written/request-body.ts';
import { companyFields } from './live.ts';
import type { WireCompany } from './wire.ts';

/** How many companies one bulk tag request takes; Intercom documents no limit, so it is low (intercom 5.1, 9.28). */
const bulkTagLimit = 50;

/**
 * A POST, which is an upsert by company_id, creates, and sets remote_created_at, which a PUT by Intercom id cannot (intercom
 * 5.2). Then one bulk request per tag.
 */
export function companySteps(change: Change): readonly Step[] {
  const [, companyId = ''] = addressSegments(change.address);
  const expect: Record<string, Json> = {};
  for (const [path, field] of Object.entries(change.fields))
    if (!isMembership(field)) expect[path] = field.after;
  const steps: Step[] = [];
  const create = change.id === null;
  if (create || 'remote_created_at' in expect) {
    steps.push({
      level: 'catalog',
      change: change.address,
      creates: create,
      request: { method: 'POST', path: '/companies', body: { company_id: companyId, ...bodyOf(expect) } },
      expect,
    });
  } else if (Object.keys(expect).length > 0) {
    steps.push({
      level: 'catalog',
      change: change.address,
      creates: false,
      request: { method: 'PUT', path: `/companies/${change.id}`, body: bodyOf(expect) },
      expect,
    });
  }
  const tags = change.fields['tags'];
  if (tags !== undefined && isMembership(tags)) {
    for (const name of tags.add) steps.push(tagStep(change, companyId, name));
    for (const name of tags.remove) steps.push(untagStep(change, companyId, name));
  }
  return steps;
}

function tagStep(change: Change, companyId: string, name: string): Step {
  return {
    level: 'memberships',
    change: change.address,
    creates: false,
    request: { method: 'POST', path: '/tags', body: { name, companies: [{ company_id: companyId }] } },
    batch: { key: address('tag-companies', name.toLowerCase()), list: 'companies', limit: bulkTagLimit },
    expect: { tags: [name] },
  };
}

/** Removes a tag by its name (intercom 5.1); the answer does not say which companies had it. */
function untagStep(change: Change, companyId: string, name: string): Step {
  return {
    level: 'memberships',
    change: change.address,
    creates: false,
    request: {
      method: 'POST',
      path: '/tags',
      body: { name, companies: [{ company_id: companyId, untag: true }] },
    },
    expect: {},
    // A tag that gives way to another one is taken off once that one is there.
    order: 'last',
  };
}

/** The tag that a request removes; undefined for any other request. */
export function untaggedName({ request: { body } }: Step): string | undefined {
  const companies = body?.['companies'];
  const isUntag = Array.isArray(companies) && (companies[0] as JsonObject | undefined)?.['untag'] === true;
  return isUntag ? String(body?.['name']) : undefined;
}

/** Law 11. The answer to a tag request says what was tagged; other answers show the company as stored. */
export function verifyCompany(step: Step, body: Json): readonly Unstuck[] {
  if ('tags' in step.expect) return verifyTagged(step, body);
  const shown = companyFields(body as unknown as WireCompany); // The client checked that it is an object.
  const unstuck: Unstuck[] = [];
  for (const [field, sent] of Object.entries(step.expect)) {
    const kept = shown.get(field) ?? null;
    if (kept !== sent) unstuck.push({ field, sent, kept });
  }
  return unstuck;
}

function verifyTagged(step: Step, body: Json): readonly Unstuck[] {
  const listed = (body as JsonObject)['companies'];
  if (!Array.isArray(listed)) return [];
  const sent = step.request.body?.['companies'];
  const wanted = Array.isArray(sent) ? (sent[0] as JsonObject | undefined)?.['company_id'] : undefined;
  // Intercom skips unknown members without an error and lists what was tagged (intercom 5.1). Whether it lists them by
  // company_id or by Intercom's id is not stated, so of several only one that is listed as not tagged is known to be
  // missing.
  const refused = listed.some((row: Json) => {
    const entry = row as JsonObject;
    return entry['tagged'] === false && (entry['company_id'] ?? entry['id']) === wanted;
  });
  const kept = { field: 'tags', sent: step.expect['tags'] ?? null, kept: null };
  return refused || listed.length === 0 ? [kept] : [];
}
