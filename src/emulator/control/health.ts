import type { JsonObject } from '../../types/json.ts';
import { MOST_WORKSPACES } from '../worlds.ts';
import { showClock } from './clock.ts';
import { type ControlCall, type ControlEndpoint, namedToken } from './endpoint.ts';

/** Whether it answers, and how much it holds: what a script or a container waits for. */
export const health: ControlEndpoint = { name: 'health', methods: { GET: showHealth } };

function showHealth(call: ControlCall): JsonObject {
  const { worlds, version } = call;
  const world = worlds.of(namedToken(call));
  return {
    ready: true,
    ...(version === undefined ? {} : { version }),
    clock: showClock(world.clock),
    counts: world.state.counts(),
    requests: {
      kept: world.requests.length,
      dropped: world.droppedRequests,
      rate_limited: world.limitedRequests,
    },
    ...(worlds.perToken
      ? { workspaces: { kept: worlds.count, most: MOST_WORKSPACES, given_up: worlds.givenUp } }
      : {}),
  };
}
