import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: [],
  examples: [
    ['GET /contacts/{contact_id}/notes', '/contacts/ada/notes'],
    ['POST /contacts/{contact_id}/notes', '/contacts/ada/notes', { body: 'Hello' }],
    ['GET /companies/{company_id}/notes', '/companies/acme/notes'],
    ['POST /companies/{company_id}/notes', '/companies/acme/notes', { body: 'Hello' }],
    ['GET /notes/{note_id}', '/notes/1'],
  ],
  // An author is shown as `GET /admins` shows an admin.
  differences: [/\.author\.(has_inbox_seat|team_ids|away_status_reason_id|team_priority_level)$/],
};
