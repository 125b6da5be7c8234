import { isOverGuard } from '../../plan/guards/is-over.ts';
import { renderDiagnostics } from '../../render/findings/diagnostics.ts';
import { renderPlanHtml } from '../../render/html/plan-html.ts';
import { renderResultHtml } from '../../render/html/result-html.ts';
import { renderPlanMarkdown } from '../../render/markdown/plan-markdown.ts';
import { renderResultMarkdown } from '../../render/markdown/result-markdown.ts';
import { createMask, type Mask } from '../../render/mask/mask.ts';
import { firstWordsIn, NO_NAMES, namesFrom } from '../../render/mask/names.ts';
import { PLAIN } from '../../render/terminal/look.ts';
import { renderPlan } from '../../render/text/plan-text.ts';
import { renderResult } from '../../render/text/result-text.ts';
import { jsonPieces } from '../../render/words/json-text.ts';
import { assertNever } from '../../types/assert-never.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { PLAN_FORMAT, type PlanDocument } from '../../types/plan.ts';
import type { ResultDocument } from '../../types/result.ts';
import type { SourceText } from '../../types/source-text.ts';
import { factsOf } from './known-facts.ts';

export interface RenderDocumentOptions {
  /** `text` by default. */
  readonly format?: 'text' | 'markdown' | 'html' | 'json' | undefined;
  /**
   * Whether personal data is masked. By default it is in markdown and HTML, and is not in text and JSON. Without a key
   * (`mask_key_env` or the token) every masked value is `•••`; so it is for a plan that was read from a file.
   */
  readonly mask?: boolean | undefined;
}

/** Renders a plan or a result as the command line shows it. */
export async function renderDocument(
  document: PlanDocument | ResultDocument,
  options: RenderDocumentOptions = {},
): Promise<string> {
  const { format = 'text', mask: masked = format === 'markdown' || format === 'html' } = options;
  const mask = masked ? await maskOf(document) : undefined;
  return document.format === PLAN_FORMAT
    ? planIn(format, document, mask)
    : resultIn(format, mask?.result(document, factsOf(document).plan) ?? document, document);
}

/** Renders diagnostics with the lines that they are about, as the command line shows them. Personal data is not masked. */
export function renderFindings({
  diagnostics,
  sources = () => undefined,
}: {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources?: SourceText;
}): string {
  return renderDiagnostics(diagnostics, sources, PLAIN);
}

type Format = NonNullable<RenderDocumentOptions['format']>;

function planIn(format: Format, plan: PlanDocument, mask: Mask | undefined): string {
  const { notManaged, origins } = factsOf(plan);
  const view = { mask, notManaged, origins, isBlocked: (change: Change) => isOverGuard(plan, change) };
  switch (format) {
    case 'text':
      return renderPlan(plan, { ...PLAIN, ...view });
    case 'markdown':
      return renderPlanMarkdown(plan, view);
    case 'html':
      return renderPlanHtml(plan, view);
    case 'json':
      return [...jsonPieces(mask?.plan(plan) ?? plan)].join('');
    default:
      return assertNever(format);
  }
}

function resultIn(format: Format, shown: ResultDocument, result: ResultDocument): string {
  const { durationMs, runId } = factsOf(result);
  switch (format) {
    case 'text':
      return renderResult(shown, { ...PLAIN, durationMs, runId });
    case 'markdown':
      return renderResultMarkdown(shown, { durationMs, runId });
    case 'html':
      return renderResultHtml(shown, { durationMs, runId });
    case 'json':
      return [...jsonPieces(shown)].join('');
    default:
      return assertNever(format);
  }
}

async function maskOf(document: PlanDocument | ResultDocument): Promise<Mask> {
  const { masking, plan = document } = factsOf(document);
  const sensitive = masking?.sensitive ?? ('sensitive' in plan ? (plan.sensitive ?? []) : []);
  const key = masking?.key;
  const { diagnostics } = document;
  const words = firstWordsIn(diagnostics, { key, sensitive });
  const names =
    diagnostics.length === 0 || masking?.values === undefined
      ? NO_NAMES
      : await namesFrom(masking.values(), words);
  return createMask({ key, sensitive, names: masking?.values === undefined ? undefined : names });
}
