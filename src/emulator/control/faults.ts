import type { JsonObject } from '../../types/json.ts';
import type { FaultPlan } from '../faults/faults.ts';
import { showFault, showFaults } from '../faults/show.ts';
import { FaultSpecError, parseFaults } from '../faults/spec.ts';
import type { World } from '../world.ts';
import { checkSentKeys, sentObject } from './body.ts';
import { type ControlCall, type ControlEndpoint, worldOf } from './endpoint.ts';
import { refused } from './refusal.ts';

/** What goes wrong from the next request on, counted from one. */
export const faults: ControlEndpoint = {
  name: 'faults',
  methods: {
    GET: (call) => shownFaults(worldOf(call)),
    PUT: replaceFaults,
    DELETE: (call) => {
      const world = worldOf(call);
      world.setFaults(undefined);
      return shownFaults(world);
    },
  },
};

function replaceFaults(call: ControlCall): JsonObject {
  const world = worldOf(call);
  world.setFaults(readFaults(call.body));
  return shownFaults(world);
}

/** `{"spec": "429/3"}`, or the spec alone. */
function readFaults(body: string): FaultPlan {
  const plan = parse(body.trimStart().startsWith('{') ? specOf(sentObject(body)) : body);
  if (plan.switches !== undefined)
    throw refused('The spec turns a switch', 'switches belong to the start: --faults SWITCH=VALUE');
  return plan;
}

function specOf(object: JsonObject): string {
  checkSentKeys(object, ['spec']);
  if (typeof object['spec'] !== 'string') throw refused('The spec is not a text', 'send {"spec": "429/3"}');
  return object['spec'];
}

function parse(spec: string): FaultPlan {
  try {
    return parseFaults(spec);
  } catch (error) {
    if (!(error instanceof FaultSpecError)) throw error;
    throw refused(error.message, 'GET /_emulator/faults shows the faults in force, which were not changed');
  }
}

function shownFaults(world: World): JsonObject {
  const records = world.faultRecords();
  return {
    spec: world.faults === undefined ? '' : showFaults(world.faults),
    faults: records.map(({ fault, calls, struck }) => ({ fault: showFault(fault), calls, struck })),
  };
}
