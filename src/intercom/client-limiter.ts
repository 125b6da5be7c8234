import { createLimiter, type Limiter } from './limiter.ts';
import { type ClientOptions, DEFAULT_MAX_IN_FLIGHT, DEFAULT_SHARE } from './options.ts';

/** The limiter that clients of these options pass: theirs in common where there is one, else a new one. */
export function limiterOf(options: Omit<ClientOptions, 'baseUrl' | 'token' | 'version'>): Limiter {
  const { limiter, share = DEFAULT_SHARE, maxInFlight = DEFAULT_MAX_IN_FLIGHT, ...rest } = options;
  const { busy, now, sleep, signal } = rest;
  return limiter ?? createLimiter({ share, maxInFlight, busy, now, sleep, signal });
}
