import { isLoopback } from './base-url.ts';
import { IntercomError } from './error.ts';

/**
 * The fetch to use in this environment: the global one, or one that goes through the proxy that HTTPS_PROXY or HTTP_PROXY
 * names (lower case wins, NO_PROXY is honoured). This machine is reached directly: a proxy does not have its emulator, and
 * would get the token unencrypted. undici is loaded only when such a variable is set.
 */
export async function fetchFor(env: Readonly<Record<string, string | undefined>>): Promise<typeof fetch> {
  const httpProxy = env['http_proxy'] || env['HTTP_PROXY'] || '';
  const httpsProxy = env['https_proxy'] || env['HTTPS_PROXY'] || '';
  if (httpProxy === '' && httpsProxy === '') return (input, init) => globalThis.fetch(input, init);

  for (const proxy of [httpProxy, httpsProxy]) {
    if (proxy !== '' && !/^https?:$/.test(URL.canParse(proxy) ? new URL(proxy).protocol : ''))
      throw badProxy();
  }
  const { EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici');
  const noProxy = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
  const throughProxy = (input: string, init?: RequestInit) =>
    isLoopback(new URL(input).hostname)
      ? globalThis.fetch(input, init)
      : undiciFetch(input, { ...(init as object), dispatcher });
  // The global fetch is an older undici whose dispatchers differ; the client calls both with a URL string and plain init.
  return throughProxy as unknown as typeof fetch;
}

/** Proxy URLs often hold a password, so the value is not shown. */
function badProxy(): IntercomError {
  return new IntercomError({
    family: 'base-url',
    code: 'invalid-proxy',
    messages: ['HTTPS_PROXY or HTTP_PROXY is not an http:// or https:// URL'],
  });
}
