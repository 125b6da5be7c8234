import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyChanges } from '../../src/app/apply.ts';
import type { Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { requestCost } from '../../src/app/request-cost.ts';
import { responseOf } from '../../src/emulator/fetch.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorSeed,
  type FaultPlan,
  type Switches,
} from '../../src/emulator/index.ts';
import type { BulkMode } from '../../src/types/bulk.ts';
import type { JsonObject } from '../../src/types/json.ts';
import type { Cost, PlanDocument } from '../../src/types/plan.ts';
import type { RecheckMode } from '../../src/types/recheck.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { FakeClock } from '../intercom/fake-clock.ts';

/** 2 November 2026, 09:00 UTC: a window of the rate limit begins. */
const STARTED_AT_MS = 1_793_610_000_000;
/** There and back: a page takes 0.12 to 0.36 s of server time (intercom 7). */
export const LATENCY_MS = 200;

export interface PacedOptions {
  readonly seed: EmulatorSeed;
  /** The manifests, in one file. */
  readonly manifests: string;
  /** Requests in ten seconds, of which 0.8 are used. */
  readonly limit: number;
  readonly recheck: RecheckMode;
  readonly indexLagMs?: number;
  readonly faults?: FaultPlan;
  readonly switches?: Partial<Switches>;
  readonly bulk?: BulkMode;
  /** Bulk updates; default: off, as where nobody probed. */
  readonly bulkUpdates?: BulkMode;
  /** The status with which Intercom refuses a request of the apply; undefined: it does not. */
  readonly refuse?: (request: PacedRequest) => number | PacedRefusal | undefined;
  /** What a proxy makes of the answer to a request of the apply. */
  readonly proxy?: (request: PacedRequest, answer: string) => string;
  /** What somebody else does between plan and apply. */
  readonly before?: (emulator: Emulator, plan: PlanDocument) => void;
  /** What somebody else does right before a request of the apply arrives. */
  readonly meddle?: (request: PacedRequest, emulator: Emulator) => void;
}

/** A refusal with an error of Intercom's. */
export interface PacedRefusal {
  readonly status: number;
  readonly error: JsonObject;
}

export interface PacedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Virtual milliseconds since the apply began, when it arrives. */
  readonly at: number;
}

export interface Paced {
  readonly plan: PlanDocument;
  /** What the plan would cost under the options of the apply. */
  readonly cost: Cost;
  readonly result: ResultDocument;
  readonly emulator: Emulator;
  /** Of the apply alone, in the order in which they arrive. */
  readonly requests: readonly PacedRequest[];
  readonly refused: number;
  /** Virtual milliseconds that the apply took. */
  readonly tookMs: number;
}

/** Plans against an emulator, then applies on a clock that moves from answer to answer: latency, limit and waiting are all virtual. */
export async function applyPaced(options: PacedOptions): Promise<Paced> {
  const folder = await mkdtemp(join(tmpdir(), 'interform-paced-'));
  const clock = new FakeClock(STARTED_AT_MS);
  const emulator = createEmulator({
    seed: options.seed,
    rateLimit: options.limit,
    indexLagMs: options.indexLagMs ?? 0,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.switches === undefined ? {} : { switches: options.switches }),
    now: clock.now,
  });
  const planning: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'of-ada', CI: 'true' },
    fetch: emulator.fetch,
    now: clock.now,
    // Planning fits into one window here, so it never waits; its limiter is that of the apply.
    sleep: clock.sleep,
  };
  try {
    await writeFile(join(folder, 'manifests.yaml'), options.manifests);
    const files = 'apiVersion: interform/v1\nkind: Project\nmanifests: .\nrate_limit: { share: 0.8 }\n';
    await writeFile(join(folder, 'interform.yaml'), files);
    const allow = new Map([['detach', 100_000] as const]);
    const made = await makePlan(
      { project: folder, variables: new Map(), target: [], exclude: [], allow },
      planning,
    );
    if (made.plan === undefined || made.session === undefined)
      throw new Error(JSON.stringify(made.diagnostics));
    options.before?.(emulator, made.plan);

    // The next window, so that what planning used of the limit does not count.
    await clock.until(clock.sleep(10_000));
    const startedAt = clock.now();
    const requests: PacedRequest[] = [];
    let refused = 0;
    const paced: typeof fetch = async (input, init) => {
      await clock.sleep(LATENCY_MS / 2);
      const { pathname } = new URL(String(input));
      const request = {
        method: init?.method ?? 'GET',
        path: pathname,
        body: typeof init?.body === 'string' ? init.body : '',
        at: clock.now() - startedAt,
      };
      requests.push(request);
      options.meddle?.(request, emulator);
      const headers = Object.fromEntries(new Headers(init?.headers));
      const refusal = options.refuse?.(request);
      if (refusal !== undefined) {
        const plain = { code: 'refused', message: 'not here' };
        const { status, error } = typeof refusal === 'number' ? { status: refusal, error: plain } : refusal;
        await clock.sleep(LATENCY_MS / 2);
        return Response.json({ type: 'error.list', errors: [error] }, { status });
      }
      const answer = emulator.handle({ ...request, url: String(input), headers });
      if (answer.status === 429) refused += 1;
      await clock.sleep(LATENCY_MS / 2);
      const { proxy } = options;
      return responseOf(proxy === undefined ? answer : { ...answer, body: proxy(request, answer.body) });
    };
    const ports: Ports = { ...planning, fetch: paced };
    const session = {
      ...made.session,
      recheck: options.recheck,
      bulk: { create: options.bulk ?? 'auto', update: options.bulkUpdates ?? 'off' } as const,
      client: { ...made.session.client, fetch: paced, random: () => 0.5 },
    };
    const cost = requestCost(made.plan.changes, { ...session, reads: made.plan.cost.reads });
    const result = await clock.until(applyChanges(session, made.plan, { maxErrors: 100_000 }, ports));
    const tookMs = clock.now() - startedAt;
    return { plan: made.plan, cost, result, emulator, requests, refused, tookMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Contact id → milliseconds between the last request that read the contact and its PUT, as they arrived. */
export function gaps({ requests }: Paced): ReadonlyMap<string, number> {
  const readAt = new Map<string, number>();
  const found = new Map<string, number>();
  for (const { method, path, body, at } of requests) {
    const id = /^\/contacts\/([^/]+)$/.exec(path)?.[1];
    if (path === '/contacts/search')
      for (const [, read = ''] of body.matchAll(/"value":"([^"]+)"/g)) readAt.set(read, at);
    else if (id !== undefined && method === 'GET') readAt.set(id, at);
    else if (id !== undefined && method === 'PUT') found.set(id, at - (readAt.get(id) ?? -Infinity));
  }
  return found;
}
