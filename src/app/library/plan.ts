import type { Diagnostic } from '../../types/diagnostic.ts';
import type { PlanDocument } from '../../types/plan.ts';
import type { SourceText } from '../loaded.ts';
import { makePlan } from '../plan.ts';
import { keepFacts } from './known-facts.ts';
import { type ProjectOptions, planningOf, portsOf } from './project-options.ts';

export interface PlannedProject {
  /** Undefined where nothing could be planned: the findings say why. With an error among them it can be shown, never applied. */
  readonly plan?: PlanDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** The text of a file that a finding names. */
  readonly sources: SourceText;
}

/** Compares what a project declares with what its workspace holds. Only reads. */
export async function planProject(options: ProjectOptions = {}): Promise<PlannedProject> {
  const made = await makePlan(planningOf(options), portsOf(options));
  const { plan, diagnostics, sources } = made;
  return plan === undefined
    ? { diagnostics, sources }
    : { plan: keepFacts(plan, made), diagnostics, sources };
}
