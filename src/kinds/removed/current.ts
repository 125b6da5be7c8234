import type { Change } from '../../types/change.ts';
import type { IntercomFailure } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { ApplyContext, Current, Settled } from '../../types/kind.ts';
import type { Step } from '../../types/step.ts';
import { livePerson } from '../people/person-values.ts';
import { memberCount, removableCompany, removableTag } from './calls.ts';
import type { RemovedReader } from './live.ts';
import { thingOf } from './steps.ts';

/** Each by Intercom's id, right before its deletion. */
export async function currentRemoved(
  changes: readonly Change[],
  reader: RemovedReader,
): Promise<ReadonlyMap<string, Current>> {
  const found = await Promise.all(
    changes.map(async (change) => [change.address, await current(change, reader)] as const),
  );
  return new Map(found);
}

async function current(change: Change, reader: RemovedReader): Promise<Current> {
  const id = change.id ?? '';
  if (thingOf(change) === 'contact') {
    const read = await reader.contact(id);
    if (read.state === 'merged') return read;
    if (read.state === 'gone') return { state: 'absent' };
    const { role, external_id, email, phone } = livePerson(read.contact);
    return { state: 'live', id, role, fields: new Map(Object.entries({ role, external_id, email, phone })) };
  }
  const read = await readThing(change, reader);
  return read === undefined ? { state: 'absent' } : { state: 'live', id, fields: read };
}

/** Undefined once it is gone, which may be between two reads. */
async function readThing(change: Change, reader: RemovedReader): Promise<Map<string, Json> | undefined> {
  const id = change.id ?? '';
  if (thingOf(change) === 'tag') {
    const read = await reader.find(removableTag(id));
    return read.state === 'live' ? new Map([['name', read.value.name]]) : undefined;
  }
  const [read, members] = await Promise.all([
    reader.find(removableCompany(id)),
    reader.find(memberCount(id)),
  ]);
  if (read.state !== 'live' || members.state !== 'live') return undefined;
  return new Map<string, Json>([
    ['name', read.value.name],
    ['members', members.value],
  ]);
}

/** A DELETE may be sent twice, so one that finds nothing, or whose answer is lost, is settled by reading. */
export async function settleRemoval(
  change: Change,
  _step: Step,
  failure: IntercomFailure,
  reader: RemovedReader,
): Promise<Settled | undefined> {
  if (failure.code === 'tag_has_dependent_objects') return { state: 'failed', reason: dependents(failure) };
  const isMissing = failure.status === 404 || failure.status === 410;
  if (failure.outcome !== 'unknown' && !isMissing) return undefined;
  const now = await current(change, reader);
  if (now.state === 'absent') return { state: 'already', id: change.id ?? '' };
  if (now.state === 'live') return isMissing ? undefined : { state: 'retry' };
  return { state: 'stale', reason: `it was merged into ${now.into ?? 'another contact'} meanwhile` };
}

function dependents({ message }: IntercomFailure): string {
  return `${message} Take the tag out of what uses it in Intercom, then plan again; until then the tag stays.`;
}

/** How long a deletion that Intercom accepted may take until it is reported as not known, and the first wait in between. */
const BOUND_MS = 60_000;
const FIRST_WAIT_MS = 500;

/** A company is deleted some time after the answer (intercom 5.2): it is done once a read finds none. */
export async function confirmRemoval(
  change: Change,
  _step: Step,
  reader: RemovedReader,
  { sleep }: ApplyContext,
): Promise<Extract<Settled, { state: 'unknown' }> | undefined> {
  if (thingOf(change) !== 'company') return undefined;
  for (let waited = 0, wait = FIRST_WAIT_MS; ; wait *= 2) {
    const read = await reader.find(removableCompany(change.id ?? ''));
    if (read.state !== 'live') return undefined;
    if (waited >= BOUND_MS) break;
    const ms = Math.min(wait, BOUND_MS - waited);
    await sleep(ms);
    waited += ms;
  }
  return {
    state: 'unknown',
    reason: `Intercom accepted the deletion, and still shows the company after ${BOUND_MS / 1000} seconds: plan again later`,
  };
}
