import { createLimiter, type Limiter } from './limiter.ts';
import { type ClientOptions, DEFAULT_MAX_IN_FLIGHT, DEFAULT_SHARE } from './options.ts';

/** The limiter of a client with these options: the one that it shares with others, else a new one. */
export function limiterOf(options: Omit<ClientOptions, 'baseUrl' | 'token' | 'version'>): Limiter {
  const { limiter, share = DEFAULT_SHARE, maxInFlight = DEFAULT_MAX_IN_FLIGHT, ...rest } = options;
  const { busy, now, sleep, signal } = rest;
  return limiter ?? createLimiter({ share, maxInFlight, busy, now, sleep, signal });
}
