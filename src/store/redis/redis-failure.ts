import { errorCode } from '../../types/error-code.ts';
import { StoreError } from '../store-error.ts';
import type { RedisUrl } from './redis-url.ts';

/** How answers of Redis that refuse a command begin. */
const FULL = /^(?:OOM |MISCONF )/;
const UNWRITABLE = /^(?:READONLY|NOPERM|NOAUTH|WRONGPASS|NOREPLICAS|WRONGTYPE)/;
const UNREACHABLE_CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers at this address',
  ENOTFOUND: 'this host name does not exist',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
};

/**
 * An error of Redis, or of the connection to it, as a finding about the store. It has no cause: errors of the client may
 * hold the URL.
 */
export function redisFailure(error: unknown, { where, redact }: RedisUrl): StoreError {
  if (error instanceof StoreError) return error;
  const message = redact(error instanceof Error ? error.message : String(error));
  if (FULL.test(message)) {
    return new StoreError({
      code: 'store-full',
      summary: `there is no space left for the store in ${where}`,
      detail: message,
      help: 'free some space there, then run again. Nothing was sent to Intercom without being recorded first',
    });
  }
  if (UNWRITABLE.test(message)) {
    return new StoreError({
      code: 'store-unwritable',
      summary: `cannot use the store in ${where}`,
      detail: message,
      help: 'name a Redis that accepts writes, with a user that may read and write the keys interform:*',
    });
  }
  const code = errorCode(error) ?? '';
  return unreachable(where, UNREACHABLE_CODES[code] ?? message);
}

export function unreachable(where: string, detail: string): StoreError {
  return new StoreError({
    code: 'store-unreachable',
    summary: `cannot reach the store in ${where}`,
    detail,
    help: 'start it again, then run again. Nothing was sent without being recorded first, and the next apply finds out what became of it',
  });
}
