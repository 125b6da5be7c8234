import type { Json, JsonObject } from '../types/json.ts';
import type { JobStrike } from './faults/job-faults.ts';
import type { ApiVersion } from './version.ts';
import type { Workspace } from './workspace.ts';

/** A request that passed the checks, as routes see it. */
export interface Call {
  readonly workspace: Workspace;
  readonly version: ApiVersion;
  readonly query: URLSearchParams;
  /** `{}` where there was none. */
  readonly body: JsonObject;
  /** `http://127.0.0.1:4010`: where the caller reaches this API, for links that it may follow. */
  readonly origin: string;
  /** A path parameter, decoded. */
  param(name: string): string;
  /** Tells that the request was accepted as a job of so many items, and gives the fault that strikes the job. */
  startJob(job: StartedJob): JobStrike | undefined;
}

export interface StartedJob {
  readonly items: number;
  /** How many requests it is for the rate limit. */
  readonly counts: number;
}

/** One endpoint. */
export type Route = Endpoint & (Answers | AnswersNothing);

interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/contacts/:id/tags`; fixed segments win over parameters. */
  readonly path: string;
  /** First version that has it; before, it is an unknown path. */
  readonly since?: ApiVersion;
  /** A POST that changes nothing. */
  readonly reads?: true;
}

interface Answers {
  /** Of an answer that is no refusal; 200 where the route does not say. */
  readonly status?: 200 | 201 | 202;
  /** Gives the body, undefined for an empty one, or throws an ApiError. */
  answer(call: Call): Json | undefined;
}

interface AnswersNothing {
  /** An answer of this status has no body. */
  readonly status: 204;
  answer(call: Call): undefined;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** Finds the route of a request; HEAD takes that of GET; undefined for an unknown path or method. */
export type Router = (method: string, path: string, version: ApiVersion) => RouteMatch | undefined;

export function createRouter(routes: readonly Route[]): Router {
  const table = routes
    .map((route) => ({ route, segments: route.path.slice(1).split('/') }))
    .sort((a, b) => compareSegments(a.segments, b.segments));
  return (method, path, version) => {
    const given = splitPath(path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    if (given === undefined) return undefined;
    for (const { route, segments } of table) {
      if (route.method !== wanted || segments.length !== given.length) continue;
      const params = matchSegments(segments, given);
      if (params !== undefined) return version < (route.since ?? 0) ? undefined : { route, params };
    }
    return undefined;
  };
}

/** Fixed segments first, from the left: an external_id "tags" is found by `/contacts/find_by_external_id/:external_id`. */
function compareSegments(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [position, segment] of a.entries()) {
    const difference = Number(segment.startsWith(':')) - Number(b[position]?.startsWith(':') ?? false);
    if (difference !== 0) return difference;
  }
  return 0;
}

function matchSegments(
  segments: readonly string[],
  given: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const params = new Map<string, string>();
  for (const [position, segment] of segments.entries()) {
    const value = given[position] ?? '';
    if (segment.startsWith(':')) params.set(segment.slice(1), value);
    else if (segment !== value) return undefined;
  }
  return params;
}

/** Decoded segments; a slash too many, as of a base URL that ends with one, counts for nothing; undefined for broken percent-encoding. */
function splitPath(path: string): string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
