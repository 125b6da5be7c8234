import type { IntercomFailure } from '../types/intercom.ts';
import type { Stop } from './run.ts';

/** Why a refusal ends the run: whatever comes next would be refused alike. Undefined where it is about its own request. */
export function stopOf({ status, code }: IntercomFailure): Stop | undefined {
  if (status !== 401 && status !== 403) return undefined;
  return { cause: causeOf(status, code), reason: `the run stopped because Intercom answered ${status}` };
}

/** A token that lacks a right is answered 401 as well, and a workspace that does not pay for a call 403 (intercom 1.6). */
function causeOf(status: 401 | 403, code: string): Stop['cause'] {
  if (code === 'api_plan_restricted') return 'restricted';
  return status === 403 || code === 'token_unauthorized' ? 'forbidden' : 'unauthorized';
}
