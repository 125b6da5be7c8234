import type { KindWriter } from '../kinds/kind-reader.ts';
import { assertNever } from '../types/assert-never.ts';
import { type IntercomFailure, isIntercomFailure } from '../types/intercom.ts';
import type { Settled } from '../types/kind.ts';
import type { Step } from '../types/step.ts';
import { accept, pass, type ReadyItem, record, writtenBy } from './item.ts';
import type { StepOutcome } from './journal.ts';
import type { Run } from './run.ts';
import type { Work } from './work.ts';

/** How often a step is sent at most, when each attempt turns out to have had no effect. */
const MAX_TRIES = 2;

/** Finds out what a failed write has done and records it. Resolves to true when it is to be sent again. */
export async function settleItem(
  run: Run,
  item: ReadyItem,
  failure: IntercomFailure,
  tries: number,
): Promise<boolean> {
  const { work } = item;
  const settled = (await ask(run, item, failure)) ?? standing(failure);
  switch (settled.state) {
    case 'done':
      run.wrote = true;
      work.wrote(settled.before);
      await accept(run, expecting(item, settled.expect), settled.body);
      return false;
    case 'already':
      if (failure.outcome === 'unknown') work.foundAfterLoss();
      run.learn(work, settled.id);
      await record(run, item, {
        state: 'already',
        id: settled.id,
        written: writtenBy(item, undefined, settled.id),
      });
      pass(run, item, 'Intercom already had it when it was written');
      return false;
    case 'retry':
      if (tries < MAX_TRIES) {
        await record(run, item, hadNoEffect(item, settled.absent === true, failure));
        return true;
      }
      await end(run, item, settled.absent === true ? absent(tries, failure) : standing(failure), failure);
      return false;
    case 'stale':
    case 'failed':
    case 'unknown':
      await end(run, item, settled, failure);
      return false;
    default:
      return assertNever(settled);
  }
}

/** The outcome to record before a step is sent again. A create that only search could show is `unknown`, since the index may lag. */
function hadNoEffect({ resolved }: ReadyItem, isAbsent: boolean, failure: IntercomFailure): StepOutcome {
  const isKnown = isAbsent || !resolved.creates;
  const what = isKnown ? 'it had no effect' : 'it was not found';
  return {
    state: isKnown ? 'failed' : 'unknown',
    reason: `${failure.message}; ${what}, so it was sent again`,
  };
}

function expecting(item: ReadyItem, expect: ReadyItem['resolved']['expect'] | undefined): ReadyItem {
  return expect === undefined ? item : { ...item, resolved: { ...item.resolved, expect } };
}

async function ask(
  run: Run,
  { work, resolved }: ReadyItem,
  failure: IntercomFailure,
): Promise<Settled | undefined> {
  if (work.kind.settle === null || failure.status === 401 || failure.status === 403) return undefined;
  try {
    return await work.kind.settle(
      work.change,
      resolved,
      failure,
      recording(run, work, resolved),
      run.context,
    );
  } catch (second) {
    if (!isIntercomFailure(second)) run.crash(second);
    const { state, reason } = standing(failure);
    return {
      state,
      reason: `${reason}; interform could not find out whether it worked: ${messageOf(second)}`,
    };
  }
}

/** Settling may write as well, for example unarchive. Such requests are recorded like all others. */
function recording(run: Run, work: Work, { change, level }: Step): KindWriter {
  return {
    ...run.writer,
    async send(request, options) {
      const step: Step = { level, change, request, creates: false, expect: {} };
      const noted = run.journal.note(work, step);
      await run.journal.durable();
      try {
        const body = await run.writer.send(request, options);
        await run.journal.after(work, step, noted, { state: 'done' });
        return body;
      } catch (failure) {
        const isOpen = !isIntercomFailure(failure) || failure.outcome === 'unknown';
        await run.journal.after(work, step, noted, { state: isOpen ? 'unknown' : 'failed' });
        throw failure;
      }
    },
  };
}

/** The outcome where nothing more can be found out: `failed` for a refusal, `unknown` where the request may have taken effect. */
function standing(failure: IntercomFailure): Extract<Settled, { state: 'failed' | 'unknown' }> {
  return failure.outcome === 'unknown'
    ? { state: 'unknown', reason: `it may or may not have been written: ${failure.message}` }
    : { state: 'failed', reason: failure.message };
}

function absent(tries: number, failure: IntercomFailure): Extract<Settled, { state: 'failed' }> {
  return { state: 'failed', reason: `it was sent ${tries} times and had no effect: ${failure.message}` };
}

async function end(
  run: Run,
  item: ReadyItem,
  { state, reason }: StepOutcome & { readonly reason: string },
  failure: IntercomFailure,
): Promise<void> {
  await record(run, item, { state, reason });
  run.finish(item.work, state, { reason, requestId: failure.requestId });
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
