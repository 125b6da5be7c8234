import { expect, it } from 'vitest';
import { type Contract, createContract } from './contract.ts';
import { describeContract } from './describe-contract.ts';
import { loadDescription } from './description.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { ACME, ADA, company, contact, failure, request, response } from './samples.ts';

type Sample = (contract: Contract) => string[];

/** For each exception, correct traffic that a literal reading refuses, with the section of docs/intercom that says it is correct. */
const SAMPLES: Readonly<Record<string, readonly Sample[]>> = {
  // 5.1: POST /tags with users
  'tag-branches-overlap': [
    ({ checkRequest }) => checkRequest(request('POST', '/tags', { name: 'vip', users: [{ id: ADA }] })),
    ({ checkRequest }) =>
      checkRequest(request('POST', '/tags', { name: 'vip', companies: [{ id: ACME, untag: true }] })),
  ],
  // 3.2: the update example
  'attribute-branches-overlap': [
    ({ checkRequest }) =>
      checkRequest(
        request('PUT', '/data_attributes/44', {
          options: [{ value: 'free' }, { value: 'pro' }],
          archived: false,
        }),
      ),
  ],
  // 4.1: the verbatim contact
  'uri-formats': [
    ({ checkResponse }) => checkResponse(response('GET', `/contacts/${ADA}`, 200, contact())),
    ({ checkResponse }) =>
      checkResponse(
        response('GET', `/contacts/${ADA}`, 200, {
          ...contact(),
          tags: {
            type: 'list',
            data: [{ id: '7', type: 'tag', url: '/tags/7' }],
            total_count: 1,
            has_more: false,
          },
        }),
      ),
  ],
  // 1.6: 409 on POST /contacts, 404 on GET, 500 anywhere
  'unlisted-errors': [
    ({ checkResponse }) =>
      checkResponse(
        response(
          'POST',
          '/contacts',
          409,
          failure('conflict', `A contact matching those details already exists with id=${ADA}`),
        ),
      ),
    ({ checkResponse }) =>
      checkResponse(response('GET', `/contacts/${ADA}`, 404, failure('not_found', 'User Not Found'))),
    ({ checkResponse }) =>
      checkResponse(response('GET', '/tags', 500, failure('server_error', 'Server Error'))),
    ({ checkResponse }) =>
      checkResponse(response('GET', '/nowhere', 404, failure('not_found', 'Resource Not Found'))),
  ],
  // 4.2 and 8.6: search and list answer null for a cleared email
  'null-email': [
    ({ checkResponse }) =>
      checkResponse(
        response('POST', '/contacts/search', 200, {
          type: 'list',
          data: [contact({ email: null })],
          total_count: 1,
        }),
      ),
  ],
  // 1.4: 20 characters on the wire
  'request-id-format': [
    ({ checkResponse }) =>
      checkResponse(response('GET', '/me', 401, failure('unauthorized', 'Access Token Invalid'))),
    ({ checkResponse }) =>
      checkResponse(response('GET', '/tags', 401, failure('unauthorized', 'Access Token Invalid'))),
  ],
  // 5.2: 50 a page
  'contact-companies-paging': [
    ({ checkRequest }) => checkRequest(request('GET', `/contacts/${ADA}/companies?page=2&per_page=50`)),
  ],
  // 12.11: its own example has a boolean and numbers
  'company-attribute-values': [
    ({ checkRequest }) =>
      checkRequest(request('POST', '/companies', { company_id: 'acme', custom_attributes: { arr: 12000 } })),
    ({ checkRequest }) =>
      checkRequest(request('PUT', `/companies/${ACME}`, { custom_attributes: { partner: true, arr: null } })),
    ({ checkResponse }) =>
      checkResponse(response('GET', `/companies/${ACME}`, 200, company({ custom_attributes: { arr: 1.5 } }))),
  ],
  // 12.12: every example of a conversation, and one of its parts
  'conversation-nulls': [
    ({ checkResponse }) =>
      checkResponse(response('GET', '/conversations/471', 200, { type: 'conversation', ai_agent: null })),
    ({ checkResponse }) =>
      checkResponse(response('GET', '/conversations/471', 200, conversationOf({ assigned_to: null }))),
  ],
  'conversation-sender': [
    ({ checkRequest }) =>
      checkRequest(request('POST', '/conversations', { from: { type: 'user', id: ADA }, body: 'Hello' })),
  ],
  'conversation-numbers': [
    ({ checkResponse }) =>
      checkResponse(response('GET', '/conversations/471', 200, conversationOf({ id: 1 }))),
  ],
};

function conversationOf(part: object): object {
  return {
    conversation_parts: { type: 'conversation_part.list', conversation_parts: [part], total_count: 1 },
  };
}

describeContract('the exceptions of intercom 12', () => {
  it('are all shown to be needed here, and no others', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(EXCEPTIONS.map(({ name }) => name).sort());
  });

  for (const exception of EXCEPTIONS) {
    it(`${exception.name} (12.${exception.item}) lets through what is correct, and nothing else does`, () => {
      const description = loadDescription();
      const relaxed = createContract(description);
      const literal = createContract(
        description,
        EXCEPTIONS.filter((other) => other !== exception),
      );
      const samples = SAMPLES[exception.name] ?? [];
      expect(samples).not.toEqual([]);
      for (const sample of samples) {
        expect(sample(relaxed)).toEqual([]);
        expect(sample(literal)).not.toEqual([]);
      }
    });
  }

  it('check companies under data like companies under companies', () => {
    const { checkResponse } = createContract(loadDescription());
    const page = (key: string) =>
      response('GET', `/contacts/${ADA}/companies`, 200, { type: 'list', [key]: [company({ size: 'ten' })] });
    for (const key of ['data', 'companies']) {
      expect(checkResponse(page(key))).toEqual([
        `GET /contacts/{contact_id}/companies → 200: body/${key}/0/size must be integer, not "ten"`,
      ]);
    }
  });
});
