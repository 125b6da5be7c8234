import type { Json } from '../types/json.ts';
import { answerForeign, answerRequest, type CoreOptions } from './core.ts';
import { type FaultPlan, FaultSource } from './faults/faults.ts';
import { createFetch } from './fetch.ts';
import type { EmulatorRequest, EmulatorResponse, LoggedRequest } from './message.ts';
import { DEFAULT_RATE_LIMIT, type EmulatorOptions } from './options.ts';
import { createRandom } from './random.ts';
import { RateLimiter } from './rate-limit.ts';
import { searchIndexOf } from './resources/contacts/indexing.ts';
import { resources } from './resources/index.ts';
import { createRouter } from './router.ts';
import type { SearchCost } from './search/search-index.ts';
import { loadSeed } from './seed/load.ts';
import { type Listening, type ListenOptions, listen } from './server.ts';
import { createState, type EmulatorState } from './state.ts';
import { DEFAULT_SWITCHES } from './switches/all.ts';
import { unservedRoutes } from './unserved.ts';
import { parseVersion } from './version.ts';
import { Workspace } from './workspace.ts';

/** A local Intercom: one workspace, reached in process or over HTTP. */
export interface Emulator {
  /** Answers in process, without a socket, whatever the host. */
  readonly fetch: typeof fetch;
  /** Serves the same workspace over HTTP. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** The core of both: answers at once; delays and dropped connections are left to the caller. */
  handle(request: EmulatorRequest): EmulatorResponse;
  /** Every request so far, foreign ones excepted; empty with `keepRequests: false`. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  readonly state: EmulatorState;
  /** Makes every write visible to list and search. */
  flushIndex(): void;
  /** Hides a contact from list and search until it changes again (intercom 11.6). */
  loseFromIndex(contactId: string): void;
  /** A write or read of somebody else: no token, limit, fault or log. */
  foreign(method: string, path: string, body?: Json): { readonly status: number; readonly body: Json };
  /** Replaces the faults from the next request on; switches stay those of the start. */
  setFaults(plan: FaultPlan | undefined): void;
  /** What searches cost so far. */
  readonly searchCost: Readonly<SearchCost>;
}

/**
 * Makes an emulator.
 *
 * @throws SeedError when the seed holds what no workspace could, RangeError for an unknown default version or a negative number.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const {
    seed = {},
    rateLimit = DEFAULT_RATE_LIMIT,
    indexLagMs = 0,
    latencyMs = 0,
    keepRequests = true,
    now = Date.now,
  } = options;
  const switches = { ...DEFAULT_SWITCHES, ...options.faults?.switches, ...options.switches };
  if (parseVersion(switches.defaultVersion) === undefined)
    throw new RangeError(`No Intercom-Version "${switches.defaultVersion}"`);
  for (const [name, value] of Object.entries({ rateLimit, indexLagMs, latencyMs })) {
    if (!(value >= 0)) throw new RangeError(`${name} must be a number from 0`);
  }
  const workspace = new Workspace({
    indexLagMs,
    now,
    random: createRandom(0),
    switches,
  });
  loadSeed(seed, workspace);
  const index = searchIndexOf(workspace);
  const requests: LoggedRequest[] = [];
  let core: CoreOptions = {
    workspace,
    router: createRouter([...resources.flatMap(({ routes }) => routes), ...unservedRoutes]),
    limiter: new RateLimiter(rateLimit),
    faults: faultSource(options.faults),
    random: createRandom(1),
    token: options.token,
    latencyMs,
    lose: (id) => index.lose(id),
    log: (entry) => {
      if (keepRequests) requests.push(entry);
    },
  };
  const handle = (request: EmulatorRequest): EmulatorResponse => answerRequest(request, core);
  return {
    fetch: createFetch(handle),
    listen: (listenOptions) => listen(handle, listenOptions),
    handle,
    requests,
    clearRequests: () => requests.splice(0),
    state: createState(workspace),
    flushIndex: () => index.flush(),
    loseFromIndex: (contactId) => index.lose(contactId),
    foreign: (method, path, body) =>
      answerForeign(
        { method, url: path, headers: {}, body: body === undefined ? '' : JSON.stringify(body) },
        core,
      ),
    setFaults: (plan) => {
      core = { ...core, faults: faultSource(plan) };
    },
    searchCost: index.cost,
  };
}

function faultSource(plan: FaultPlan | undefined): FaultSource {
  return new FaultSource(plan, createRandom(plan?.seed ?? 0));
}
