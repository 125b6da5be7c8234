import type { IntercomReader, IntercomWriter, RequestCounts, Sends } from '../types/intercom.ts';
import type { Rate } from './limiter.ts';
import type { ClientOptions } from './options.ts';
import { readsOf } from './reads.ts';
import { type Caller, createTransport, type Transport } from './transport.ts';

/** What client and reader tell of their traffic. */
export interface Meter {
  /** First tries as reads and writes; everything sent again, after a 429 too, as retried. */
  counts(): RequestCounts;
  rate(): Rate;
}

/** A client that cannot write: there is no such operation on it, in type or at run time (law 2). */
export function createReader(options: ClientOptions): IntercomReader & Meter {
  const transport = createTransport(options);
  return Object.freeze({ ...readsOf(transport, options), ...meterOf(transport) });
}

/** The client that apply uses. A failure of `send` says whether the write may have taken effect. */
export function createClient(options: ClientOptions): IntercomWriter & Meter {
  const transport = createTransport(options);
  const operationsOf = (caller: Caller): IntercomReader & Sends => ({
    ...readsOf(caller, options),
    async send(request, sendOptions) {
      const repeat = sendOptions?.creates ? 'create' : 'write';
      return (await caller.call({ ...request, repeat, again: sendOptions?.again === true })).body;
    },
  });
  const hold: IntercomWriter['hold'] = async (wanted) => {
    const turns = await transport.hold(wanted);
    if (turns === undefined) return undefined;
    const client = operationsOf({ call: (call) => transport.call({ ...call, turns }) });
    return { count: turns.count, client: Object.freeze(client), release: turns.release };
  };
  return Object.freeze({ ...operationsOf(transport), hold, ...meterOf(transport) });
}

function meterOf(transport: Transport): Meter {
  return { counts: () => transport.counts(), rate: () => transport.rate() };
}
