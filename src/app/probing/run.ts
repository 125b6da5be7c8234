import { FACT_RANGES, type Fact, type FactName, type FactValue } from '../../types/facts.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { AnyCheck } from './check.ts';
import { type Clearing, clearContacts, clearUp, findLeftovers } from './clearing.ts';
import type { Desk } from './desk.ts';
import { NotProbed } from './not-probed.ts';

export interface ProbeRun {
  /** Empty where the probe ended early. */
  readonly facts: readonly Fact[];
  /** How many contacts of the probe could not be deleted. */
  readonly left: number;
  /** Why it ended early: Ctrl-C, or a token that Intercom no longer accepts, so that nothing could be cleared away. */
  readonly ended?: 'interrupted' | 'token' | undefined;
}

/**
 * Asks all questions, one after the other, and clears up whatever came of it:
 *
 *   what a broken probe left → (check → its contacts are deleted) … → tag and attributes
 */
export async function runChecks(
  desk: Desk,
  {
    checks,
    clearing,
    onCheck,
  }: {
    readonly checks: readonly AnyCheck[];
    readonly clearing: Clearing;
    readonly onCheck?: ((done: number) => void) | undefined;
  },
): Promise<ProbeRun> {
  const facts: Fact[] = [];
  const clear = () =>
    clearUp(desk, clearing, {
      unarchives: facts.some(({ name, found }) => name === 'unarchive_attribute' && found === 'works'),
    });
  try {
    await findLeftovers(desk, desk.wire);
    await clearContacts(desk, desk.wire);
    for (const check of checks) {
      facts.push(await factOf(check, desk));
      await clearContacts(desk, desk.wire);
      onCheck?.(facts.length);
    }
  } catch (error) {
    const { left } = await clear();
    const ended = endOf(error);
    if (ended === undefined) throw error;
    return { facts: [], left, ended };
  }
  const { left } = await clear();
  return { facts, left };
}

async function factOf(check: AnyCheck, desk: Desk): Promise<Fact> {
  const { name, question } = check;
  const assumed = assumedOf(name, desk);
  try {
    const { found, how } = await check.try(desk);
    const state = isAsAssumed(name, found, assumed) ? 'as_assumed' : 'differs';
    return { name, question, assumed, found, state, how };
  } catch (error) {
    if (endOf(error) !== undefined) throw error;
    if (!(error instanceof NotProbed) && !isIntercomFailure(error)) throw error;
    return { name, question, assumed, found: null, state: 'not_probed', how: error.message };
  }
}

/** The lag that is allowed for is a setting of the project. */
function assumedOf(name: FactName, desk: Desk): FactValue {
  return name === 'index_lag_ms' ? desk.indexLagMs : FACT_RANGES[name].assumed;
}

function isAsAssumed(name: FactName, found: FactValue, assumed: FactValue): boolean {
  return name === 'index_lag_ms' ? Number(found) <= Number(assumed) : found === assumed;
}

/** Why nothing more can be asked; undefined where other questions can. */
function endOf(error: unknown): ProbeRun['ended'] {
  if (!isIntercomFailure(error)) return undefined;
  return error.code === 'interrupted' ? 'interrupted' : error.status === 401 ? 'token' : undefined;
}
