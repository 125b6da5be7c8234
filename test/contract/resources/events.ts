import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: ['POST /events', 'POST /events/summaries'],
  examples: [['GET /events', '/events?type=user&intercom_user_id=ada&summary=true']],
  // A link to the next page, where there is one.
  differences: [/\.pages\.next$/],
};
