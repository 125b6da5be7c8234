import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: [
    'GET /companies',
    'POST /companies',
    'GET /companies/a',
    'PUT /companies/a',
    'DELETE /companies/a',
    'POST /companies/list',
    'GET /companies/scroll',
    'GET /contacts/a/companies',
    'POST /contacts/a/companies',
    'DELETE /contacts/a/companies/b',
  ],
  onlyForTheToken: ['POST /companies/list'],
  examples: [
    ['GET /companies', '/companies?company_id=1'],
    ['POST /companies', '/companies', { company_id: '3', name: 'my company', remote_created_at: 1374138000 }],
    ['GET /companies/{company_id}', '/companies/acme'],
    ['PUT /companies/{company_id}', '/companies/acme', { name: 'Acme Inc.' }],
    ['DELETE /companies/{company_id}', '/companies/acme'],
    ['POST /companies/list', '/companies/list'],
    ['GET /companies/scroll', '/companies/scroll'],
    ['GET /companies/{company_id}/contacts', '/companies/empty/contacts'],
    ['GET /contacts/{contact_id}/companies', '/contacts/ada/companies'],
    ['POST /contacts/{contact_id}/companies', '/contacts/bob/companies', { id: 'acme' }],
    ['DELETE /contacts/{contact_id}/companies/{company_id}', '/contacts/ada/companies/acme'],
  ],
  seed: {
    companies: [
      { id: 'acme', company_id: '1', name: 'Acme', remote_created_at: 1734537343 },
      { id: 'empty', company_id: '2' },
    ],
  },
  // Absent when unset (intercom 5.2), and custom attributes are whatever was declared.
  differences: [/\.last_request_at$/, /\.custom_attributes\.industry$/],
  wrongRequests: [
    'POST /companies: bad_request',
    'PUT /companies/a: bad_request',
    'POST /contacts/a/companies: bad_request',
  ],
};
