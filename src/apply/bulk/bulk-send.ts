import type { KindReader } from '../../kinds/kind-reader.ts';
import { type HeldTurns, isIntercomFailure } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { BulkJob } from '../../types/kind/bulk-writing.ts';
import type { Level } from '../../types/step.ts';
import { isStoreFailure } from '../../types/store.ts';
import { recheckWorks } from '../recheck-works.ts';
import { stopOf } from '../refused-token.ts';
import type { Run } from '../run.ts';
import type { Work } from '../work.ts';
import type { Bulk } from './bulk.ts';
import type { BulkGroup, BulkMember } from './bulk-group.ts';
import { writtenSince } from './written-since.ts';

/** The search that reads updates again, and the request that follows. */
const TURNS_OF_UPDATE = 2;
const NOT_IMPLEMENTED = 501;

/** What became of the changes of a bulk request. Those that are in none of these have ended, or wait because the run stopped. */
export interface BulkSending {
  /** The request took effect, or may have: what it wrote is to be read back. */
  readonly group?: BulkGroup;
  readonly sent?: readonly Work[];
  /** To be put into smaller requests. */
  readonly again?: readonly Work[];
  /** To be sent by themselves. */
  readonly alone?: readonly Work[];
}

/**
 * Sends one bulk request. Updates are read again right before, with the turns of the rate limit for both requests reserved, so
 * that no window passes in between:
 *
 *     keep 2 ─ search ─┬─ as wanted, or edited     ended
 *                      ├─ does not fit any more    alone
 *                      └─ PUT … ─ give back
 */
export async function sendBulk(
  run: Run,
  bulk: Bulk,
  works: readonly Work[],
  level: Level,
): Promise<BulkSending> {
  if (run.stopped !== undefined) return {};
  if (bulk.writing.verb === 'create') return sendWith(run.writer, { run, bulk, works });
  const held = await run.writer.hold({ least: TURNS_OF_UPDATE, most: TURNS_OF_UPDATE });
  if (held === undefined) return {};
  try {
    await recheckWorks(run, works, { level, mode: 'batch', reader: held.client });
    const open = works.filter(({ result }) => result === undefined);
    const fitting = open.filter(({ left }) => bulk.fits(left));
    const others = open.filter((work) => !fitting.includes(work));
    const sending = await sendWith(held.client, { run, bulk, works: fitting });
    // What was read of them is older by the time they are sent.
    for (const work of [...others, ...(sending.again ?? []), ...(sending.alone ?? [])]) work.compareAgain();
    return { ...sending, alone: [...others, ...(sending.alone ?? [])] };
  } finally {
    held.release();
  }
}

interface Request {
  readonly run: Run;
  readonly bulk: Bulk;
  readonly works: readonly Work[];
}

async function sendWith(
  sender: Pick<HeldTurns<KindReader>['client'], 'send'>,
  { run, bulk, works }: Request,
): Promise<BulkSending> {
  if (run.stopped !== undefined || works.length === 0) return {};
  const { writing } = bulk;
  const request = writing.request(
    works.map(({ left }) => left),
    run.context,
  );
  const members = works.map((work) => ({
    work,
    noted: run.journal.note(work, writing.share(work.change)),
    asked: work.left,
  }));
  const unsent = async () => {
    await recordRefusal({ run, bulk, members }, 'it was not sent');
    return {};
  };
  const sentAt = bulk.now();
  const sent = (job: BulkJob | undefined, failure = 'the answer names no job') =>
    sentGroup({ run, bulk, members }, { sentAt, job, failure });
  try {
    await run.journal.durable();
    const body = await sender.send(request, { creates: writing.verb === 'create' });
    return sent(jobIn(bulk, body));
  } catch (failure) {
    if (!isIntercomFailure(failure)) {
      run.crash(failure);
      // Of anything but a failure of the store nobody knows whether the request was sent.
      return isStoreFailure(failure) ? unsent() : sent(undefined);
    }
    const isHeldBack = run.interrupted && failure.outcome === 'refused' && failure.status === null;
    if (isHeldBack) return unsent();
    // Whoever answers that did nothing.
    const isUnserved = failure.status === NOT_IMPLEMENTED;
    if (failure.outcome === 'unknown' && !isUnserved) return sent(undefined, failure.message);
    await recordRefusal({ run, bulk, members }, failure.message);
    if (failure.status === 401) {
      const stop = stopOf(failure);
      if (stop !== undefined) run.stop(stop);
      return {};
    }
    const refused = writing.refused(failure);
    if (refused === 'too_many' && works.length > 1) {
      bulk.tooMany(works.length, failure.message);
      return { again: works };
    }
    // Where some of them were refused, requests of their own say which.
    if (refused !== 'items' && failure.status !== 429) bulk.refused(failure.message);
    return { alone: works };
  }
}

interface Members extends Pick<Request, 'run' | 'bulk'> {
  readonly members: readonly BulkMember[];
}

interface Answered {
  readonly sentAt: number;
  readonly job: BulkJob | undefined;
  /** Why there is no job, where there is none. */
  readonly failure: string;
}

function sentGroup({ run, bulk, members }: Members, { sentAt, job, failure }: Answered): BulkSending {
  run.wrote = true;
  bulk.sent(members.length, job !== undefined);
  const group: BulkGroup = {
    works: members.map(({ work }) => work.parked(undefined)),
    noted: members.map(({ noted }) => noted),
    asked: members.map(({ work, asked }) => (asked === work.change ? null : asked)),
    job: job?.id ?? null,
    failure: job === undefined ? failure : null,
    sentAt,
    since: writtenSince(bulk, { sentAt, job }),
  };
  return { group, sent: members.map(({ work }) => work) };
}

/** Records that the request had no effect. */
async function recordRefusal({ run, bulk, members }: Members, reason: string): Promise<void> {
  try {
    for (const { work, noted } of members)
      await run.journal.after(work, bulk.writing.share(work.change), noted, { state: 'failed', reason });
  } catch (failure) {
    run.crash(failure);
  }
}

/** An answer that cannot be read leaves the job alone; what it wrote is read back all the same. */
function jobIn({ writing }: Bulk, body: Json): BulkJob | undefined {
  try {
    return writing.accepted(body);
  } catch {
    return undefined;
  }
}
