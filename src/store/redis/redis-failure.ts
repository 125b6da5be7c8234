import { StoreError } from '../store-error.ts';
import type { RedisUrl } from './redis-url.ts';

/** How answers of Redis that refuse a command begin. */
const FULL = /^(?:OOM |MISCONF )/;
const UNWRITABLE = /^(?:READONLY|NOPERM|NOAUTH|WRONGPASS|NOREPLICAS|WRONGTYPE)/;
const UNREACHABLE_CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it ended the connection',
  EPIPE: 'it ended the connection',
};

/** What Redis or the way to it said, as a finding about the store. It has no cause: errors of the client may hold the URL. */
export function redisFailure(error: unknown, { where, redact }: RedisUrl): StoreError {
  if (error instanceof StoreError) return error;
  const message = redact(error instanceof Error ? error.message : String(error));
  if (FULL.test(message)) {
    return new StoreError({
      code: 'store-full',
      summary: `no room is left for the store in ${where}`,
      detail: message,
      help: 'make room there, then run again: what was not recorded was not sent',
    });
  }
  if (UNWRITABLE.test(message)) {
    return new StoreError({
      code: 'store-unwritable',
      summary: `cannot use the store in ${where}`,
      detail: message,
      help: 'name a Redis that takes writes, with a user that may read and write the keys interform:*',
    });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return unreachable(where, UNREACHABLE_CODES[code] ?? message);
}

export function unreachable(where: string, detail: string): StoreError {
  return new StoreError({
    code: 'store-unreachable',
    summary: `cannot reach the store in ${where}`,
    detail,
    help: 'bring it back, then run again: what was not recorded was not sent, and the next apply settles what was',
  });
}
