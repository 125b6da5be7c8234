import { describe, expect, it } from 'vitest';
import { mostAttempts, secondsToWait } from '../../../action/github/retry.js';

const now = 1_800_000_000;
const answer = (status: number, headers: Record<string, string> = {}, message = '') => ({
  status,
  headers: new Headers(headers),
  message,
});
const wait = (method: string, given: ReturnType<typeof answer> | undefined, attempt = 1) =>
  secondsToWait({ method, attempt, now, answer: given });

describe('a request to GitHub', () => {
  it.each([
    ['that got no answer', undefined, 1],
    ['that failed there', answer(502), 1],
    ['that is over a limit with a time', answer(403, { 'retry-after': '7' }), 7],
    ['that is over a limit with no time left', answer(429, { 'retry-after': '0' }), 1],
    [
      'that is over the limit of the hour',
      answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 90) }),
      90,
    ],
    ['that is over a limit without a time', answer(429), 60],
    ['that a word of the limit refuses', answer(403, {}, 'You have exceeded a secondary rate limit'), 60],
  ])('%s is sent again', (_what, given, seconds) => {
    expect(wait('GET', given)).toBe(seconds);
  });

  it.each([
    ['for want of a permission', answer(403, { 'x-ratelimit-remaining': '4000' }, 'Resource not accessible')],
    ['for something that is not there', answer(404)],
    ['and has to wait longer than a job should', answer(403, { 'retry-after': '3000' })],
  ])('that is refused %s is not', (_what, given) => {
    expect(wait('GET', given)).toBeUndefined();
  });

  it('waits longer each time, and not for ever', () => {
    const waits = Array.from({ length: mostAttempts }, (_, index) => wait('GET', answer(500), index + 1));
    expect(waits).toEqual([1, 2, 4, 8, 16, undefined]);
  });

  it('that makes something is sent again only where nothing was done', () => {
    expect(wait('POST', undefined)).toBeUndefined();
    expect(wait('POST', answer(502))).toBeUndefined();
    expect(wait('POST', answer(429, { 'retry-after': '2' }))).toBe(2);
  });
});
