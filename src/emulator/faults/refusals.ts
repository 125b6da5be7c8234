import type { ApiErrorOptions } from '../errors.ts';
import type { FaultName } from './faults.ts';

const SERVER_ERROR: ApiErrorOptions = { status: 500, code: 'server_error', message: 'Server Error' };

/** What faults answer that keep a request from being done (intercom 1.6). The texts of 403, 408 and gateways are ours. */
export const REFUSALS: Partial<Readonly<Record<FaultName, ApiErrorOptions>>> = {
  '401': { status: 401, code: 'token_unauthorized', message: 'Not authorized to access resource' },
  '403': {
    status: 403,
    code: 'action_forbidden',
    message: 'The access token has no permission for this action',
  },
  'plan-restricted': { status: 403, code: 'api_plan_restricted', message: 'Active subscription needed.' },
  '408': { status: 408, code: 'request_timeout', message: 'Request Timeout' },
  '500': SERVER_ERROR,
  '500-before': SERVER_ERROR,
  '502': { status: 502, code: 'server_error', message: 'Bad Gateway' },
  '503': { status: 503, code: 'service_unavailable', message: 'Service Unavailable' },
  '504': { status: 504, code: 'server_error', message: 'Gateway Timeout' },
  revoked: { status: 401, code: 'token_revoked', message: 'Access Token Revoked' },
};
