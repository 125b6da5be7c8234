// When a request to GitHub is worth another try, and after how long. Pure.
//
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api

/** Of one request, the first one included. */
export const mostAttempts = 6;
/** Longer than this a job does not wait for one answer: the limit of an hour is better said than sat out. */
const mostSeconds = 300;
/** What GitHub asks for where it does not say how long. */
const secondaryLimitSeconds = 60;

/**
 * Seconds until the next try; undefined where there is none.
 * @param {{ method: string, attempt: number, now: number, answer: { status: number, headers: Headers, message: string } | undefined }}
 *   asked `answer` is undefined where none came; `now` in Unix seconds.
 */
export function secondsToWait({ method, attempt, now, answer }) {
  if (attempt >= mostAttempts) return undefined;
  const seconds = wantedSeconds({ method, attempt, now, answer });
  return seconds === undefined || seconds > mostSeconds ? undefined : seconds;
}

function wantedSeconds({ method, attempt, now, answer }) {
  const backoff = 2 ** (attempt - 1);
  // Nobody knows whether it was done; what makes something would make it twice.
  if (answer === undefined || answer.status >= 500) return method === 'POST' ? undefined : backoff;
  if (answer.status !== 403 && answer.status !== 429) return undefined;
  // A limit: nothing was done, so that everything may be sent again.
  const { headers, message } = answer;
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(after, 1);
  if (headers.get('x-ratelimit-remaining') === '0')
    return Math.max(Number(headers.get('x-ratelimit-reset') ?? now) - now, 1);
  if (answer.status === 429 || /rate limit/i.test(message)) return secondaryLimitSeconds * backoff;
  return undefined;
}
