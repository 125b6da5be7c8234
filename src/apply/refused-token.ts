import type { IntercomFailure } from '../types/intercom.ts';
import type { Stop } from './run.ts';

/**
 * Whether a refusal stops the run, because every further request would be refused too. Undefined where it concerns only its own
 * request.
 */
export function stopOf({ status, code }: IntercomFailure): Stop | undefined {
  if (status !== 401 && status !== 403) return undefined;
  return { cause: causeOf(status, code), reason: `the run stopped because Intercom answered ${status}` };
}

/** 401 also stands for a token that lacks a right, 403 also for a plan that does not include the call (intercom 1.6). */
function causeOf(status: 401 | 403, code: string): Stop['cause'] {
  if (code === 'api_plan_restricted') return 'restricted';
  return status === 403 || code === 'token_unauthorized' ? 'forbidden' : 'unauthorized';
}
