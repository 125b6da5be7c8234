import { isIntercomFailure } from '../../types/intercom.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import { searchFor } from './checks/searches.ts';
import type { Desk } from './desk.ts';
import { isOfProbe, PROBE_ATTRIBUTES, PROBE_PREFIX } from './names.ts';
import { accepted, type Wire } from './wire.ts';

/** More than any broken probe leaves. */
const LEFT_PER_SEARCH = 150;

/** Finds the contacts that a broken probe left, and search shows by now. */
export async function findLeftovers(desk: Desk, wire: Wire): Promise<void> {
  const begins = (field: string) => ({ field, operator: '^', value: PROBE_PREFIX });
  const query = { operator: 'OR', value: [begins('external_id'), begins('email')] };
  const { body } = await wire.ask(searchFor(query, LEFT_PER_SEARCH));
  for (const row of rowsOf(body['data'])) {
    // Looked at again: a filter that Intercom does not heed must never delete anybody else (intercom 8.23).
    if (isOfProbe(row['external_id']) || isOfProbe(row['email'])) desk.alive.add(String(row['id']));
  }
}

/** Deletes the contacts of the probe for good; those that could not be deleted stay in `alive`. */
export async function clearContacts(desk: Desk, wire: Wire): Promise<void> {
  for (const [externalId, by] of desk.awaited) {
    const { status, body } = await wire.ask({
      method: 'GET',
      path: `/contacts/find_by_external_id/${encodeURIComponent(externalId)}`,
    });
    if (status === 200) desk.alive.add(String(body['id']));
    // A job may make it yet.
    if (status === 200 || by === 'request') desk.awaited.delete(externalId);
  }
  for (const id of desk.alive) {
    const answer = await wire.ask({ method: 'DELETE', path: `/contacts/${id}` });
    if (accepted(answer) || answer.status === 404) desk.alive.delete(id);
  }
}

/** Deletes the tag, and archives the attributes where they can be brought back. */
async function clearRest(wire: Wire, unarchives: boolean): Promise<void> {
  const tags = await wire.ask({ method: 'GET', path: '/tags' });
  for (const { id, name } of rowsOf(tags.body['data']))
    if (isOfProbe(name)) await wire.ask({ method: 'DELETE', path: `/tags/${String(id)}` });
  if (!unarchives) return;
  const attributes = await wire.ask({ method: 'GET', path: '/data_attributes?model=contact' });
  const names: readonly unknown[] = Object.values(PROBE_ATTRIBUTES).map(({ name }) => name);
  for (const { id, name } of rowsOf(attributes.body['data'])) {
    if (!names.includes(name)) continue;
    await wire.ask({ method: 'PUT', path: `/data_attributes/${String(id)}`, body: { archived: true } });
  }
}

/** How a probe clears up: also after Ctrl-C, which stops everything else. */
export interface Clearing {
  readonly wire: Wire;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How often a job that was left alone is looked after, and how long between. */
const LOOKS = 10;
const LOOK_MS = 1_000;

/** Everything at the end of a probe, whatever came of it. What cannot be cleared is left to the next one. */
export async function clearUp(
  desk: Desk,
  { wire, sleep }: Clearing,
  { unarchives }: { readonly unarchives: boolean },
): Promise<{ readonly left: number }> {
  try {
    await findLeftovers(desk, wire);
    await clearContacts(desk, wire);
    for (let look = 0; look < LOOKS && desk.awaited.size > 0; look += 1) {
      await sleep(LOOK_MS);
      await clearContacts(desk, wire);
    }
    await clearRest(wire, unarchives);
  } catch (error) {
    if (!isIntercomFailure(error)) throw error;
  }
  return { left: desk.alive.size + desk.awaited.size };
}

function rowsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
