import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: ['GET /segments'],
  onlyForTheToken: ['GET /segments'],
  examples: [
    ['GET /segments', '/segments'],
    ['GET /segments/{segment_id}', '/segments/seg'],
    ['GET /contacts/{contact_id}/segments', '/contacts/ada/segments'],
    ['GET /companies/{company_id}/segments', '/companies/acme/segments'],
  ],
  seed: { segments: [{ id: 'seg', name: 'John segment', tags: ['Manual tag'] }] },
};
