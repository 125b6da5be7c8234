import { readSwitch, type Switches } from '../switches/all.ts';
import {
  FAULT_NAMES,
  type Fault,
  type FaultName,
  type FaultPlan,
  type FaultRoute,
  type FaultTrigger,
} from './faults.ts';
import { readRoute } from './route.ts';

/** A fault spec that cannot be read; the message says which entry, why, and what would be right. */
export class FaultSpecError extends Error {
  constructor(entry: string, reason: string) {
    super(
      `"${entry}" in the fault spec: ${reason}. An entry is NAME:CHANCE, NAME/EVERY-N-CALLS or NAME#N-TH-CALL, for delay followed by @MILLISECONDS, and perhaps by " on POST /contacts/*"; or SWITCH=VALUE, or seed=N`,
    );
    this.name = 'FaultSpecError';
  }
}

const DEFAULT_SEED = 1;

/**
 * Reads a fault spec such as `429:0.05,500-after/20,lost#7,delay:0.1@50,or-in-or=off,seed=7`.
 *
 * ```
 * spec    = entry *( "," entry )
 * entry   = "seed=" integer
 *         / switch "=" value                       ; such as or-in-or=off
 *         / name trigger [ "@" milliseconds ] [ " on " route ]      ; @ belongs to delay, and delay needs it
 * trigger = ":" number                             ; chance from 0 to 1
 *         / "/" integer                            ; every n-th call
 *         / "#" integer                            ; the n-th call only
 * route   = method / path / method " " path       ; such as POST /contacts/*
 * ```
 *
 * @throws FaultSpecError
 */
export function parseFaults(spec: string): FaultPlan {
  let seed = DEFAULT_SEED;
  const faults: Fault[] = [];
  const switches: Partial<Switches>[] = [];
  for (const entry of spec.split(',').map((part) => part.trim())) {
    if (entry === '' && spec.trim() === '') continue;
    const [, name, value] = /^([a-z-]+)=(.*)$/.exec(entry) ?? [];
    if (name === undefined) faults.push(readFault(entry));
    else if (name === 'seed') seed = readSeed(entry);
    else switches.push(understandSwitch(entry, name, value ?? ''));
  }
  return { seed, faults, ...(switches.length === 0 ? {} : { switches: Object.assign({}, ...switches) }) };
}

function understandSwitch(entry: string, name: string, value: string): Partial<Switches> {
  const read = readSwitch(name, value);
  if (typeof read === 'string') throw new FaultSpecError(entry, read);
  return read;
}

function readSeed(entry: string): number {
  const text = entry.slice('seed='.length);
  if (!/^\d{1,10}$/.test(text)) throw new FaultSpecError(entry, 'the seed must be a whole number');
  return Number(text);
}

function readFault(entry: string): Fault {
  const [head = '', ...routes] = entry.split(/ +on +/);
  if (routes.length > 1) throw new FaultSpecError(entry, 'names two routes');
  const fault = readHead(entry, head.trim());
  const [route] = routes;
  return route === undefined ? fault : { ...fault, route: understandRoute(entry, route) };
}

function understandRoute(entry: string, text: string): FaultRoute {
  const read = readRoute(text);
  if (typeof read === 'string') throw new FaultSpecError(entry, read);
  return read;
}

function readHead(entry: string, head: string): Fault {
  const match = /^([a-z0-9-]+)(?:([:/#])([^@]*))?(?:@(.*))?$/.exec(head);
  const name = match?.[1];
  if (match === null || !isFaultName(name)) {
    const known = FAULT_NAMES.join(', ');
    throw new FaultSpecError(
      entry,
      name === undefined ? 'not understood' : `no fault "${name}"; there are ${known}`,
    );
  }
  const when = readTrigger(entry, match[2], match[3] ?? '');
  const delay = match[4];
  if (name !== 'delay') {
    if (delay !== undefined) throw new FaultSpecError(entry, 'only delay takes @MILLISECONDS');
    return { name, when };
  }
  if (delay === undefined || !/^\d{1,9}$/.test(delay))
    throw new FaultSpecError(entry, 'delay needs @MILLISECONDS, a whole number');
  return { name, when, delayMs: Number(delay) };
}

function readTrigger(entry: string, sign: string | undefined, text: string): FaultTrigger {
  if (sign === ':') {
    const chance = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (!(chance >= 0 && chance <= 1)) throw new FaultSpecError(entry, 'the chance must be from 0 to 1');
    return { chance };
  }
  if (sign === undefined) throw new FaultSpecError(entry, 'says not when');
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new FaultSpecError(entry, 'the number of calls must be a whole number from 1');
  return sign === '/' ? { every: count } : { only: count };
}

function isFaultName(name: string | undefined): name is FaultName {
  return FAULT_NAMES.some((known) => known === name);
}
