import { type IntercomFailure, isIntercomFailure } from '../types/intercom.ts';
import type { Json, JsonObject } from '../types/json.ts';
import type { Step, WriteRequest } from '../types/step.ts';
import { isStoreFailure } from '../types/store.ts';
import { settleItem } from './failed-write.ts';
import { accept, type Item, type ReadyItem, record } from './item.ts';
import { resolveReferences } from './references.ts';
import { stopOf } from './refused-token.ts';
import { remainsOpen } from './remains-open.ts';
import type { Run } from './run.ts';

/** Earlier attempts to send these items. */
interface Earlier {
  /** How often they were sent, including this time. */
  readonly tries: number;
  /** Whether this request counts as retried. */
  readonly again: boolean;
}

const FIRST: Earlier = { tries: 1, again: false };

/**
 * Sends one request, for one item or for several that share a batch, and records the outcome of each. Sends nothing once the
 * run has stopped; those items stay pending.
 */
export async function sendItems(run: Run, items: readonly Item[], earlier: Earlier = FIRST): Promise<void> {
  if (run.stopped !== undefined) return;
  const ready = items.flatMap((item) => readyItem(run, item));
  const [first] = ready;
  if (first === undefined) return;
  try {
    await run.journal.durable();
  } catch (failure) {
    // What is not recorded is not sent; the items stay pending.
    run.crash(failure);
    if (isStoreFailure(failure)) await unsent(run, ready);
    return;
  }
  // Turns are reserved for single changes, not for shared requests.
  const sender = (ready.length === 1 ? first.work.client : undefined) ?? run.writer;
  let body: Json;
  try {
    body = await sender.send(joined(first.resolved, ready), {
      creates: first.step.creates,
      again: earlier.again,
    });
  } catch (failure) {
    if (isIntercomFailure(failure)) await failed(run, ready, failure, earlier);
    // The store failed before the request was sent, so the items stay pending.
    else if (isStoreFailure(failure)) {
      run.crash(failure);
      await unsent(run, ready);
    } else crashed(run, ready, failure);
    return;
  }
  run.wrote = true;
  for (const item of ready) {
    item.work.wrote();
    if (isOpen(item) && !(await remainsOpen(run, item))) await accept(run, item, body);
  }
}

/** False once the change has ended: with several items in one bulk request, the first failure ends it. */
function isOpen({ work }: Item): boolean {
  return work.result === undefined;
}

/** A bug in the client: nobody knows whether the request was sent. */
function crashed(run: Run, items: readonly ReadyItem[], failure: unknown): void {
  run.crash(failure);
  run.wrote = true;
  for (const item of items) {
    if (!isOpen(item)) continue;
    run.finish(item.work, 'unknown', {
      reason: 'it may or may not have been written, because interform failed in between',
    });
  }
}

/** Records that the items were not sent. Otherwise the next run would look for what they may have created. */
async function unsent(run: Run, items: readonly ReadyItem[]): Promise<void> {
  for (const item of items) await record(run, item, { state: 'failed', reason: 'it was not sent' });
}

async function failed(
  run: Run,
  items: readonly ReadyItem[],
  failure: IntercomFailure,
  { tries }: Earlier,
): Promise<void> {
  const { status, outcome } = failure;
  if (outcome === 'unknown') run.wrote = true;
  // The client was still holding the request back when the run was interrupted. It was not sent, so the items stay pending.
  if (run.interrupted && outcome === 'refused' && status === null) return unsent(run, items);
  const stop = stopOf(failure);
  if (stop !== undefined) run.stop(stop);
  else if (items.length > 1 && outcome === 'refused' && status !== null) {
    // One invalid item must not fail the others.
    const reason = `${failure.message}; it had been sent together with others, so it was sent again alone`;
    for (const item of items) await record(run, item, { state: 'failed', reason });
    for (const item of items) await sendItems(run, [item], { tries, again: true });
    return;
  }
  for (const item of items) {
    if (!isOpen(item)) continue;
    const again = await settleItem(run, item, failure, tries);
    if (again) await sendItems(run, [item], { tries: tries + 1, again: true });
  }
}

function readyItem(run: Run, item: Item): ReadyItem[] {
  if (!isOpen(item)) return [];
  const { work, step } = item;
  const found = resolveReferences(step.request, (address) => run.idOf(address));
  if (found.missing === undefined) {
    const resolved = { ...step, request: found.request };
    return [{ work, step, resolved, noted: run.journal.note(work, resolved) }];
  }
  run.finish(work, 'failed', { reason: `interform does not know the Intercom id of ${found.missing}` });
  return [];
}

/** The request of the first item, with the lists of all items joined. */
function joined(first: Step, items: readonly ReadyItem[]): WriteRequest {
  const { batch, request } = first;
  if (batch === undefined || items.length === 1) return request;
  const list = items.flatMap(({ resolved }) => listIn(resolved.request.body, batch.list));
  return { ...request, body: { ...request.body, [batch.list]: list } };
}

function listIn(body: JsonObject | undefined, name: string): readonly Json[] {
  const list = body?.[name];
  return Array.isArray(list) ? list : [];
}
