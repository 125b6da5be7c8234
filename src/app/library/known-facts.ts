import type { LimitOrigins } from '../../types/limit-origin.ts';
import type { NotManaged, PlanDocument } from '../../types/plan.ts';
import type { ResultDocument } from '../../types/result.ts';
import type { Masking } from '../masking.ts';

/** What is known beside a document and shown with it, without being part of it. */
export interface Facts {
  readonly masking?: Masking | undefined;
  readonly notManaged?: NotManaged | undefined;
  /** What decides each limit. */
  readonly origins?: LimitOrigins | undefined;
  /** The plan of a result. */
  readonly plan?: PlanDocument | undefined;
  readonly durationMs?: number | undefined;
  readonly runId?: string | undefined;
}

const known = new WeakMap<PlanDocument | ResultDocument, Facts>();

/** Remembers this for as long as somebody holds the document. */
export function keepFacts<D extends PlanDocument | ResultDocument>(document: D, facts: Facts): D {
  known.set(document, facts);
  return document;
}

/** Nothing for a document that came from elsewhere, such as a file. */
export function factsOf(document: PlanDocument | ResultDocument): Facts {
  return known.get(document) ?? {};
}
