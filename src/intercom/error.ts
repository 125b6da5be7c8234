import type { IntercomFailure } from '../types/intercom.ts';

/** What sort of failure it is: decides what the user is told to do next. */
export type Family =
  | 'token'
  | 'base-url'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'merged'
  | 'rate-limited'
  | 'rejected'
  | 'redirected'
  | 'server'
  | 'network'
  | 'timeout'
  | 'malformed'
  | 'too-large'
  | 'repeated-page'
  | 'incomplete'
  | 'interrupted';

export interface FailureFacts {
  readonly family: Family;
  /** Intercom's first error code; the family where it gave none. */
  readonly code?: string;
  /** What Intercom or the system said, redacted. */
  readonly messages?: readonly string[];
  /** The parameter that the first error names, redacted. */
  readonly field?: string | undefined;
  readonly status?: number | null;
  readonly requestId?: string | null;
  readonly method?: string;
  readonly path?: string;
  readonly outcome?: 'refused' | 'unknown';
  /** How long Intercom asked to wait. */
  readonly retryAfterMs?: number | null;
  /** The contact that a 409 names (intercom 1.6). */
  readonly conflictId?: string | undefined;
  /** A 409 said that this contact is archived; it says so of deleted ones too (intercom 8.3). */
  readonly archived?: boolean;
  /** The address that the Link of a 410 calls canonical (intercom 4.7). */
  readonly canonical?: string | null;
  readonly cause?: unknown;
}

/** A call to Intercom that failed. It never holds the token: whoever makes one redacts what goes in. */
export class IntercomError extends Error implements IntercomFailure {
  override readonly name = 'IntercomError';
  readonly intercom = true;
  readonly family: Family;
  readonly code: string;
  readonly messages: readonly string[];
  readonly field?: string;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly method: string;
  readonly path: string;
  readonly outcome: 'refused' | 'unknown';
  readonly retryAfterMs: number | null;
  readonly conflictId?: string;
  readonly archived: boolean;
  readonly canonical: string | null;

  constructor(facts: FailureFacts) {
    super(sentence(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.family = facts.family;
    this.code = facts.code ?? facts.family;
    this.messages = facts.messages ?? [];
    if (facts.field !== undefined) this.field = facts.field;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.method = facts.method ?? '';
    this.path = facts.path ?? '';
    this.outcome = facts.outcome ?? 'refused';
    this.retryAfterMs = facts.retryAfterMs ?? null;
    if (facts.conflictId !== undefined) this.conflictId = facts.conflictId;
    this.archived = facts.archived ?? false;
    this.canonical = facts.canonical ?? null;
  }
}

/** The same failure of a write whose earlier try may have taken effect. */
export function asUnknown(error: IntercomError): IntercomError {
  if (error.outcome === 'unknown') return error;
  return new IntercomError({ ...error, outcome: 'unknown', cause: error.cause });
}

/** `POST /contacts: 409 conflict: A contact matching …` */
function sentence(facts: FailureFacts): string {
  const call = facts.method ? `${facts.method} ${facts.path ?? ''}` : '';
  const what = [facts.status, facts.code ?? facts.family].filter((part) => part != null).join(' ');
  return [call, what, facts.messages?.join('; ')].filter((part) => part).join(': ');
}
