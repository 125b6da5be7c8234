import type { IntercomFailure } from '../../../types/intercom.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { Settled } from '../../../types/kind.ts';
import type { Step } from '../../../types/step.ts';
import { livePerson } from '../../people/person-values.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { BULK_PATH } from './bulk-request.ts';
import { unstuckFields } from './steps.ts';

/**
 * What a write to an existing contact came to, when its answer was lost, or was a 404 to a repeated DELETE (intercom 12.7).
 * The contact is read by id, which never lags. All of these writes may be sent again. Undefined: it stays failed.
 */
export async function settleLostWrite(
  step: Step,
  failure: IntercomFailure,
  reader: PeopleReader,
): Promise<Settled | undefined> {
  const { request } = step;
  if (failure.outcome !== 'unknown' && !(request.method === 'DELETE' && failure.status === 404))
    return undefined;
  const id = contactOfRequest(request.body, request.path);
  if (id === undefined) return undefined;
  const read = await reader.contact(id);
  if (step.expect['archived'] === true) {
    // An archived contact reads as gone (intercom 4.9).
    return read.state === 'live' ? { state: 'retry' } : took({ archived: true });
  }
  if (step.expect['archived'] === false)
    return read.state === 'live' ? took({ archived: false }) : { state: 'retry' };
  if (read.state !== 'live') return undefined;
  if (step.level !== 'memberships') {
    const stuck = unstuckFields(step.expect, livePerson(read.contact).fields).length === 0;
    return stuck ? took(read.contact as unknown as Json) : { state: 'retry' };
  }
  const isMember = await holds(id, request.path, request.body, reader);
  if (request.method === 'DELETE' ? isMember : !isMember) return { state: 'retry' };
  // A DELETE that was refused outright did not take it off itself.
  if (failure.outcome !== 'unknown') return { state: 'already', id };
  return took({}, {});
}

function took(body: Json, expect?: Step['expect']): Settled {
  return { state: 'done', body, ...(expect === undefined ? {} : { expect }) };
}

/** The contact that a request writes to: `/contacts/<id>/…`, or the one contact in a change's share of a bulk request. */
export function contactOfRequest(body: JsonObject | undefined, path: string): string | undefined {
  if (path === BULK_PATH) return idOfFirst(body?.['contacts']);
  const id = /^\/contacts\/([^/]+)/.exec(path)?.[1];
  return id === undefined ? idOfFirst(body?.['users']) : decodeURIComponent(id);
}

function idOfFirst(list: Json | undefined): string | undefined {
  const id = Array.isArray(list) ? (list[0] as JsonObject | undefined)?.['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Whether the contact has the tag or company that the request puts on or takes off. */
async function holds(
  id: string,
  path: string,
  body: JsonObject | undefined,
  reader: PeopleReader,
): Promise<boolean> {
  const [, , , list = '', member = ''] = path.split('/');
  const wanted = member === '' ? String(body?.['id'] ?? '') : decodeURIComponent(member);
  if (list === 'companies')
    return (await reader.contactCompanies(id)).some((company) => company.id === wanted);
  const tags = await reader.contactTags(id);
  if (list === 'tags') return tags.some((tag) => tag.id === wanted);
  const name = String(body?.['name'] ?? '').toLowerCase();
  return tags.some((tag) => tag.name.toLowerCase() === name);
}
