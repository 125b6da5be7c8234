import type { JsonObject } from '../../types/json.ts';
import type { EmulatorRequest, EmulatorResponse } from '../message.ts';
import type { Worlds } from '../worlds.ts';
import { checkCaller } from './callers.ts';
import { clock } from './clock.ts';
import type { ControlCall, ControlEndpoint, ControlMethod } from './endpoint.ts';
import { faults } from './faults.ts';
import { health } from './health.ts';
import { ControlRefusal } from './refusal.ts';
import { requests } from './requests.ts';
import { reset } from './reset.ts';
import { seed } from './seed.ts';

/** No path of Intercom begins like this. */
const PREFIX = '/_emulator';

const endpoints: readonly ControlEndpoint[] = [health, reset, seed, faults, clock, requests];

export interface ControlOptions {
  readonly worlds: Worlds;
  readonly version: string | undefined;
  /** Hosts that the emulator was told to listen at. */
  readonly names: ReadonlySet<string>;
}

/**
 * Answers a request to the control plane, which is past the emulated API: no token, limit, latency, fault or log. Undefined for any
 * other request.
 */
export function answerControl(
  request: EmulatorRequest,
  options: ControlOptions,
): EmulatorResponse | undefined {
  const [path = '', query = ''] = pathOf(request.url).split('?');
  if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return undefined;
  const { worlds, version, names } = options;
  try {
    checkCaller(request, names);
    const answer = chosen(request.method, path.slice(PREFIX.length + 1));
    const call: ControlCall = { worlds, version, query: new URLSearchParams(query), body: request.body };
    return respond(200, answer(call));
  } catch (error) {
    if (!(error instanceof ControlRefusal)) return respond(500, unexpected(error));
    return respond(error.status, { error: error.message, help: error.help, ...error.more });
  }
}

function chosen(method: string, name: string): (call: ControlCall) => JsonObject {
  if (name === '') return () => ({ endpoints: endpoints.flatMap(linesOf) });
  const found = endpoints.find((one) => one.name === name);
  if (found === undefined) throw new ControlRefusal(404, `There is no ${PREFIX}/${name}`, known(endpoints));
  const { methods } = found;
  const answer = isMethodOf(methods, method) ? methods[method] : method === 'HEAD' ? methods.GET : undefined;
  if (answer === undefined)
    throw new ControlRefusal(405, `${PREFIX}/${name} knows no ${method}`, known([found]));
  return answer;
}

function isMethodOf(methods: ControlEndpoint['methods'], method: string): method is ControlMethod {
  return Object.hasOwn(methods, method);
}

function known(some: readonly ControlEndpoint[]): string {
  return `there are ${some.flatMap(linesOf).join(', ')}`;
}

/** `GET /_emulator/health`. */
function linesOf({ name, methods }: ControlEndpoint): string[] {
  return Object.keys(methods).map((method) => `${method} ${PREFIX}/${name}`);
}

function pathOf(url: string): string {
  if (url.startsWith('/')) return url;
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
}

/** Never a crash: tests of others may run against the same process. */
function unexpected(error: unknown): JsonObject {
  return {
    error: error instanceof Error ? error.message : String(error),
    help: 'report it: it is a mistake in the emulator',
  };
}

function respond(status: number, body: JsonObject): EmulatorResponse {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, headers, body: `${JSON.stringify(body)}\n`, delayMs: 0, dropped: undefined };
}
