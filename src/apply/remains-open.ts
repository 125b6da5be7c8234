import { isIntercomFailure } from '../types/intercom.ts';
import type { Settled } from '../types/kind.ts';
import { type ReadyItem, record } from './item.ts';
import type { Run } from './run.ts';

/** Waits for what a request began, where its kind does. True where its end was not seen: then the change is ended as unknown. */
export async function remainsOpen(run: Run, item: ReadyItem): Promise<boolean> {
  const open = await confirmed(run, item);
  if (open === undefined) return false;
  const { state, reason } = open;
  await record(run, item, { state, reason });
  run.finish(item.work, state, { reason });
  return true;
}

async function confirmed(
  run: Run,
  { work, resolved }: ReadyItem,
): Promise<Extract<Settled, { state: 'unknown' }> | undefined> {
  try {
    return await work.kind.confirm?.(work.change, resolved, run.writer, run.context);
  } catch (failure) {
    if (!isIntercomFailure(failure)) run.crash(failure);
    const why = failure instanceof Error ? failure.message : String(failure);
    return {
      state: 'unknown',
      reason: `it was accepted, but interform could not see that it is done: ${why}`,
    };
  }
}
