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
export { renderAnnotations } from './render/findings/annotations.ts';
export { renderDiagnostics } from './render/findings/diagnostics.ts';
export { renderSarif, type SarifOptions } from './render/findings/sarif.ts';
export { renderPlanHtml } from './render/html/plan-html.ts';
export { renderResultHtml } from './render/html/result-html.ts';
export { renderPlanMarkdown } from './render/markdown/plan-markdown.ts';
export { renderResultMarkdown } from './render/markdown/result-markdown.ts';
export { createMask, type Mask, type MaskSettings } from './render/mask/mask.ts';
export { renderPlan as render } from './render/text/plan-text.ts';
export { renderResult } from './render/text/result-text.ts';
export type { Change, FieldChange } from './types/change.ts';
export type { Diagnostic } from './types/diagnostic.ts';
export type { PlanDocument } from './types/plan.ts';
export type { ResultDocument } from './types/result.ts';
