/**
 * The library: what the command line does, as functions. `docs/reference/library.md` describes it, and what it says stays as it is
 * for as long as the commands do.
 *
 *     load, validate     what a project declares, and what is wrong with it: offline
 *     plan               what would change: only reads
 *     apply              makes the changes of the plan that `approve` was asked about
 *     render             a plan or a result as text, Markdown, HTML or JSON
 *     savePlan, loadPlan a plan between two runs
 *
 * Nothing is thrown for a user's mistake: findings come back as `diagnostics`. The emulator is `interform/emulator`.
 */
export { type AppliedProject, type ApplyProjectOptions, applyProject as apply } from './app/library/apply.ts';
export {
  type LoadedProject,
  loadProjectItems as load,
  type ValidatedProject,
  validateProject as validate,
} from './app/library/load.ts';
export { type PlannedProject, planProject as plan } from './app/library/plan.ts';
export type { ProjectOptions } from './app/library/project-options.ts';
export {
  type RenderDocumentOptions,
  renderDocument as render,
  renderFindings,
} from './app/library/render.ts';
export type { Progress } from './app/options.ts';
export { loadPlan, savePlan } from './app/plan-file.ts';
export type { Action, Change, FieldChange } from './types/change.ts';
export type { Diagnostic, Severity } from './types/diagnostic.ts';
export type { Guard, GuardVerb, PlanDocument } from './types/plan.ts';
export type { RenderedItem } from './types/rendered-item.ts';
export type { ChangeResult, Outcome, ResultDocument } from './types/result.ts';
