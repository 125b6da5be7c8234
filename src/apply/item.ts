import type { Json } from '../types/json.ts';
import type { Unstuck } from '../types/result.ts';
import type { Step } from '../types/step.ts';
import type { Written } from '../types/store.ts';
import type { Noted, StepOutcome } from './journal.ts';
import { quoted } from './recheck-words.ts';
import type { Run } from './run.ts';
import type { Work } from './work.ts';

/** A step about to be sent, alone or together with those of other changes in a bulk request. */
export interface Item {
  readonly work: Work;
  /** As `kind.steps` made it. It is removed from the pending steps by identity. */
  readonly step: Step;
}

/** An item whose references are replaced by ids, as the kind and the journal get it. It is noted in the journal. */
export interface ReadyItem extends Item {
  readonly resolved: Step;
  readonly noted: Noted;
}

/**
 * Evaluates the answer for one item: learns the id, finds fields that did not stick, and completes the change after its last
 * step.
 */
export async function accept(run: Run, item: ReadyItem, body: Json): Promise<void> {
  const { work, step } = item;
  if (step.batch === undefined && (step.creates || work.change.action === 'create')) {
    const id = idIn(body);
    if (id !== undefined) run.learn(work, id);
  }
  noteEdits(item, body);
  const unstuck = verified(item, body);
  const id = run.idOf(work.change.address);
  const told = { written: writtenBy(item, body, id), ...(id === undefined ? {} : { id }) };
  if (unstuck instanceof Error) {
    const reason = `Intercom accepted the change, but interform cannot read the answer: ${unstuck.message}`;
    await record(run, item, { state: 'failed', reason, ...told });
    run.finish(work, 'failed', { reason });
    return;
  }
  if (unstuck.length > 0) {
    const reason = unstuckReason(unstuck);
    await record(run, item, { state: 'failed', reason, ...told });
    run.finish(work, 'failed', { reason, unstuck });
    return;
  }
  await record(run, item, { state: 'done', ...told });
  pass(run, item);
}

/**
 * What a request wrote to contacts. Where the kind cannot read the answer, the contacts are marked `unsure`, so that they are
 * read again.
 */
export function writtenBy(
  { work, resolved }: ReadyItem,
  body: Json | undefined,
  id: string | undefined,
): readonly Written[] {
  const unsure = (contact: string): Written => ({
    contact,
    state: 'live',
    keys: [],
    fields: {},
    unsure: true,
  });
  try {
    return work.kind.written?.(work.change, resolved, { body, id }) ?? [];
  } catch {
    return (work.kind.contactsOf?.(resolved) ?? []).map(unsure);
  }
}

/** Removes the step from the pending ones, and completes the change after its last step. */
export function pass(run: Run, { work, step }: Item, reason?: string): void {
  work.pass(step);
  if (work.pending.length === 0) run.complete(work, reason);
}

/** If the journal cannot be written, the run stops. What happened is still reported. */
export async function record(
  run: Run,
  { work, resolved, noted }: ReadyItem,
  outcome: StepOutcome,
): Promise<void> {
  try {
    await run.journal.after(work, resolved, noted, outcome);
  } catch (failure) {
    run.crash(failure);
  }
}

/**
 * Compares with what was read before, but only of the same level: there no other change of this plan writes to the same
 * contact, so a difference is somebody else's edit.
 */
function noteEdits({ work, step, resolved }: ReadyItem, body: Json): void {
  const { read, kind } = work;
  if (read === undefined || read.level !== step.level) return;
  work.sawEdits(kind.edits?.(resolved, read.fields, body) ?? []);
}

/** An answer that the kind cannot read does not prove that the write stuck (law 11). */
function verified({ work, resolved }: ReadyItem, body: Json): readonly Unstuck[] | Error {
  try {
    return work.kind.verify(resolved, body);
  } catch (failure) {
    return failure instanceof Error ? failure : new Error(String(failure));
  }
}

/** Ids of data attributes are numbers, all others strings (intercom 3.2, 4.1). */
function idIn(body: Json): string | undefined {
  if (body === null || typeof body !== 'object' || !('id' in body)) return undefined;
  const { id } = body;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function unstuckReason(unstuck: readonly Unstuck[]): string {
  const fields = unstuck.map(
    ({ field, sent, kept }) => `${field} was sent as ${quoted(sent)}, but Intercom holds ${quoted(kept)}`,
  );
  return `Intercom did not keep everything: ${fields.join('; ')}`;
}
