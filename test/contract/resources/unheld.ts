import type { DescribedResource } from '../described-resources.ts';

/** The emulator only refuses most of these: it holds no visitors or jobs. */
export const described: DescribedResource = {
  endpoints: [],
  examples: [],
  refused: ['GET /visitors', 'PUT /visitors', 'GET /jobs/status/{job_id}'],
};
