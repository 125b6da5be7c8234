import type { Config } from '@oclif/core';
import type { Ports } from '../../src/app/options.ts';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import type { Terminal } from '../../src/commands/terminal.ts';
import { connectionError, responseOf } from '../../src/emulator/fetch.ts';
import type { Emulator, EmulatorRequest, EmulatorResponse } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ErrorDocument, ResultDocument } from '../../src/types/result.ts';
import { isWrite } from '../properties/opened-world.ts';
import type { Dice } from './dice.ts';
import { Life } from './life.ts';
import type { MemoryStore } from './memory-store.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { warmUp } from './warm.ts';

/** When a process is killed. Requests and writes are counted from 1; a point that the process never reaches does not kill it. */
export type KillPoint =
  | { readonly afterMs: number }
  | { readonly write: number; readonly when: KillMoment }
  | { readonly request: number; readonly when: KillMoment };
/**
 * `before`: the request was not sent; `arrived`: Intercom carried it out, and no answer came; `answered`: right after the
 * answer.
 */
export type KillMoment = 'before' | 'arrived' | 'answered';

/** When a machine is suspended, and for how long; milliseconds. */
export interface Suspension {
  readonly afterMs: number;
  readonly forMs: number;
}

/** One request as Intercom saw it. */
export interface Served {
  readonly request: EmulatorRequest;
  readonly answer: EmulatorResponse;
  readonly writes: boolean;
  /** The name of the fault that struck it. */
  readonly fault: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** How a process ended. */
export type RunEnd =
  | { readonly state: 'killed' }
  | {
      readonly state: 'ended';
      readonly exit: number;
      /** The one JSON document on stdout. */
      readonly document: ResultDocument | PlanDocument | ErrorDocument;
      /** The plan that was to be applied, if any. */
      readonly plan: PlanDocument | undefined;
    };

/** A process of the command line, simulated in memory. */
export interface Run {
  readonly ended: Promise<RunEnd>;
  readonly served: readonly Served[];
  readonly startedAt: number;
  /** Whether its machine is suspended at some time, so that answers come too late. */
  readonly isSuspended: boolean;
  /** Like kill -9: nothing that it waits for arrives, and nothing that it does afterwards has an effect. */
  kill(): void;
  /** Like Ctrl-C. */
  interrupt(): void;
  readonly argv: readonly string[];
  /** Whether it was killed or has ended. */
  isOver(): boolean;
}

export interface RunOptions {
  readonly argv: readonly string[];
  /** The project folder. */
  readonly folder: string;
  readonly emulator: Emulator;
  /** Undefined where the project keeps no store. */
  readonly store?: MemoryStore | undefined;
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly kill?: KillPoint | undefined;
  readonly interruptAfterMs?: number | undefined;
  readonly suspend?: Suspension | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** The time of one way over the network, in milliseconds. */
const SHORTEST_WAY_MS = 5;
const LONGEST_WAY_MS = 40;

/** Starts `interform plan` or `interform apply`, always with `--json`. */
export function startRun(options: RunOptions): Run {
  const { emulator, clock, dice, kill } = options;
  const served: Served[] = [];
  const listeners = new Set<() => void>();
  const life = new Life(clock);
  /** Whether a request that was under way when the process died still arrives. */
  const arrivesLate = dice.chance(0.5);

  const stop = () => life.kill();
  const reached = (count: { readonly requests: number; readonly writes: number }, when: KillMoment) => {
    if (kill === undefined || 'afterMs' in kill || kill.when !== when) return;
    if ('write' in kill ? count.writes === kill.write : count.requests === kill.request) stop();
  };
  if (kill !== undefined && 'afterMs' in kill) clock.at(clock.now() + kill.afterMs, stop);
  if (options.interruptAfterMs !== undefined)
    clock.at(clock.now() + options.interruptAfterMs, () => {
      if (life.isAlive) for (const listener of [...listeners]) listener();
    });
  if (options.suspend !== undefined) {
    const { afterMs, forMs } = options.suspend;
    clock.at(clock.now() + afterMs, () => life.suspend(forMs));
  }

  const wayMs = () => dice.between(SHORTEST_WAY_MS, LONGEST_WAY_MS);
  const counted = { requests: 0, writes: 0 };
  const send: typeof fetch = (input, init = {}) =>
    new Promise((resolve, reject) => {
      const leave = () => {
        const request: EmulatorRequest = {
          method: init.method ?? 'GET',
          url: String(input),
          headers: Object.fromEntries(new Headers(init.headers)),
          body: typeof init.body === 'string' ? init.body : '',
        };
        const writes = isWrite(request);
        counted.requests += 1;
        if (writes) counted.writes += 1;
        const count = { requests: counted.requests, writes: writes ? counted.writes : -1 };
        reached(count, 'before');
        if (!life.isAlive) return;
        const { signal } = init;
        const stopWaiting = () => life.lets(() => reject(signal?.reason));
        signal?.addEventListener('abort', stopWaiting, { once: true });
        clock.at(clock.now() + wayMs(), () => {
          if (!life.isAlive && !arrivesLate) return;
          const answer = emulator.handle(request);
          const fault = emulator.requests.at(-1)?.fault;
          served.push({ request, answer, writes, fault, at: clock.now() });
          reached(count, 'arrived');
          clock.at(clock.now() + wayMs() + answer.delayMs, () =>
            life.lets(() => {
              signal?.removeEventListener('abort', stopWaiting);
              if (signal?.aborted) return;
              if (answer.dropped === undefined) resolve(responseOf(answer));
              else reject(connectionError(answer.dropped));
              reached(count, 'answered');
            }),
          );
        });
      };
      life.lets(leave);
    });

  const out = { stdout: '', stderr: '' };
  const output = (name: keyof typeof out) => ({
    write: (text: string) => {
      if (life.isAlive) out[name] += text;
    },
    isTTY: false,
    columns: 100,
  });
  const terminal: Terminal = {
    env: { INTERCOM_ACCESS_TOKEN: 'of-ada', CI: 'true', ...options.env },
    cwd: options.folder,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: async function* () {},
    descriptor: () => Promise.reject(new Error('nothing is handed over')),
    interactive: false,
    ask: async () => undefined,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kill: stop,
    now: clock.now,
    sleep: (ms, signal) => life.sleep(ms, signal),
    every: () => () => {},
  };

  let plan: PlanDocument | undefined;
  const work = async (): Promise<RunEnd> => {
    const config = await warmUp();
    const [name = '', ...rest] = options.argv;
    const argv = [...rest, '--json', '--verbose', ...(name === 'apply' ? ['--auto-approve'] : [])];
    const user = { life, dice: dice.apart('store') };
    const ports: Partial<Ports> = {
      fetch: send,
      openBackend: options.store?.openFor(user) ?? (async () => undefined),
    };
    const command =
      name === 'apply'
        ? new WatchedApply(argv, config, terminal, ports, (shown) => {
            plan = shown;
          })
        : new WatchedPlan(argv, config, terminal, ports);
    const exit = await command.execute();
    // If the command line breaks its promise, the document has another shape, which the checks then find.
    const document = JSON.parse(out.stdout) as ResultDocument | PlanDocument | ErrorDocument;
    return { state: 'ended', exit, document, plan };
  };
  const ended = Promise.race([work(), life.dead.then((): RunEnd => ({ state: 'killed' }))]).finally(stop);
  return {
    ended,
    served,
    startedAt: clock.now(),
    isSuspended: options.suspend !== undefined,
    kill: stop,
    interrupt: () => {
      for (const listener of [...listeners]) listener();
    },
    argv: options.argv,
    isOver: () => !life.isAlive,
  };
}

/** The command with other ports than those of this machine. */
class WatchedPlan extends Plan {
  readonly #ports: Partial<Ports>;

  constructor(argv: string[], config: Config, terminal: Terminal, ports: Partial<Ports>) {
    super(argv, config, terminal);
    this.#ports = ports;
  }

  protected override withPorts<T>(
    signal: AbortSignal,
    work: (ports: Ports, quiet: () => void) => Promise<T>,
  ): Promise<T> {
    return super.withPorts(signal, (ports, quiet) => work({ ...ports, ...this.#ports }, quiet));
  }
}

class WatchedApply extends Apply {
  readonly #ports: Partial<Ports>;
  readonly #seen: (plan: PlanDocument) => void;

  constructor(
    argv: string[],
    config: Config,
    terminal: Terminal,
    ports: Partial<Ports>,
    seen: (plan: PlanDocument) => void,
  ) {
    super(argv, config, terminal);
    this.#ports = ports;
    this.#seen = seen;
  }

  protected override withPorts<T>(
    signal: AbortSignal,
    work: (ports: Ports, quiet: () => void) => Promise<T>,
  ): Promise<T> {
    return super.withPorts(signal, (ports, quiet) => work({ ...ports, ...this.#ports }, quiet));
  }

  protected override showPlan(...shown: Parameters<Apply['showPlan']>): void {
    this.#seen(shown[0]);
    super.showPlan(...shown);
  }
}
