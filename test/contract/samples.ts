import type { ReceivedResponse, SentRequest } from './exchange.ts';

const HOST = 'https://api.intercom.io';

/** A correct request, except for what the case is about. */
export function request(method: string, path: string, body?: unknown): SentRequest {
  const headers: Record<string, string> = { authorization: 'Bearer t', 'intercom-version': '2.16' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return { method, url: HOST + path, headers, body: body === undefined ? null : JSON.stringify(body) };
}

/** An answer with a JSON body. */
export function response(method: string, path: string, status: number, body: unknown): ReceivedResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { method, url: HOST + path, status, headers, body: JSON.stringify(body) };
}

export const ADA = '6762f0dd1bb69f9f2193bb83';
export const ACME = '6762f0761bb69f9f2193bae2';

function sublist(name: string) {
  return { type: 'list', data: [], url: `/contacts/${ADA}/${name}`, total_count: 0, has_more: false };
}

/** A contact as Intercom answers it, after the verbatim example of intercom 4.1. */
export function contact(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'contact',
    id: ADA,
    workspace_id: 'ecahpwf5',
    external_id: 'ada',
    role: 'user',
    email: 'ada@acme.test',
    phone: null,
    name: 'Ada',
    avatar: null,
    owner_id: null,
    social_profiles: { type: 'list', data: [] },
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: false,
    created_at: 1734537437,
    updated_at: 1734537437,
    signed_up_at: null,
    location: { type: 'location', country: null, region: null, city: null, country_code: null },
    custom_attributes: {},
    tags: sublist('tags'),
    notes: sublist('notes'),
    companies: sublist('companies'),
    opted_out_subscription_types: sublist('subscriptions'),
    ...overrides,
  };
}

/** A company as Intercom answers it, after the verbatim example of intercom 5.2. */
export function company(overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'company',
    company_id: 'acme',
    id: ACME,
    app_id: 'ecahpwf5',
    name: 'Acme',
    remote_created_at: 1374138000,
    created_at: 1734537334,
    updated_at: 1734537334,
    monthly_spend: 0,
    session_count: 0,
    user_count: 0,
    tags: { type: 'tag.list', tags: [] },
    segments: { type: 'segment.list', segments: [] },
    plan: {},
    custom_attributes: {},
    ...overrides,
  };
}

/** An error body (intercom 1.4). */
export function failure(code: string, message: string, requestId: string | null = '002hgfcvrbki4r19dt0g') {
  return { type: 'error.list', request_id: requestId, errors: [{ code, message }] };
}
