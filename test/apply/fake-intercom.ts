import { type Applied, type ApplyOptions, applyPlan } from '../../src/apply/apply-plan.ts';
import { nullJournal } from '../../src/apply/journal.ts';
import type { ApplyKind } from '../../src/apply/work.ts';
import { rereadContact } from '../../src/kinds/contact/writing/current.ts';
import type { KindReader, KindWriter } from '../../src/kinds/kind-reader.ts';
import type { Change } from '../../src/types/change.ts';
import type { HeldTurns, IntercomFailure } from '../../src/types/intercom.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Current } from '../../src/types/kind.ts';
import type { Level, Step, WriteRequest } from '../../src/types/step.ts';

/** What Intercom answers; throws to fail. */
export type Answer = (request: WriteRequest) => Json;

/** A writer that remembers every request, answers after a few turns of the event loop, and reads nothing. */
export class FakeWriter {
  readonly sent: WriteRequest[] = [];
  /** Each request twice: when it starts and when it ends. */
  readonly log: { readonly at: 'start' | 'end'; readonly request: WriteRequest }[] = [];
  running = 0;
  mostRunning = 0;
  readonly #answer: Answer;
  readonly #turns: () => number;

  /** `turns`: how many turns of the event loop the next answer takes besides. */
  constructor(answer: Answer = () => ({}), turns: () => number = () => 0) {
    this.#answer = answer;
    this.#turns = turns;
  }

  async send(request: WriteRequest): Promise<Json> {
    this.sent.push(request);
    this.log.push({ at: 'start', request });
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    for (let turn = this.#turns(); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    this.running -= 1;
    this.log.push({ at: 'end', request });
    return this.#answer(request);
  }

  /** There is always room. */
  async hold({ most }: { readonly most: number }): Promise<HeldTurns<KindReader>> {
    return { count: most, client: this as unknown as KindWriter, release: () => {} };
  }

  get calls(): string[] {
    return this.sent.map(({ method, path }) => `${method} ${path}`);
  }
}

export function failure(status: number | null, parts: Partial<IntercomFailure> = {}): IntercomFailure {
  return Object.assign(new Error(`${status ?? 'no answer'}`), {
    intercom: true as const,
    status,
    code: 'parameter_invalid',
    requestId: 'req-1',
    outcome: 'refused' as const,
    ...parts,
  });
}

export const lost = () => failure(null, { outcome: 'unknown', code: 'timeout' });

/** A step of one request, to `/<address>` unless `parts` say otherwise. */
export function step(address: string, level: Level, parts: Partial<Step> = {}): Step {
  return {
    level,
    change: address,
    request: { method: 'PUT', path: `/${address}`, body: {} },
    creates: false,
    expect: {},
    ...parts,
  };
}

export function create(address: string, level: Level, body: JsonObject = {}): Step {
  return step(address, level, { creates: true, request: { method: 'POST', path: `/${address}`, body } });
}

/** A share of a bulk request that tags users. */
export function tagging(address: string, tag: string, limit = 50): Step {
  const body = { name: tag, users: [{ id: { ref: address } }] };
  return step(address, 'memberships', {
    request: { method: 'POST', path: `/tags/${tag}`, body },
    batch: { key: tag, list: 'users', limit },
    expect: { tags: [tag] },
  });
}

/** A kind whose steps and live side the test gives. */
export function fakeKind(
  name: string,
  parts: {
    readonly steps?: (change: Change) => readonly Step[];
    readonly current?: (change: Change) => Current | undefined;
    readonly asked?: string[][];
  } & Partial<Pick<ApplyKind, 'same' | 'verify' | 'edits' | 'settle'>> = {},
): ApplyKind {
  const { steps, current, asked, ...rest } = parts;
  return {
    name,
    steps: steps ?? ((change) => [step(change.address, 'updates')]),
    // Without a live side from the test, nothing is read again.
    reread: current === undefined ? () => ({ how: 'not' }) : rereadContact,
    async current(changes) {
      asked?.push(changes.map((change) => change.address));
      return new Map(
        changes.flatMap((change): [string, Current][] => {
          const found = current?.(change);
          return found === undefined ? [] : [[change.address, found]];
        }),
      );
    },
    same: null,
    settle: null,
    verify: () => [],
    ...rest,
  };
}

export function apply(
  changes: readonly Change[],
  kinds: readonly ApplyKind[],
  writer: FakeWriter,
  parts: Partial<ApplyOptions> = {},
): Promise<Applied> {
  return applyPlan({
    plan: { changes },
    kinds,
    writer: writer as unknown as KindWriter, // The fake kinds read nothing through it.
    recheck: 'batch',
    ids: new Map(),
    journal: nullJournal,
    now: () => 0,
    sleep: async () => {},
    indexWaitMs: 0,
    ...parts,
  });
}

export function outcomes(applied: Applied): Record<string, string> {
  return Object.fromEntries([...applied.results].map(({ address, outcome }) => [address, outcome]));
}
