/** What an answer says of the rate limit (intercom 2.2). */
export interface RateHeaders {
  /** Requests allowed in the 10-second window. */
  readonly limit: number;
  /** Requests that were left before this one: the first of a window reads `remaining === limit`. */
  readonly remaining: number;
  /** Unix milliseconds of the server's clock at which the count has surely been renewed. */
  readonly resetMs: number;
}

/** Undefined unless all three headers are numbers; some answers lack them (intercom 2.2). Names compare without case. */
export function readRateHeaders(headers: Headers): RateHeaders | undefined {
  const limit = numberOf(headers.get('x-ratelimit-limit'));
  const remaining = numberOf(headers.get('x-ratelimit-remaining'));
  const reset = numberOf(headers.get('x-ratelimit-reset'));
  if (limit === undefined || remaining === undefined || reset === undefined || limit < 1) return undefined;
  return { limit: Math.floor(limit), remaining, resetMs: reset * 1000 };
}

/** The server's clock when it answered, cut to the second. */
export function readDate(headers: Headers): number | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** Retry-After as milliseconds from now: seconds, or a date of the server's clock. Not documented by Intercom (intercom 2.2). */
export function readRetryAfter(headers: Headers, serverNowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = numberOf(text);
  if (seconds !== undefined) return seconds * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - serverNowMs);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
