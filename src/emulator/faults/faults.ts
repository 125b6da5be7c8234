import { pathFits } from '../path-pattern.ts';
import type { Random } from '../random.ts';
import type { Switches } from '../switches/all.ts';
import { isJobFault, JOB_FAULT_NAMES, type JobFaultName, type JobStrike, strikeOf } from './job-faults.ts';

/** What can go wrong (intercom 11.6). */
export const FAULT_NAMES = [
  /** Rate limited, though the window is not used up: "overloaded" (intercom 2.3). Nothing is done. */
  '429',
  /** A gateway or server error before anything is done. */
  '500',
  '502',
  '503',
  '504',
  /** The token lacks the right; nothing is done (intercom 1.6). */
  '401',
  '403',
  /** "Active subscription needed." (intercom 1.6). */
  'plan-restricted',
  /** A timeout before anything is done. */
  '408',
  /** 500 on a write that did not take effect. */
  '500-before',
  /** 500 on a write that did take effect: the dangerous one. */
  '500-after',
  /** The connection closes after the request took effect, without an answer. */
  'lost',
  /** The connection is reset before anything is done. */
  'reset',
  /** The answer takes longer. */
  'delay',
  /** The request takes effect, and a 200 with an empty body is answered (intercom 1.4). */
  'empty',
  /** The same with an HTML body (intercom 8.33). */
  'html',
  /** The token is revoked: 401 from this call on. */
  'revoked',
  /** The written contact is missing from list and search until it changes again. */
  'lost-row',
  ...JOB_FAULT_NAMES,
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** When a fault strikes: by chance, on every n-th call, or on the n-th only. Calls it cannot strike are not counted. */
export type FaultTrigger =
  | { readonly chance: number }
  | { readonly every: number }
  | { readonly only: number };

/** The calls that a fault is limited to. */
export interface FaultRoute {
  /** In capitals; absent for any. */
  readonly method?: string;
  /** `/contacts/*`: `*` stands for one segment, `**` at the end for all that follow; absent for any. */
  readonly path?: string;
}

export interface Fault {
  readonly name: FaultName;
  readonly when: FaultTrigger;
  /** Absent for calls of every route. */
  readonly route?: FaultRoute;
  /** Milliseconds; `delay` only. */
  readonly delayMs?: number;
}

/** Faults in order of precedence: one request or job suffers the first that strikes, and every delay. */
export interface FaultPlan {
  /** The same seed and the same calls give the same faults. */
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Read when the emulator is made. */
  readonly switches?: Partial<Switches>;
}

/** What a fault has to know of a request. */
export interface FaultCall {
  /** Whether it is a write of a route that there is. */
  readonly write: boolean;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

/** What became of one fault so far. */
export interface FaultRecord {
  readonly fault: Fault;
  /** Calls or jobs that it could have struck. */
  readonly calls: number;
  readonly struck: number;
}

/** What strikes one request. */
export interface Strike {
  readonly name: FaultName | undefined;
  readonly delayMs: number;
}

const WRITES_ONLY: ReadonlySet<FaultName> = new Set(['500-before', '500-after', 'lost-row']);

/** Draws the faults of one run. */
export class FaultSource {
  readonly #faults: readonly Fault[];
  readonly #calls: number[];
  readonly #struck: number[];
  readonly #random: Random;
  #revoked = false;

  constructor(plan: FaultPlan | undefined, random: Random) {
    this.#faults = plan?.faults ?? [];
    this.#calls = this.#faults.map(() => 0);
    this.#struck = this.#faults.map(() => 0);
    this.#random = random;
  }

  /** Counts the call for every fault that can strike it, so that one fault never shifts another. */
  strike(request: FaultCall): Strike {
    let name: FaultName | undefined;
    let delayMs = 0;
    for (const [position, fault] of this.#faults.entries()) {
      if (isJobFault(fault.name) || !canStrike(fault, request)) continue;
      if (!this.#counted(position, fault)) continue;
      if (fault.name === 'delay') delayMs += fault.delayMs ?? 0;
      else name ??= fault.name;
      if (fault.name === 'revoked') this.#revoked = true;
    }
    return { name: this.#revoked ? 'revoked' : name, delayMs };
  }

  /** The same for a job of so many items, whose request was accepted. */
  strikeJob(request: FaultCall, items: number): JobStrike | undefined {
    let name: JobFaultName | undefined;
    for (const [position, fault] of this.#faults.entries()) {
      if (!isJobFault(fault.name) || !canStrike(fault, request)) continue;
      if (this.#counted(position, fault)) name ??= fault.name;
    }
    return name === undefined ? undefined : strikeOf(name, items, this.#random);
  }

  /** The faults in their order, and how often each struck; one that a fault before it kept from striking counts too. */
  records(): readonly FaultRecord[] {
    return this.#faults.map((fault, position) => ({
      fault,
      calls: this.#calls[position] ?? 0,
      struck: this.#struck[position] ?? 0,
    }));
  }

  /** Counts a call for the fault, and says whether it strikes. */
  #counted(position: number, fault: Fault): boolean {
    const call = (this.#calls[position] ?? 0) + 1;
    this.#calls[position] = call;
    if (!this.#due(fault.when, call)) return false;
    this.#struck[position] = (this.#struck[position] ?? 0) + 1;
    return true;
  }

  #due(when: FaultTrigger, call: number): boolean {
    if ('chance' in when) return this.#random.next() < when.chance;
    if ('every' in when) return call % when.every === 0;
    return call === when.only;
  }
}

function canStrike({ name, route }: Fault, { write, method, path }: FaultCall): boolean {
  if (WRITES_ONLY.has(name) && !write) return false;
  if (route?.method !== undefined && route.method !== method) return false;
  return route?.path === undefined || pathFits(path, route.path);
}
