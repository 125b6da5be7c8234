import type { PlanDocument } from '../../types/plan.ts';
import { withFindings, wrongAssumptions } from '../heeding/wrong-assumptions.ts';
import type { LiveSide } from '../live-side.ts';
import { assemblePlan, type DocumentFacts, type PlacedPlan } from './plan-document.ts';

/** What a plan document holds besides its changes, and the live side that they were compared with. */
interface LiveFacts extends Omit<DocumentFacts, 'workspace' | 'reads' | 'rate'> {
  readonly live: LiveSide;
}

/** The document of a plan, with what a probe of the workspace found against it. */
export async function livePlan(placed: PlacedPlan, { live, ...facts }: LiveFacts): Promise<PlanDocument> {
  const plan = await assemblePlan(placed, {
    ...facts,
    workspace: live.workspace,
    reads: () => live.counts().reads + live.counts().retried,
    rate: live.rate(),
  });
  return withFindings(plan, wrongAssumptions(facts.facts, plan.changes));
}
