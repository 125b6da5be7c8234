import type { JsonObject } from '../../../types/json.ts';
import type { ProbeCheck } from '../check.ts';
import { PROBE_TAG } from '../names.ts';

/** intercom 9.29. */
export const bulkTagLeads: ProbeCheck<'bulk_tag_leads'> = {
  name: 'bulk_tag_leads',
  question: 'Does a bulk tag reach leads?',
  async try(desk) {
    const tag = await desk.tag();
    const { id } = await desk.lead();
    const answer = await desk.ask({
      method: 'POST',
      path: '/tags',
      body: { name: PROBE_TAG, users: [{ id }] },
    });
    const { data } = await desk.need({ method: 'GET', path: `/contacts/${id}/tags` });
    const tags = Array.isArray(data) ? (data as readonly JsonObject[]) : [];
    const isTagged = tags.some((one) => one['id'] === tag);
    return {
      found: isTagged ? 'tagged' : 'skipped',
      how: `POST /tags with a lead among its users: ${answer.words}, and the lead has ${isTagged ? 'the tag' : 'no tag'}`,
    };
  },
};
