import type { JsonObject } from '../../types/json.ts';
import { parseSeed } from '../seed/parse.ts';
import { SeedError } from '../seed/problem.ts';
import { sentObject } from './body.ts';
import { type ControlCall, type ControlEndpoint, worldOf } from './endpoint.ts';
import { ControlRefusal } from './refusal.ts';
import { resetTo } from './reset.ts';

/** GET shows what the workspace holds now. PUT starts anew with another seed, to which a reset then returns; DELETE brings the seed of the start back. */
export const seed: ControlEndpoint = {
  name: 'seed',
  methods: {
    // A seed has been checked against shapes that know nothing but JSON.
    GET: (call) => worldOf(call).state.seed() as unknown as JsonObject,
    PUT: replaceSeed,
    DELETE: (call) => {
      resetTo(call, null);
      return { reset: true };
    },
  },
};

function replaceSeed(call: ControlCall): JsonObject {
  const json = sentObject(call.body);
  try {
    resetTo(call, parseSeed(json));
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    throw new ControlRefusal(400, 'The seed is not valid', 'mend what problems lists; nothing was changed', {
      problems: error.problems.map(({ path, message }) => `${path === '' ? 'seed' : path}: ${message}`),
    });
  }
  return { reset: true };
}
