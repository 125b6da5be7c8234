import type { Json } from '../types/json.ts';
import { Clock } from './clock.ts';
import { answerForeign, answerRequest, type CoreOptions } from './core.ts';
import { type FaultPlan, type FaultRecord, FaultSource } from './faults/faults.ts';
import type { EmulatorRequest, EmulatorResponse, LoggedRequest } from './message.ts';
import { createRandom } from './random.ts';
import { RateLimiter } from './rate-limit.ts';
import { RequestLog } from './request-log.ts';
import { searchIndexOf } from './resources/contacts/indexing.ts';
import { type EmulatorSeed, resources } from './resources/index.ts';
import type { Router } from './router.ts';
import type { SearchCost } from './search/search-index.ts';
import { loadSeed } from './seed/load.ts';
import type { EmulatorSettings } from './settings.ts';
import { createState, type EmulatorState } from './state.ts';
import { Workspace } from './workspace.ts';

/** One emulated workspace with what surrounds it: its clock, limit, faults and log, past its API. */
export interface EmulatedWorkspace {
  /** Every request so far, foreign ones excepted; empty with `keepRequests: false`. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  readonly state: EmulatorState;
  readonly clock: Clock;
  /** Makes every write visible to list and search. */
  flushIndex(): void;
  /** Hides a contact from list and search until it changes again (intercom 11.6). */
  loseFromIndex(contactId: string): void;
  /** A write or read of somebody else: no token, limit, fault or log. */
  foreign(method: string, path: string, body?: Json): { readonly status: number; readonly body: Json };
  /** Replaces the faults from the next request on; switches stay those of the start. */
  setFaults(plan: FaultPlan | undefined): void;
  /**
   * Everything as at the start: data, ids, clock, faults, rate limit, and an empty log. A seed that is given is the one from now on,
   * and null brings that of the start back.
   *
   * @throws SeedError when the seed holds what no workspace could; then all stays as it was.
   */
  reset(seed?: EmulatorSeed | null): void;
  /** What searches cost since the start. */
  readonly searchCost: Readonly<SearchCost>;
}

/** What a reset makes anew. */
interface Run {
  readonly clock: Clock;
  readonly core: CoreOptions;
  readonly index: ReturnType<typeof searchIndexOf>;
  readonly state: EmulatorState;
}

export class World implements EmulatedWorkspace {
  readonly #settings: EmulatorSettings;
  readonly #router: Router;
  readonly #log: RequestLog;
  readonly #firstSeed: EmulatorSeed;
  #seed: EmulatorSeed;
  #faults: FaultPlan | undefined;
  #run: Run;

  constructor(settings: EmulatorSettings, router: Router, seed: EmulatorSeed) {
    this.#settings = settings;
    this.#router = router;
    this.#log = new RequestLog(settings.log);
    this.#firstSeed = seed;
    this.#seed = seed;
    this.#faults = settings.faults;
    this.#run = this.#begin(seed);
  }

  answer(request: EmulatorRequest): EmulatorResponse {
    this.#settle();
    return answerRequest(request, this.#run.core);
  }

  get requests(): readonly LoggedRequest[] {
    return this.#log.entries;
  }

  /** How many requests the log no longer holds. */
  get droppedRequests(): number {
    return this.#log.dropped;
  }

  /** How many requests were answered 429. */
  get limitedRequests(): number {
    return this.#log.limited;
  }

  get state(): EmulatorState {
    this.#settle();
    return this.#run.state;
  }

  get clock(): Clock {
    return this.#run.clock;
  }

  get searchCost(): Readonly<SearchCost> {
    return this.#run.index.cost;
  }

  /** The faults in force; its switches are those of the start. */
  get faults(): FaultPlan | undefined {
    return this.#faults;
  }

  faultRecords(): readonly FaultRecord[] {
    return this.#run.core.faults.records();
  }

  clearRequests(): void {
    this.#log.clear();
  }

  flushIndex(): void {
    this.#settle();
    this.#run.index.flush();
  }

  loseFromIndex(contactId: string): void {
    this.#settle();
    this.#run.index.lose(contactId);
  }

  foreign(method: string, path: string, body?: Json): { readonly status: number; readonly body: Json } {
    this.#settle();
    const text = body === undefined ? '' : JSON.stringify(body);
    return answerForeign({ method, url: path, headers: {}, body: text }, this.#run.core);
  }

  setFaults(plan: FaultPlan | undefined): void {
    this.#faults = plan;
    this.#run = { ...this.#run, core: { ...this.#run.core, faults: faultSource(plan) } };
  }

  reset(given?: EmulatorSeed | null): void {
    const seed = given === null ? this.#firstSeed : (given ?? this.#seed);
    this.#run = this.#begin(seed);
    this.#seed = seed;
    this.#faults = this.#settings.faults;
    this.#log.clear();
  }

  /** Lets everything happen that is due by now. */
  #settle(): void {
    for (const { settle } of resources) settle?.(this.#run.core.workspace);
  }

  #begin(seed: EmulatorSeed): Run {
    const { now, clockStart, indexLagMs, latencyMs, rateLimit, idSeed, switches, token, faults } =
      this.#settings;
    const clock = new Clock(now, clockStart);
    // Two sequences each: that of the requests stays apart, so that reads do not change the ids of the workspace.
    const random = createRandom(2 * idSeed);
    const workspace = new Workspace({ indexLagMs, now: () => clock.nowMs(), random, switches });
    loadSeed(seed, workspace);
    const index = searchIndexOf(workspace);
    const core: CoreOptions = {
      workspace,
      router: this.#router,
      limiter: new RateLimiter(rateLimit, clock),
      faults: faultSource(faults),
      random: createRandom(2 * idSeed + 1),
      token,
      latencyMs,
      lose: (id) => index.lose(id),
      log: (exchange) => this.#log.add(exchange),
    };
    return { clock, core, index, state: createState(workspace) };
  }
}

function faultSource(plan: FaultPlan | undefined): FaultSource {
  return new FaultSource(plan, createRandom(plan?.seed ?? 0));
}
