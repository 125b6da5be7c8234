import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Switches } from '../../src/emulator/switches/all.ts';
import type { Json } from '../../src/types/json.ts';

/**
 * `case.json`. A case's folder is a project: `migrations/`, perhaps `interform.yaml`; `live.json` is the emulator's seed.
 */
export interface GoldenCase {
  /** What the case shows, in a sentence. */
  readonly title: string;
  /** Exit code of `plan --detailed-exitcode`: 2 changes, 0 none, 1 an error, 5 blocked. Default 2. */
  readonly plan?: 0 | 1 | 2 | 5;
  /** Exit code of apply; default 0. A plan with an error or over a guard is never applied. */
  readonly apply?: number;
  /** Why the next plan is not empty although apply exits 0; absent: it is empty. */
  readonly not_converging?: string;
  readonly flags?: {
    readonly env?: string;
    readonly to?: string | readonly string[];
    readonly target?: readonly string[];
    readonly exclude?: readonly string[];
    readonly allow?: Readonly<Record<string, number>>;
    readonly var?: Readonly<Record<string, string>>;
  };
  /** How the emulator differs from its defaults. */
  readonly switches?: Readonly<Partial<Switches>>;
  /** Writes by others before the plan: `POST /contacts/…/archive`, with a body where one is needed. */
  readonly earlier?: readonly (string | readonly [string, Json])[];
  /** Contacts that the search index lost: neither rows nor counts show them (intercom 11.6). */
  readonly lost_from_index?: readonly string[];
  /** Contacts whose row search answers leave out, while the count includes them. */
  readonly dropped_rows?: readonly string[];
  /** Writes by others between plan and apply. */
  readonly between?: readonly (string | readonly [string, Json])[];
  /** Why apply sends other writes than the plan counts; absent: exactly those. */
  readonly more_writes?: string;
  /** Whether the result document is part of the case; it is where apply exits with another code than 0. */
  readonly result?: boolean;
  /** Whether the contacts after apply are part of the case. */
  readonly after?: boolean;
}

const goldenFiles = ['plan.json', 'plan.txt', 'diagnostics.txt', 'writes.txt', 'result.json', 'after.json'];

const KEYS: Readonly<Record<keyof GoldenCase, true>> = {
  ...{ title: true, plan: true, apply: true, not_converging: true, flags: true, earlier: true },
  ...{ switches: true },
  ...{ lost_from_index: true, dropped_rows: true, between: true, more_writes: true },
  ...{ result: true, after: true },
};

const FLAGS: Readonly<Record<keyof NonNullable<GoldenCase['flags']>, true>> = {
  ...{ env: true, to: true, target: true, exclude: true, allow: true, var: true },
};

export function readCase(path: string): GoldenCase {
  return caseOf(readFileSync(join(path, 'case.json'), 'utf8'));
}

/** A case by its text. A key that nothing reads would look as if the case held what it says. */
export function caseOf(text: string): GoldenCase {
  const parsed = JSON.parse(text) as GoldenCase;
  if (typeof parsed.title !== 'string') throw new Error('a golden case needs a title');
  const unknown = [
    ...Object.keys(parsed).filter((key) => !Object.hasOwn(KEYS, key)),
    ...Object.keys(parsed.flags ?? {}).flatMap((key) => (Object.hasOwn(FLAGS, key) ? [] : [`flags.${key}`])),
  ];
  if (unknown.length > 0) throw new Error(`no golden case has the key ${unknown.join(', ')}`);
  return parsed;
}

/** The golden files of a case by name. */
export function readExpected(path: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of goldenFiles) {
    if (existsSync(join(path, name))) files.set(name, readFileSync(join(path, name), 'utf8'));
  }
  return files;
}

/** Rewrites the golden files: only when asked for by UPDATE_GOLDEN=1. */
export function writeExpected(path: string, files: ReadonlyMap<string, string>): void {
  for (const name of goldenFiles) {
    const text = files.get(name);
    if (text === undefined) rmSync(join(path, name), { force: true });
    else writeFileSync(join(path, name), text);
  }
}
