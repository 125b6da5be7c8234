import { StoreError } from '../store-error.ts';

/** The address of a Redis, with what must never be shown kept apart. */
export interface RedisUrl {
  /** With user and password. */
  readonly url: string;
  /** For people: without user and password. */
  readonly where: string;
  /** Takes the password out of a text, however it is encoded there. */
  redact(text: string): string;
}

/** With a shell variable before the @: where personal data is masked, a name there would be taken for an email. */
const help = (urlEnv: string) => `export ${urlEnv}="rediss://user:\${PASSWORD}@redis.example.com:6379/0"`;

/** The URL that an environment variable holds. No error quotes it: a password may stand anywhere in a mistyped one. */
export function redisUrl(text: string | undefined, urlEnv: string): RedisUrl {
  const url = text?.trim() ?? '';
  if (url === '') {
    throw new StoreError({
      code: 'store-url',
      summary: `${urlEnv} is not set`,
      detail: 'it holds the URL of the Redis that the store is kept in',
      help: help(urlEnv),
    });
  }
  const parsed = parse(url);
  const database = /^\/?(\d*)$/.exec(parsed?.pathname ?? '-')?.[1];
  const isRedis = parsed?.protocol === 'redis:' || parsed?.protocol === 'rediss:';
  if (parsed === undefined || !isRedis || parsed.hostname === '' || database === undefined) {
    throw new StoreError({
      code: 'store-url',
      summary: `${urlEnv} is not the URL of a Redis`,
      detail: 'write redis:// or rediss:// and a host, and if needed a port and the number of a database',
      help: help(urlEnv),
    });
  }
  const secrets = [parsed.password, decoded(parsed.password)].filter((secret) => secret !== '');
  return {
    url,
    where: `${parsed.protocol}//${parsed.hostname}:${parsed.port || '6379'}/${database || '0'}`,
    redact: (message) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), message),
  };
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    // Its error quotes the URL.
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
