import type { Region } from '../types/project.ts';
import { IntercomError } from './error.ts';

/** intercom 1.2. */
const BASE_URLS: Readonly<Record<Region, string>> = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
};

export function baseUrlOf(region: Region): string {
  return BASE_URLS[region];
}

/** The region whose own host this is; undefined for an emulator or a gateway. */
export function regionOfBaseUrl(baseUrl: string): Region | undefined {
  const host = new URL(baseUrl).host;
  if (host === new URL(BASE_URLS.us).host) return 'us';
  if (host === new URL(BASE_URLS.eu).host) return 'eu';
  if (host === new URL(BASE_URLS.au).host) return 'au';
  return undefined;
}

export interface BaseUrlSources {
  /** `--base-url`. */
  readonly baseUrl?: string | undefined;
  /** INTERCOM_BASE_URL, and INTERFORM_ALLOW_HTTP. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly region?: Region | undefined;
}

/**
 * Where to send requests: the flag, else INTERCOM_BASE_URL, else the region's host, else US. Without a trailing slash; a
 * path prefix stays. Plain http goes to this machine only, since the token travels in every request; INTERFORM_ALLOW_HTTP=1
 * allows it to any host, for an emulator in another container. Throws an IntercomError of family `base-url`.
 */
export function resolveBaseUrl(sources: BaseUrlSources): string {
  const given = sources.baseUrl?.trim() || sources.env['INTERCOM_BASE_URL']?.trim();
  if (!given) return baseUrlOf(sources.region ?? 'us');
  if (!URL.canParse(given)) throw refused('it is not a URL');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused('it must start with https:// or http://');
  if (url.username !== '' || url.password !== '') throw refused('it must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') throw refused('it must not hold a query or a fragment');
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && sources.env['INTERFORM_ALLOW_HTTP'] !== '1') {
    throw refused(`http://${url.host} would send the access token unencrypted to another machine`);
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`;
}

/** Whether a host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function refused(why: string): IntercomError {
  return new IntercomError({
    family: 'base-url',
    code: 'invalid-base-url',
    messages: [`the base URL is refused: ${why}`],
  });
}
