import type { DescribedResource } from '../described-resources.ts';

/** The emulator only refuses most of these: it holds no visitors, jobs or subscription types. */
export const described: DescribedResource = {
  endpoints: [],
  examples: [
    ['GET /subscription_types', '/subscription_types'],
    ['GET /contacts/{contact_id}/subscriptions', '/contacts/ada/subscriptions'],
  ],
  refused: [
    ...['GET /visitors', 'PUT /visitors', 'GET /jobs/status/{job_id}'],
    ...['POST /contacts/{contact_id}/subscriptions'],
    ...['DELETE /contacts/{contact_id}/subscriptions/{subscription_id}'],
  ],
};
