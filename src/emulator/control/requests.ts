import type { Json, JsonObject } from '../../types/json.ts';
import type { LoggedRequest } from '../message.ts';
import { pathFits } from '../path-pattern.ts';
import { parsed } from './body.ts';
import { type ControlCall, type ControlEndpoint, worldOf } from './endpoint.ts';

/** What was asked so far, oldest first, as far as it is kept. DELETE empties the log. */
export const requests: ControlEndpoint = {
  name: 'requests',
  methods: {
    GET: showRequests,
    DELETE: (call) => {
      const world = worldOf(call);
      world.clearRequests();
      return { kept: 0, dropped: 0 };
    },
  },
};

/** Those of `?method=` and `?path=`, a path or a pattern such as `/contacts/*`. */
function showRequests(call: ControlCall): JsonObject {
  const world = worldOf(call);
  const method = call.query.get('method')?.toUpperCase();
  const path = call.query.get('path') ?? undefined;
  const fitting = world.requests.filter(
    (one) =>
      (method === undefined || one.method === method) && (path === undefined || pathFits(one.path, path)),
  );
  return {
    kept: world.requests.length,
    dropped: world.droppedRequests,
    found: fitting.length,
    requests: fitting.map(showRequest),
  };
}

function showRequest({ body, answer, at, ...line }: LoggedRequest): JsonObject {
  return {
    at: new Date(at).toISOString(),
    ...line,
    ...(body === undefined ? {} : { body: shownBody(body) }),
    ...(answer === undefined ? {} : { answer: shownBody(answer) }),
  };
}

/** JSON as it is, so that a test can look into it; null for an empty body. */
function shownBody(text: string): Json {
  // What was parsed from JSON is JSON.
  return text === '' ? null : (parsed(text) as Json);
}
