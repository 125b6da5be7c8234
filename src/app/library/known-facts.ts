import type { LimitOrigins } from '../../types/limit-origin.ts';
import type { NotManaged, PlanDocument } from '../../types/plan.ts';
import type { ResultDocument } from '../../types/result.ts';
import type { Masking } from '../masking.ts';

/** What is known about a document and shown with it, without being part of it. */
export interface Facts {
  readonly masking?: Masking | undefined;
  readonly notManaged?: NotManaged | undefined;
  /** Where the limit of each guard comes from. */
  readonly origins?: LimitOrigins | undefined;
  /** For a result: the plan that was applied. */
  readonly plan?: PlanDocument | undefined;
  readonly durationMs?: number | undefined;
  readonly runId?: string | undefined;
}

const known = new WeakMap<PlanDocument | ResultDocument, Facts>();

/** Keeps the facts for as long as the document is in memory. */
export function keepFacts<D extends PlanDocument | ResultDocument>(document: D, facts: Facts): D {
  known.set(document, facts);
  return document;
}

/** Empty for a document that came from elsewhere, such as a file. */
export function factsOf(document: PlanDocument | ResultDocument): Facts {
  return known.get(document) ?? {};
}
