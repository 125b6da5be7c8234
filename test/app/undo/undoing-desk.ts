import { applyChanges } from '../../../src/app/apply.ts';
import type { PlanningOptions } from '../../../src/app/options.ts';
import type { MadePlan } from '../../../src/app/plan.ts';
import { Seat } from '../../../src/app/runs/seat.ts';
import { makeUndoPlan } from '../../../src/app/undo/plan-undo.ts';
import type { GuardVerb } from '../../../src/types/plan.ts';
import type { Desk } from '../../store/desk.ts';

/** Enough for anything that a test undoes. */
const ALLOWED = new Map<GuardVerb, number>([
  ['archive', 100],
  ['rekey', 100],
  ['detach', 100],
  ['drop_option', 100],
  ['retype', 100],
  ['resubscribe', 100],
]);

export function planUndo(desk: Desk, run = 'last', more: Partial<PlanningOptions> = {}): Promise<MadePlan> {
  return makeUndoPlan(run, { ...desk.planning, allow: ALLOWED, ...more }, desk.process().ports);
}

/** Undoes a run, the newest where none is named. */
export async function undo(desk: Desk, run = 'last') {
  desk.nowMs += 1;
  const { ports } = desk.process();
  const seat = new Seat({ lockTimeoutMs: 0 });
  try {
    const { plan, session, diagnostics } = await makeUndoPlan(
      run,
      { ...desk.planning, allow: ALLOWED },
      ports,
      seat,
    );
    if (plan === undefined || session === undefined) throw new Error(JSON.stringify(diagnostics));
    return await applyChanges(session, plan, { maxErrors: 50 }, ports);
  } finally {
    await seat.leave();
  }
}
