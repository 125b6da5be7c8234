import type { Json } from '../types/json.ts';
import type { Unstuck } from '../types/result.ts';
import type { Step } from '../types/step.ts';
import type { Written } from '../types/store.ts';
import type { StepOutcome } from './journal.ts';
import { quoted } from './recheck-words.ts';
import type { Run } from './run.ts';
import type { Work } from './work.ts';

/** A step that is about to be sent, alone or as its change's share of a bulk request. */
export interface Item {
  readonly work: Work;
  /** As the kind made it; taken off the change's pending steps by identity. */
  readonly step: Step;
}

/** An item with its references resolved: what the kind and the journal see. */
export interface ReadyItem extends Item {
  readonly resolved: Step;
}

/** What an answer means for one item: the id it brought, the fields that did not stick, whether the change is through. */
export async function accept(run: Run, item: ReadyItem, body: Json): Promise<void> {
  const { work, step } = item;
  if (step.batch === undefined && (step.creates || work.change.action === 'create')) {
    const id = idIn(body);
    if (id !== undefined) run.learn(work.change, id);
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

/** What a request wrote of contacts. An answer that the kind cannot read says nothing, so the contacts have to be read. */
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

/** The step is behind its change; so is the change when it was the last one. */
export function pass(run: Run, { work, step }: Item, reason?: string): void {
  work.pass(step);
  if (work.pending.length === 0) run.complete(work, reason);
}

/** A journal that cannot be written stops the run, and what happened still counts. */
export async function record(run: Run, { resolved }: ReadyItem, outcome: StepOutcome): Promise<void> {
  try {
    await run.journal.after(resolved, outcome);
  } catch (failure) {
    run.crash(failure);
  }
}

/** Own writes of the run do not count: what was read is of this level, in which nothing else of the plan writes the object. */
function noteEdits({ work, step, resolved }: ReadyItem, body: Json): void {
  const { read, kind } = work;
  if (read === undefined || read.level !== step.level) return;
  work.sawEdits(kind.edits?.(resolved, read.fields, body) ?? []);
}

/** An answer of a shape that the kind does not expect is no proof that the write stuck (law 11). */
function verified({ work, resolved }: ReadyItem, body: Json): readonly Unstuck[] | Error {
  try {
    return work.kind.verify(resolved, body);
  } catch (failure) {
    return failure instanceof Error ? failure : new Error(String(failure));
  }
}

/** Data attributes have numeric ids, all else strings (intercom 3.2, 4.1). */
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
