/**
 * The library: what the commands call. Every function takes the world as `Ports` (environment, clock, fetch), so that it runs
 * against an emulator as well; findings come back as diagnostics, nothing is thrown for a user's mistake.
 */
export { applyChanges as apply, openForApply } from './app/apply.ts';
export { readCodeMeanings } from './app/code-meanings.ts';
export type { PlanningOptions, Ports, Progress } from './app/options.ts';
export { type MadePlan, makePlan as plan, type Session } from './app/plan.ts';
export { loadPlan, savePlan } from './app/plan-file.ts';
export { renderManifests as load } from './app/render.ts';
export { validate } from './app/validate.ts';
export { renderAnnotations } from './render/annotations.ts';
export { renderDiagnostics } from './render/diagnostics.ts';
export { createMask, type Mask, type MaskSettings } from './render/mask.ts';
export { renderPlanHtml } from './render/plan-html.ts';
export { renderPlanMarkdown } from './render/plan-markdown.ts';
export { renderPlan as render } from './render/plan-text.ts';
export { renderResultHtml } from './render/result-html.ts';
export { renderResultMarkdown } from './render/result-markdown.ts';
export { renderResult } from './render/result-text.ts';
export { renderSarif, type SarifOptions } from './render/sarif.ts';
export type { Change, FieldChange } from './types/change.ts';
export type { Diagnostic } from './types/diagnostic.ts';
export type { PlanDocument } from './types/plan.ts';
export type { ResultDocument } from './types/result.ts';
