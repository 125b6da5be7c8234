import { createHash } from 'node:crypto';
import type { Json } from '../types/json.ts';
import { accessToken, checkAccept, checkBody, checkVersion } from './checks.ts';
import { ApiError, rateLimited, resourceNotFound, serverError, unauthorized } from './errors.ts';
import type { FaultName, FaultSource, Strike } from './faults/faults.ts';
import { REFUSALS } from './faults/refusals.ts';
import type { EmulatorRequest, EmulatorResponse } from './message.ts';
import { DEFAULT_RATE_LIMIT } from './options.ts';
import type { Random } from './random.ts';
import type { RateLimiter, RateReading } from './rate-limit.ts';
import type { Exchange } from './request-log.ts';
import type { Call, RouteMatch, Router } from './router.ts';
import { requestSwitchesOf } from './switches/request.ts';
import { type ApiVersion, parseVersion } from './version.ts';
import type { Workspace } from './workspace.ts';

export interface CoreOptions {
  readonly workspace: Workspace;
  readonly router: Router;
  readonly limiter: RateLimiter;
  readonly faults: FaultSource;
  /** For request ids and cookies: apart from the workspace's, so that reads do not change its ids. */
  readonly random: Random;
  readonly token: string | undefined;
  readonly latencyMs: number;
  /** Hides what has this id from list and search until it changes again. */
  lose(id: string): void;
  log(exchange: Exchange): void;
}

interface Outcome {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Progress {
  rate: RateReading | undefined;
  match: RouteMatch | undefined;
  strike: Strike;
  /** The fault of the job that the request began. */
  jobFault?: FaultName;
}

const NO_STRIKE: Strike = { name: undefined, delayMs: 0 };

/**
 * Answers one request, synchronously: checks in the order of intercom 11.2, the route, and the headers of 11.1.
 *
 * ```
 * token → rate limit → faults before → version → Accept → body → path → route → faults after → headers
 * ```
 */
export function answerRequest(request: EmulatorRequest, options: CoreOptions): EmulatorResponse {
  const url = parseUrl(request.url);
  const nowMs = options.workspace.nowMs();
  const requestId = `00${options.random.letters(18)}`;
  const progress: Progress = { rate: undefined, match: undefined, strike: NO_STRIKE };
  const outcome = run(request, url, options, progress, requestId);
  const { name, delayMs } = progress.strike;
  const fault = name ?? progress.jobFault;
  options.log({
    method: request.method,
    path: url.pathname,
    query: url.search,
    status: name === 'reset' ? 0 : outcome.status,
    at: nowMs,
    ...(fault === undefined ? {} : { fault }),
    body: request.body,
    answer: name === 'reset' ? '' : outcome.body,
  });
  return {
    status: outcome.status,
    headers: { ...standardHeaders(outcome, request, progress, requestId, options), ...outcome.headers },
    body: request.method === 'HEAD' ? '' : outcome.body,
    delayMs: options.latencyMs + delayMs,
    dropped: name === 'reset' || name === 'lost' ? name : undefined,
  };
}

/** Answers a request of somebody else: no token, limit, fault or log. */
export function answerForeign(
  request: EmulatorRequest,
  options: CoreOptions,
): { status: number; body: Json } {
  const url = parseUrl(request.url);
  const version = checkVersion(request, requestSwitchesOf(options.workspace));
  const outcome = guard('', options, () => {
    const match = options.router(request.method, url.pathname, version);
    return runRoute(request, url, version, match, { ...options, startJob: () => undefined });
  });
  return { status: outcome.status, body: outcome.body === '' ? null : JSON.parse(outcome.body) };
}

function run(
  request: EmulatorRequest,
  url: URL,
  options: CoreOptions,
  progress: Progress,
  requestId: string,
): Outcome {
  const { workspace, limiter, faults } = options;
  const switches = requestSwitchesOf(workspace);
  return guard(requestId, options, () => {
    const token = readToken(request, options, progress);
    progress.rate = limiter.count(token);
    if (progress.rate?.exceeded) throw exceeded(progress.rate, switches.retryAfter);
    const header = request.headers['intercom-version'] ?? switches.defaultVersion;
    const match = options.router(request.method, url.pathname, parseVersion(header) ?? 0);
    progress.match = match;
    const facts = { write: isWrite(match), method: request.method, path: url.pathname };
    progress.strike = faults.strike(facts);
    refuseBefore(progress.strike.name, progress.rate);
    if (progress.strike.name === 'reset') return { status: 500, body: '', headers: {} };
    const version = checkVersion(request, switches);
    checkAccept(request, switches);
    const startJob: Call['startJob'] = ({ items, counts }) => {
      limiter.count(token, counts - 1);
      const struck = faults.strikeJob(facts, items);
      if (struck !== undefined) progress.jobFault = struck.name;
      return struck;
    };
    const outcome = runRoute(request, url, version, match, { ...options, startJob });
    return spoil(progress.strike.name, outcome, match, options);
  });
}

function readToken(request: EmulatorRequest, options: CoreOptions, progress: Progress): string {
  try {
    return accessToken(request, options.token);
  } catch (error) {
    progress.rate = options.limiter.peek('');
    throw error instanceof ApiError ? error : unauthorized();
  }
}

function runRoute(
  request: EmulatorRequest,
  url: URL,
  version: ApiVersion,
  match: RouteMatch | undefined,
  options: Pick<CoreOptions, 'workspace'> & Pick<Call, 'startJob'>,
): Outcome {
  const body = checkBody(request);
  if (match === undefined) throw resourceNotFound();
  const call: Call = {
    workspace: options.workspace,
    version,
    query: url.searchParams,
    body,
    origin: readOrigin(request),
    param: (name) => match.params.get(name) ?? '',
    startJob: options.startJob,
  };
  const { status = 200 } = match.route;
  const answer = match.route.answer(call);
  return { status, body: answer === undefined ? '' : JSON.stringify(answer), headers: {} };
}

/** Faults that keep the request from being done. */
function refuseBefore(name: FaultName | undefined, rate: RateReading | undefined): void {
  if (name === '429') throw rateLimited(rate?.limit ?? DEFAULT_RATE_LIMIT);
  const refusal = name === undefined ? undefined : REFUSALS[name];
  if (refusal !== undefined) throw new ApiError(refusal);
}

/** Faults that strike once the request was done. */
function spoil(
  name: FaultName | undefined,
  outcome: Outcome,
  match: RouteMatch | undefined,
  options: CoreOptions,
): Outcome {
  switch (name) {
    case '500-after':
      throw serverError();
    case 'empty':
      return { ...outcome, body: '' };
    case 'html':
      return {
        status: outcome.status,
        body: '<html><body>Intercom</body></html>',
        headers: { 'Content-Type': 'text/html' },
      };
    case 'lost-row':
      options.lose(match?.params.get('id') ?? writtenId(outcome.body));
      return outcome;
    default:
      return outcome;
  }
}

function writtenId(body: string): string {
  const value: unknown = body === '' ? undefined : JSON.parse(body);
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return typeof id === 'string' ? id : '';
}

function isWrite(match: RouteMatch | undefined): boolean {
  return match !== undefined && match.route.method !== 'GET' && match.route.reads !== true;
}

function exceeded(rate: RateReading, withRetryAfter: boolean): ApiError {
  return rateLimited(rate.limit, withRetryAfter ? { 'Retry-After': String(rate.renewedInSeconds) } : {});
}

/** Turns a refusal into its answer; anything unexpected is a 500, never a crash. */
function guard(requestId: string, options: CoreOptions, work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    return showError(error instanceof ApiError ? error : serverError(), requestId, options);
  }
}

/** The envelope of intercom 1.4. */
function showError(error: ApiError, requestId: string, options: CoreOptions): Outcome {
  const shown = requestSwitchesOf(options.workspace).requestIdInErrors && error.requestId !== 'absent';
  const body = {
    type: 'error.list',
    ...(shown ? { request_id: error.requestId === 'null' ? null : requestId } : {}),
    errors: [{ code: error.code, message: error.message }],
  };
  return { status: error.status, body: JSON.stringify(body), headers: error.headers };
}

/** The headers of every answer (intercom 11.1). */
function standardHeaders(
  outcome: Outcome,
  request: EmulatorRequest,
  progress: Progress,
  requestId: string,
  options: CoreOptions,
): Record<string, string> {
  const switches = requestSwitchesOf(options.workspace);
  const sent = request.headers['intercom-version'];
  const version = sent !== undefined && parseVersion(sent) !== undefined ? sent : switches.defaultVersion;
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'max-age=0, private, must-revalidate',
    'X-Request-Id': requestId,
    'Intercom-Version': version,
    ETag: `W/"${createHash('md5').update(outcome.body).digest('hex')}"`,
    'X-Runtime': ((options.latencyMs + progress.strike.delayMs) / 1000 + 0.005).toFixed(6),
  };
  const { rate } = progress;
  if (rate !== undefined) {
    headers['X-RateLimit-Limit'] = String(rate.limit);
    headers['X-RateLimit-Remaining'] = String(rate.remaining);
    headers['X-RateLimit-Reset'] = String(rate.reset);
  }
  // On the wire no refused write has one.
  if (outcome.status < 400 && isWrite(progress.match))
    headers['Set-Cookie'] = `recent_write=${options.random.uuid()}; path=/; max-age=1; HttpOnly; secure`;
  return headers;
}

/** A request over a socket names its host in a header, one in process in its URL. */
function readOrigin({ url, headers }: EmulatorRequest): string {
  return url.startsWith('/') ? `http://${headers.host ?? 'api.intercom.io'}` : new URL(url).origin;
}

/** Host and scheme do not matter, and `//x/me` is no host and path; what is no URL is an unknown path. */
function parseUrl(url: string): URL {
  try {
    return new URL(url.startsWith('/') ? `http://emulator${url}` : url);
  } catch {
    return new URL('http://emulator/%');
  }
}
