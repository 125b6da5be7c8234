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
export function explainFailure(failure: IntercomFailure): Explanation {
  const family = failure instanceof IntercomError ? failure.family : familyOf(failure);
  const [summary, help] = SPECIAL[failure.code] ?? WORDS[family];
  return { code: `intercom-${family}`, summary, detail: failure.message, help: help + doubt(failure) };
}

const WORDS: Readonly<Record<Family, readonly [summary: string, help: string]>> = {
  token: [
    'This cannot be an access token',
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
    'The access token has no permission for this',
    'Give the app the permission that this request needs (Developer Hub > your app > Authentication > Edit), then copy the token again if it changed. `interform doctor` lists the permissions',
  ],
  'not-found': [
    'Intercom does not have this',
    'Somebody may have archived, deleted or merged it. Run `interform plan` again. If everything is missing, check the base URL',
  ],
  conflict: [
    'A contact with these details already exists',
    "Wait a few minutes until Intercom's search shows the contact, then run `interform plan` again. If it is archived, set `on_archived: unarchive`",
  ],
  merged: [
    'This contact was merged into another contact',
    'Declare the contact that it was merged into; `interform plan` shows which',
  ],
  'rate-limited': [
    'Intercom refused the request because of its rate limit',
    'Other apps use up the limit of the workspace. Try again later. If interform slows them down, lower rate_limit.share',
  ],
  rejected: ['Intercom refused the request', 'Correct what the message names, then plan again'],
  redirected: [
    'The host redirects requests to another address',
    'Set workspace.region (us, eu or au) or the base URL to the host of this workspace. interform follows no redirects, because they would send the token to another address',
  ],
  server: [
    'Intercom had an error of its own',
    "Try again in a few minutes; https://www.intercomstatus.com lists outages. If it does not go away, give the request id to Intercom's support",
  ],
  network: [
    'Intercom could not be reached',
    'Check the network, DNS and firewall, and the base URL; behind a proxy set HTTPS_PROXY',
  ],
  timeout: [
    'Intercom did not answer in time',
    'Try again. If it does not go away, check the network or proxy',
  ],
  malformed: [
    'The answer is not what Intercom documents',
    'A proxy or gateway may have answered instead of Intercom, or the base URL is wrong. Try again, and report it if it does not go away',
  ],
  'too-large': [
    'The answer is longer than any answer of Intercom',
    'A proxy or gateway may have answered instead of Intercom. Check the base URL and HTTPS_PROXY, and report the path if it does not go away',
  ],
  'repeated-page': [
    'Intercom returned the same page again',
    "interform stopped reading, because it would never end. Try again. If it does not go away, give the request id to Intercom's support",
  ],
  incomplete: [
    'Intercom sent fewer rows than it said it has',
    "Run it again in a few minutes. The list changed while interform read it, or Intercom's search is not up to date yet",
  ],
  interrupted: ['The run was stopped', 'Run it again: it does not repeat what is done'],
};

/** Codes that need other words than their family (intercom 1.1, 1.6). */
const SPECIAL: Readonly<Record<string, readonly [summary: string, help: string]>> = {
  token_unauthorized: WORDS.forbidden,
  api_plan_restricted: [
    'The subscription of the workspace does not include this',
    'Ask the owner of the workspace. Intercom allows this request only with a paid subscription',
  ],
  intercom_version_invalid: [
    'Intercom does not know this API version',
    'Set intercom_version: "2.16" in interform.yaml',
  ],
  custom_data_limit_reached: [
    'The workspace has as many data attributes as Intercom allows',
    'Archive attributes that nobody uses any more. Archived ones do not count towards the 250',
  ],
  not_restorable: [
    'This contact was blocked',
    'A blocked contact cannot be created again. Remove it from the manifests',
  ],
  certificate: [
    'The certificate of the host is not trusted',
    'If your company uses a proxy, set NODE_EXTRA_CA_CERTS to the file of its certificate. Otherwise check the base URL and the clock',
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
  if (failure.code === 'incomplete') return 'incomplete';
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
