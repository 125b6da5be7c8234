import type { JsonObject } from '../../../types/json.ts';
import type { Desk } from '../desk.ts';
import { NotProbed } from '../not-probed.ts';
import type { Reply } from '../wire.ts';

/** The first stable version with bulk jobs (intercom 13.1); these calls alone name it. */
export const BULK_VERSION = '2.17';
const PATH = '/contacts/bulk';
const POLL_MS = 1_000;
const PATIENCE_MS = 120_000;

/** Hands contacts over to a job. */
export function bulk(desk: Desk, method: 'POST' | 'PUT', contacts: readonly JsonObject[]): Promise<Reply> {
  return desk.ask({ method, path: PATH, version: BULK_VERSION, body: { contacts } });
}

/** Waits until a job says that it has ended. */
export async function ended(desk: Desk, job: JsonObject): Promise<string> {
  const { id } = job;
  if (typeof id !== 'string' && typeof id !== 'number') throw new NotProbed('the answer names no job');
  const path = `${PATH}/${id}`;
  const begun = desk.now();
  for (;;) {
    const state = String((await desk.need({ method: 'GET', path, version: BULK_VERSION }))['state']);
    if (state.startsWith('completed')) return state;
    if (desk.now() - begun >= PATIENCE_MS)
      throw new NotProbed(`the job was ${state} for ${PATIENCE_MS / 1000} s`);
    await desk.sleep(POLL_MS);
  }
}

/**
 * As many creates as that, none of which makes anybody: all of them have the external_id of a user who is there, which a strict
 * create refuses (intercom 13.3).
 */
export function futile(externalId: string, count: number): readonly JsonObject[] {
  return Array.from({ length: count }, () => ({ external_id: externalId, role: 'user' }));
}
