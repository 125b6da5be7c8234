import type { RequestCounts } from '../types/intercom.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { BodyTooLarge, readBody } from './bounded-body.ts';
import { limiterOf } from './client-limiter.ts';
import { asUnknown, IntercomError } from './error.ts';
import type { Limiter, Rate, Ticket, Turns } from './limiter.ts';
import { givenUpOf, interruptedOf, networkFailureOf, timeoutOf, tooLargeOf } from './lost-call.ts';
import { type ClientOptions, DEFAULT_MAX_BODY_BYTES, DEFAULT_TIMEOUT_MS } from './options.ts';
import { type RateHeaders, readDate, readRateHeaders, readRetryAfter } from './rate-headers.ts';
import { malformed, type RawAnswer, refusalOf, requestIdOf } from './refusal.ts';
import { type Repeat, waitAfterLimit, waitBeforeRetry } from './retry.ts';
import { checkToken, redactor } from './token.ts';

/** One request as data. `path` begins with a slash and is encoded. */
export interface ClientCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
  /** Instead of the client's own Intercom-Version. */
  readonly version?: string | undefined;
  readonly repeat: Repeat;
  /** Sent before by another call: also its first try counts as retried. */
  readonly again?: boolean;
  /** Kept turns of the rate limit to use. */
  readonly turns?: Turns;
}

/** The answer of a call that succeeded. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly writes: boolean;
  readonly status: number;
  readonly requestId: string | null;
  readonly body: Json;
  /** How often the request was sent until this answer came. */
  readonly tries: number;
}

/** Sends calls: most of the client needs no more of a transport. */
export interface Caller {
  /** Sends under the limiter, retries as `retry.ts` says, rejects with an IntercomError. */
  call(call: ClientCall): Promise<Answer>;
}

export interface Transport extends Caller {
  readonly hold: Limiter['hold'];
  counts(): RequestCounts;
  rate(): Rate;
}

type Tried =
  | { readonly state: 'done'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly error: IntercomError; readonly rate: RateHeaders | undefined };

/** Throws an IntercomError of family `token` when the token cannot be one. */
export function createTransport(options: ClientOptions): Transport {
  const token = checkToken(options.token);
  const redact = redactor(token);
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const limiter = limiterOf(options);
  const headers = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    'User-Agent': options.tool === undefined ? 'interform' : `interform/${options.tool}`,
  };
  const headersOf = ({ body, version = options.version }: ClientCall) => ({
    ...headers,
    'Intercom-Version': version,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  });
  const counts = { reads: 0, writes: 0, retried: 0 };

  async function call(call: ClientCall): Promise<Answer> {
    const facts = { method: call.method, path: redact(call.path), writes: call.repeat !== 'read' };
    checkPath(facts);
    options.onQueued?.(1);
    let retries = 0;
    let waits = 0;
    let lost = false;
    let last: IntercomError | undefined;
    for (;;) {
      const ticket = await limiter.enter(call.turns, options.onWait);
      if (ticket === undefined) throw lost && last ? asUnknown(last) : interruptedOf(facts);
      // Asked last, because the wait for the rate limit may have been long.
      const refusal = facts.writes ? options.writeRefusal?.() : undefined;
      if (refusal !== undefined) {
        ticket.lost();
        throw lost && last ? asUnknown(last) : refusal;
      }
      const attempt = retries + waits + 1;
      if (attempt > 1 || call.again) counts.retried += 1;
      else if (facts.writes) counts.writes += 1;
      else counts.reads += 1;

      const tried = await once(call, { ...facts, attempt }, ticket);
      if (tried.state === 'done') return tried.answer;
      last = tried.error;
      lost ||= last.outcome === 'unknown';
      const final = lost ? asUnknown(last) : last;
      if (last.status === 429) {
        const ms = waitAfterLimit({
          retryAfterMs: last.retryAfterMs,
          rate: tried.rate,
          serverNowMs: limiter.serverNow(),
          waits,
          random: options.random,
        });
        limiter.pause(ms ?? 0);
        if (ms === undefined) throw final;
        waits += 1;
        continue;
      }
      const ms = waitBeforeRetry({ failure: last, repeat: call.repeat, retries, random: options.random });
      if (ms === undefined || !(await slept(ms))) throw final;
      retries += 1;
    }
  }

  async function once(
    call: ClientCall,
    facts: {
      readonly method: string;
      readonly path: string;
      readonly writes: boolean;
      readonly attempt: number;
    },
    ticket: Ticket,
  ): Promise<Tried> {
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const finished = (status: number | null) =>
      options.onRequest?.({ ...facts, status, durationMs: Math.max(0, options.now() - ticket.sentAt) });
    let answer: RawAnswer;
    let begun: number | null = null;
    try {
      const giveUp = facts.writes ? undefined : options.giveUp;
      answer = await within(timeoutMs, giveUp, async (signal) => {
        // A redirect could carry the token to another host, and would turn a POST into a GET.
        const init = {
          method: call.method,
          headers: headersOf(call),
          redirect: 'manual',
          signal,
          ...body,
        } as const;
        const response = await send(options.baseUrl + call.path, init);
        begun = response.status;
        const text = await readBody(response, maxBodyBytes);
        const retryAfterMs = readRetryAfter(response.headers, limiter.serverNow()) ?? null;
        return { ...facts, status: response.status, headers: response.headers, text, retryAfterMs };
      });
    } catch (thrown) {
      ticket.lost();
      const isTooLarge = thrown instanceof BodyTooLarge;
      finished(isTooLarge ? begun : null);
      let error: IntercomError;
      if (isTooLarge) error = tooLargeOf({ ...facts, status: begun }, maxBodyBytes);
      else if (thrown === TIMED_OUT) error = timeoutOf(facts, timeoutMs);
      else if (thrown === GIVEN_UP) error = givenUpOf(facts);
      else error = networkFailureOf(facts, thrown, redact);
      return { state: 'failed', error, rate: undefined };
    }
    const rate = readRateHeaders(answer.headers);
    ticket.answered({ status: answer.status, rate, dateMs: readDate(answer.headers) });
    finished(answer.status);
    if (answer.status < 200 || answer.status > 299) {
      return { state: 'failed', error: refusalOf(answer, redact), rate };
    }
    const parsed = bodyOf(answer, call.method);
    const requestId = requestIdOf(isJsonObject(parsed) ? parsed : undefined, answer.headers, redact);
    if (parsed === undefined) {
      const what = answer.text.trim() === '' ? 'the answer has no body' : 'the answer is not JSON';
      return { state: 'failed', error: malformed(answer, what, requestId), rate };
    }
    const { method, path, writes, status } = answer;
    return {
      state: 'done',
      answer: { method, path, writes, status, requestId, body: parsed, tries: facts.attempt },
    };
  }

  /** False when the run was stopped meanwhile. */
  async function slept(ms: number): Promise<boolean> {
    if (options.signal?.aborted) return false;
    try {
      await options.sleep(ms, options.signal);
    } catch (error) {
      if (options.signal?.aborted) return false;
      throw error;
    }
    return true;
  }

  return {
    call,
    hold: (wanted) => limiter.hold(wanted, options.onWait),
    counts: () => ({ ...counts }),
    rate: () => limiter.rate(),
  };
}

const TIMED_OUT = Symbol('timed out');
const GIVEN_UP = Symbol('given up');

/** Rejects with TIMED_OUT or GIVEN_UP even where the work does not listen to its signal. */
async function within<T>(
  ms: number,
  giveUp: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (giveUp?.aborted) throw GIVEN_UP;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    const endWith = (why: symbol) => () => {
      reject(why);
      controller.abort();
    };
    timer = setTimeout(endWith(TIMED_OUT), ms);
    stop = endWith(GIVEN_UP);
  });
  giveUp?.addEventListener('abort', stop);
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    giveUp?.removeEventListener('abort', stop);
  }
}

/** Undefined when it is not a JSON object or list. DELETE of a tag answers nothing (intercom 5.1). */
function bodyOf(answer: RawAnswer, method: string): Json | undefined {
  if (answer.text.trim() === '' && (method === 'DELETE' || answer.status === 202 || answer.status === 204))
    return {};
  try {
    const body: Json = JSON.parse(answer.text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

/** A URL swallows `.` and `..`, however encoded: the request would go to another object. */
function checkPath(call: { readonly method: string; readonly path: string }): void {
  const segments = call.path.split('?', 1)[0]?.split('/') ?? [];
  const dots = segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (call.path.startsWith('/') && !call.path.startsWith('//') && !dots) return;
  throw new IntercomError({
    ...call,
    family: 'rejected',
    code: 'invalid-path',
    messages: ['an id of "." or ".." cannot stand in a path'],
  });
}
