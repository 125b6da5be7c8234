import { type ControlCall, type ControlEndpoint, namedToken } from './endpoint.ts';

/** Data, ids, clock, faults, rate limit and log as they were at the start, or when the seed was last replaced. */
export const reset: ControlEndpoint = {
  name: 'reset',
  methods: {
    POST: (call) => {
      resetTo(call, undefined);
      return { reset: true };
    },
  },
};

/** One workspace, or all of them, with this seed from now on; null for that of the start. */
export function resetTo(call: ControlCall, seed: Parameters<ControlCall['worlds']['reset']>[0]): void {
  const token = namedToken(call);
  if (token === undefined) call.worlds.reset(seed);
  else call.worlds.of(token).reset(seed);
}
