import { blockedFindings } from '../plan/guards/blocked-findings.ts';
import { isOverGuard } from '../plan/guards/is-over.ts';
import { renderPlanHtmlPieces } from '../render/html/plan-html.ts';
import { renderResultHtmlPieces } from '../render/html/result-html.ts';
import { renderPlanMarkdown } from '../render/markdown/plan-markdown.ts';
import { renderResultMarkdown } from '../render/markdown/result-markdown.ts';
import type { Mask } from '../render/mask/mask.ts';
import type { Look } from '../render/terminal/look.ts';
import { renderPlanParts, renderPlanPieces } from '../render/text/plan-text.ts';
import { renderResult } from '../render/text/result-text.ts';
import type { RunFacts } from '../render/view/result-view.ts';
import { assertNever } from '../types/assert-never.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { LimitOrigins } from '../types/limit-origin.ts';
import type { NotManaged, PlanDocument } from '../types/plan.ts';
import type { ResultDocument } from '../types/result.ts';
import type { Pieces } from './pour.ts';

export const FORMATS = ['text', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface View {
  /** Default: text. */
  readonly format?: Format;
  readonly mask?: Mask | undefined;
  /** A sentence below the title, in markdown and HTML. */
  readonly notice?: string;
  /** Where the limit of each guard comes from. */
  readonly origins?: LimitOrigins | undefined;
  /** `--full`: text is not shortened for a screen. */
  readonly full?: boolean;
}

/** The plan in a format for people, in pieces. Changes that guards block are marked. */
export function showPlanPieces(
  plan: PlanDocument,
  look: Look,
  notManaged?: NotManaged,
  view: View = {},
): Pieces {
  const { format = 'text', ...rest } = view;
  const options = { ...rest, notManaged, isBlocked: (change: Change) => isOverGuard(plan, change) };
  switch (format) {
    case 'text':
      return renderPlanPieces(plan, { ...look, ...options });
    case 'markdown':
      return [renderPlanMarkdown(plan, options)];
    case 'html':
      return renderPlanHtmlPieces(plan, options);
    default:
      return assertNever(format);
  }
}

/** The plan as text in two parts: errors can be shown between them, above the sum. */
export function showPlanParts(
  plan: PlanDocument,
  look: Look,
  notManaged?: NotManaged,
  view: Omit<View, 'format' | 'notice'> = {},
): { readonly body: Pieces; readonly end: string } {
  const options = { ...look, ...view, notManaged, isBlocked: (change: Change) => isOverGuard(plan, change) };
  return renderPlanParts(plan, options);
}

/** The findings of a plan, for formats that do not show its changes. */
export function planFindings(plan: PlanDocument, origins?: LimitOrigins): readonly Diagnostic[] {
  return [...plan.diagnostics, ...blockedFindings(plan, origins)];
}

/** The plan in a format for people, as one text. */
export function showPlan(...of: Parameters<typeof showPlanPieces>): string {
  return [...showPlanPieces(...of)].join('');
}

/** The result of an apply for people, in pieces. It has to be masked already. */
export function showResult(result: ResultDocument, look: Look, format: Format, of: RunFacts): Pieces {
  switch (format) {
    case 'text':
      return [renderResult(result, { ...look, ...of })];
    case 'markdown':
      return [renderResultMarkdown(result, of)];
    case 'html':
      return renderResultHtmlPieces(result, of);
    default:
      return assertNever(format);
  }
}
