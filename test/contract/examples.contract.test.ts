import { expect, it } from 'vitest';
import { createEmulator, parseSeed } from '../../src/emulator/index.ts';
import { resources } from '../../src/emulator/resources/index.ts';
import type { JsonObject } from '../../src/types/json.ts';
import { describeContract } from './describe-contract.ts';
import { loadDescription } from './description.ts';
import { isNode } from './openapi-schema.ts';

const SEED = parseSeed({
  admins: [{ id: '1', email: 'jane@acme.test' }],
  attributes: [
    { id: 44, model: 'company', name: 'The One Ring', data_type: 'string', description: 'One ring.' },
  ],
  tags: [{ id: '81', name: 'Manual tag' }],
  segments: [{ id: 'seg', name: 'John segment', tags: ['Manual tag'] }],
  companies: [
    { id: 'acme', company_id: '1', name: 'Acme', remote_created_at: 1734537343 },
    { id: 'empty', company_id: '2' },
  ],
  contacts: [
    {
      id: 'ada',
      external_id: '70',
      email: 'ada@acme.test',
      tags: ['Manual tag'],
      companies: ['1'],
      notes: ['Hi'],
    },
    { id: 'bob', external_id: '71' },
    { id: 'lead', role: 'lead', email: 'ada@acme.test' },
    { id: 'other', role: 'lead', email: 'ada@acme.test' },
  ],
});

const RING = [{ value: '1-10' }, { value: '11-20' }];

/** A call for each example of a 200 in the description, to which the emulator should answer with the same keys. */
const CALLS: readonly [call: string, path: string, body?: JsonObject][] = [
  ['GET /me', '/me'],
  ['GET /admins', '/admins'],
  ['GET /admins/{admin_id}', '/admins/1'],
  ['GET /data_attributes', '/data_attributes?model=company'],
  ['POST /data_attributes', '/data_attributes', { name: 'Mithril', model: 'company', data_type: 'string' }],
  ['PUT /data_attributes/{data_attribute_id}', '/data_attributes/44', { options: RING, archived: false }],
  ['GET /contacts', '/contacts'],
  ['POST /contacts', '/contacts', { email: 'joe@acme.test' }],
  ['POST /contacts/search', '/contacts/search', { query: { field: 'name', operator: '=', value: 'Joe' } }],
  ['GET /contacts/{contact_id}', '/contacts/ada'],
  ['PUT /contacts/{contact_id}', '/contacts/ada', { name: 'Ada' }],
  ['GET /contacts/find_by_external_id/{external_id}', '/contacts/find_by_external_id/70'],
  ['POST /contacts/merge', '/contacts/merge', { from: 'lead', into: 'ada' }],
  ['GET /contacts/{id}/merge_history', '/contacts/ada/merge_history?per_page=1'],
  ['GET /contacts/{contact_id}/tags', '/contacts/ada/tags'],
  ['POST /contacts/{contact_id}/tags', '/contacts/bob/tags', { id: '81' }],
  ['DELETE /contacts/{contact_id}/tags/{tag_id}', '/contacts/ada/tags/81'],
  ['GET /contacts/{contact_id}/companies', '/contacts/ada/companies'],
  ['POST /contacts/{contact_id}/companies', '/contacts/bob/companies', { id: 'acme' }],
  ['DELETE /contacts/{contact_id}/companies/{company_id}', '/contacts/ada/companies/acme'],
  ['GET /contacts/{contact_id}/notes', '/contacts/ada/notes'],
  ['POST /contacts/{contact_id}/notes', '/contacts/ada/notes', { body: 'Hello' }],
  ['GET /contacts/{contact_id}/segments', '/contacts/ada/segments'],
  ['GET /contacts/{contact_id}/subscriptions', '/contacts/ada/subscriptions'],
  ['GET /notes/{note_id}', '/notes/1'],
  ['GET /tags', '/tags'],
  ['POST /tags', '/tags', { name: 'test', companies: [{ company_id: '1' }] }],
  ['GET /tags/{tag_id}', '/tags/81'],
  ['GET /companies', '/companies?company_id=1'],
  ['POST /companies', '/companies', { company_id: '3', name: 'my company', remote_created_at: 1374138000 }],
  ['GET /companies/{company_id}', '/companies/acme'],
  ['PUT /companies/{company_id}', '/companies/acme', { name: 'Acme Inc.' }],
  ['DELETE /companies/{company_id}', '/companies/acme'],
  ['POST /companies/list', '/companies/list'],
  ['GET /companies/scroll', '/companies/scroll'],
  ['GET /companies/{company_id}/contacts', '/companies/empty/contacts'],
  ['GET /companies/{company_id}/segments', '/companies/acme/segments'],
  ['GET /companies/{company_id}/notes', '/companies/acme/notes'],
  ['POST /companies/{company_id}/notes', '/companies/acme/notes', { body: 'Hello' }],
  ['GET /segments', '/segments'],
  ['GET /segments/{segment_id}', '/segments/seg'],
  ['GET /subscription_types', '/subscription_types'],
];

/** The emulator only refuses these: it holds no visitors, jobs or subscription types. */
const REFUSED = [
  ...['GET /visitors', 'PUT /visitors', 'GET /jobs/status/{job_id}'],
  ...['POST /contacts/{contact_id}/subscriptions'],
  ...['DELETE /contacts/{contact_id}/subscriptions/{subscription_id}'],
];

/** What differs for a reason; the examples differ among themselves in these. */
const EXPECTED = [
  // Absent when unset (api.md 5.2), and custom attributes are whatever was declared.
  /\.last_request_at$/,
  /\.custom_attributes\.industry$/,
  // An author is shown as `GET /admins` shows an admin.
  /\.author\.(has_inbox_seat|team_ids|away_status_reason_id|team_priority_level)$/,
];

describeContract('the examples of the description', () => {
  it.each(CALLS)('%s: the emulator answers with the same keys', (...[call, path, body = {}]) => {
    const emulator = createEmulator({ seed: SEED });
    if (path.includes('merge_history'))
      for (const from of ['lead', 'other'])
        emulator.foreign('POST', '/contacts/merge', { from, into: 'ada' });
    const [method = ''] = call.split(' ');
    const answer = emulator.foreign(method, path, body);
    expect(answer.status).toBe(200);
    const differences = compareKeys(exampleOf(call), answer.body, '');
    expect(differences.filter((one) => !EXPECTED.some((pattern) => pattern.test(one)))).toEqual([]);
  });

  it('are all compared', () => {
    const served = resources
      .flatMap(({ routes }) => routes)
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, '{}')}`);
    const described = loadDescription().operationNames.filter(
      (name) => served.includes(name.replace(/\{\w+\}/g, '{}')) && exampleOf(name) !== undefined,
    );
    expect([...CALLS.map(([call]) => call), ...REFUSED].sort()).toEqual(described.sort());
  });

  it('a key that is missing or too many would be seen', () => {
    expect(compareKeys({ a: [{ b: 1 }], c: 1 }, { a: [{ d: 1 }], c: 'text' }, '')).toEqual([
      '.a[].b',
      '.a[].d',
      '.c',
    ]);
  });
});

/** The first example of the 200 of a call, undefined where the description shows none. */
function exampleOf(call: string): unknown {
  const [method = '', template = ''] = call.split(' ');
  const pointer = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    '200',
    'content',
    'application/json',
  ];
  const content = walk(loadDescription().document, pointer);
  const examples = isNode(content) ? content['examples'] : undefined;
  const [first] = isNode(examples) ? Object.values(examples) : [];
  return isNode(first) ? first['value'] : undefined;
}

function walk(node: unknown, pointer: readonly string[]): unknown {
  let found = node;
  for (const key of pointer) found = isNode(found) ? found[key] : undefined;
  return found;
}

/** Paths of keys that only one side has, and of values of another type; null fits all, and of lists the first entry counts. */
function compareKeys(wanted: unknown, given: unknown, path: string): string[] {
  if (wanted === null || given === null) return [];
  if (Array.isArray(wanted) && Array.isArray(given)) {
    if (wanted.length === 0 || given.length === 0) return [];
    return compareKeys(wanted[0], given[0], `${path}[]`);
  }
  if (!isNode(wanted) || !isNode(given)) return typeof wanted === typeof given ? [] : [path];
  const keys = new Set([...Object.keys(wanted), ...Object.keys(given)]);
  return [...keys].flatMap((key) =>
    key in wanted && key in given
      ? compareKeys(wanted[key], given[key], `${path}.${key}`)
      : [`${path}.${key}`],
  );
}
