import { ApiError } from '../../errors.ts';
import type { Resource } from '../../resource.ts';
import { V2_14 } from '../../version.ts';

/** This workspace has no jobs; asking for one has a refusal of its own (intercom 1.6). */
export const jobs: Resource = {
  name: 'jobs',
  routes: [{ method: 'GET', path: '/jobs/status/:id', since: V2_14, answer: refuseJob }],
};

function refuseJob(): never {
  throw new ApiError({ status: 404, code: 'job_not_found', message: 'Job Not Found' });
}
