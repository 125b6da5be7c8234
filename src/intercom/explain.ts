import type { IntercomFailure } from '../types/intercom.ts';
import { type Family, IntercomError } from './error.ts';

/** The words of a diagnostic: code, constant summary, what was found, what to do. */
export interface Explanation {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly help: string;
}

/** A failed call in plain words. The detail is Intercom's own text and must be escaped by who shows it. */
export function explain(failure: IntercomFailure): Explanation {
  const family = failure instanceof IntercomError ? failure.family : familyOf(failure);
  const [summary, help] = SPECIAL[failure.code] ?? WORDS[family];
  return { code: `intercom-${family}`, summary, detail: failure.message, help: help + doubt(failure) };
}

const WORDS: Readonly<Record<Family, readonly [summary: string, help: string]>> = {
  token: [
    'The access token cannot be right',
    'Copy the token again from Developer Hub > your app > Authentication and set it without quotes or spaces, as in INTERCOM_ACCESS_TOKEN=dG9rOi…',
  ],
  'base-url': [
    'The address of Intercom is not usable',
    'Use https://api.intercom.io, https://api.eu.intercom.io or https://api.au.intercom.io; http works for localhost, or for any host with INTERFORM_ALLOW_HTTP=1',
  ],
  unauthorized: [
    'Intercom does not accept the access token',
    'Check that the token is the one of this workspace and has not been revoked (Developer Hub > your app > Authentication), and that the region fits; `interform doctor` tests both',
  ],
  forbidden: [
    'The access token may not do this',
    'Grant the app the scope that this call needs (Developer Hub > your app > Authentication > Edit), then copy the token again if it changed; `interform doctor` lists the scopes',
  ],
  'not-found': [
    'Intercom does not hold this',
    'It may have been archived, deleted or merged since it was read; run `interform plan` again. If everything is missing, check the base URL',
  ],
  conflict: [
    'A contact with these details already exists',
    'Run `interform plan` again a few minutes later, when the search index shows it; an archived one needs `on_archived: unarchive`',
  ],
  merged: [
    'This contact was merged into another one',
    'Declare the contact that it was merged into; `interform plan` shows which',
  ],
  'rate-limited': [
    'The rate limit did not let the request through',
    'Other apps of the workspace use up the limit: try again later, or lower rate_limit.share so that they get on',
  ],
  rejected: ['Intercom refused the request', 'Correct what the message names, then plan again'],
  redirected: [
    'The host sends requests elsewhere',
    'Set workspace.region (us, eu or au) or the base URL to the host that serves this workspace; redirects are not followed, since they would carry the token along',
  ],
  server: [
    'Intercom failed on its side',
    'Try again in a few minutes; https://www.intercomstatus.com tells of outages. Give the request id to Intercom support if it stays',
  ],
  network: [
    'Intercom could not be reached',
    'Check the network, DNS and firewall, and the base URL; behind a proxy set HTTPS_PROXY',
  ],
  timeout: ['Intercom did not answer in time', 'Try again; check the network or proxy if it stays'],
  malformed: [
    'The answer is not what Intercom documents',
    'Something between here and Intercom may have answered (proxy, gateway, wrong base URL); try again, and report it if it stays',
  ],
  'too-large': [
    'The answer is longer than any of Intercom',
    'Something between here and Intercom may have answered (proxy, gateway): check the base URL and HTTPS_PROXY, and report the path if it stays',
  ],
  'repeated-page': [
    'Intercom returned the same page again',
    'Reading was stopped since it would not end; try again, and report the request id to Intercom support if it stays',
  ],
  incomplete: [
    'Fewer rows came than Intercom said there are',
    'Run it again in a few minutes: the list changed while it was read, or the index has not caught up',
  ],
  interrupted: ['The run was stopped', 'Run it again: what was done stays done, the rest is planned anew'],
};

/** Codes that need other words than their family (api.md 1.1, 1.6). */
const SPECIAL: Readonly<Record<string, readonly [summary: string, help: string]>> = {
  token_unauthorized: WORDS.forbidden,
  api_plan_restricted: [
    'The workspace has no active subscription for this',
    'Ask the owner of the workspace: Intercom restricts this call to paying plans',
  ],
  intercom_version_invalid: [
    'Intercom does not know this API version',
    'Set intercom_version: "2.16" in interform.yaml',
  ],
  custom_data_limit_reached: [
    'The workspace holds as many data attributes as Intercom allows',
    'Archive attributes that are no longer used: archived ones do not count towards the 250',
  ],
  not_restorable: [
    'This contact was blocked',
    'Blocked contacts cannot be created again; take it out of the manifests',
  ],
  certificate: [
    'The certificate of the host is not trusted',
    'Behind a company proxy, point NODE_EXTRA_CA_CERTS to its certificate; else check the base URL and the clock',
  ],
  'invalid-proxy': [
    'The proxy setting is not usable',
    'Set HTTPS_PROXY to a URL such as http://proxy.example:3128',
  ],
};

function doubt(failure: IntercomFailure): string {
  if (failure.outcome !== 'unknown') return '';
  return '. The write may have taken effect: plan again to see what is live';
}

/** For failures that another client made. */
function familyOf(failure: IntercomFailure): Family {
  const { status } = failure;
  if (status === null) return failure.code === 'timeout' ? 'timeout' : 'network';
  if (status >= 500) return 'server';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 410) return 'merged';
  if (status === 429) return 'rate-limited';
  return status < 300 ? 'malformed' : 'rejected';
}
