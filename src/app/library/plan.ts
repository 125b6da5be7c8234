import type { Diagnostic } from '../../types/diagnostic.ts';
import type { PlanDocument } from '../../types/plan.ts';
import type { SourceText } from '../../types/source-text.ts';
import { makePlan } from '../plan.ts';
import { keepFacts } from './known-facts.ts';
import { type ProjectOptions, planningOf, portsOf } from './project-options.ts';

export interface PlannedProject {
  /**
   * Undefined where no plan could be made; `diagnostics` says why. A plan with an error among them can be shown, but never
   * applied.
   */
  readonly plan?: PlanDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** Returns the text of a file that a diagnostic names. */
  readonly sources: SourceText;
}

/** Compares what a project declares with what its workspace holds. It only reads. */
export async function planProject(options: ProjectOptions = {}): Promise<PlannedProject> {
  const made = await makePlan(planningOf(options), portsOf(options));
  const { plan, diagnostics, sources } = made;
  return plan === undefined
    ? { diagnostics, sources }
    : { plan: keepFacts(plan, made), diagnostics, sources };
}
