import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyChanges } from '../../src/app/apply.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { type MadePlan, makePlan } from '../../src/app/plan.ts';
import { showPlan } from '../../src/commands/plan-view.ts';
import { createEmulator, type Emulator, type EmulatorSeed, parseSeed } from '../../src/emulator/index.ts';
import { planExit } from '../../src/plan/exit.ts';
import { renderDiagnostics } from '../../src/render/findings/diagnostics.ts';
import type { Json } from '../../src/types/json.ts';
import type { GuardVerb } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { inParts } from '../properties/parts.ts';
import { contactsShown, planShown, resultShown } from './documents.ts';
import type { GoldenCase } from './golden-case.ts';
import { recordingFetch } from './recording-fetch.ts';

export interface Outcome {
  /** Golden files by name. */
  readonly files: ReadonlyMap<string, string>;
  /** What holds of every case and did not of this one. */
  readonly problems: readonly string[];
}

/** 2 November 2026: the time at which every case happens. */
const startMs = Date.UTC(2026, 10, 2, 9);
const look = { width: 100, color: false };

/** Plans, applies and plans again; what must hold of every case is looked at on the way. */
export async function runCase(path: string, golden: GoldenCase): Promise<Outcome> {
  const files = new Map<string, string>();
  const problems: string[] = [];
  const claim = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  const seed = readSeed(path);
  const world = createWorld(seed, golden);
  const { emulator, requests, ports } = world;
  const options = planningOptions(path, golden);

  const made = await makePlan(options, ports);
  claim(requests.writes.length === 0, 'planning wrote');
  const exit = exitOf(made);
  claim(exit === (golden.plan ?? 2), `plan exits ${exit}, expected ${golden.plan ?? 2}`);
  files.set('plan.json', planShown(exit, made));
  if (made.plan !== undefined) files.set('plan.txt', `${showPlan(made.plan, look, made.notManaged)}\n`);
  if (made.diagnostics.length > 0)
    files.set('diagnostics.txt', `${renderDiagnostics(made.diagnostics, made.sources, look)}\n`);

  const turned = await makePlan(options, createWorld(turnedRound(seed), golden).ports);
  claim(
    planShown(exitOf(turned), turned) === files.get('plan.json'),
    'the plan depends on the order of rows',
  );

  // Which keys a short page makes doubtful depends on what else was asked for in one request.
  if (golden.dropped_rows === undefined)
    for (const rows of [1, 2]) {
      const parts = await makePlan(inParts(options, rows), createWorld(seed, golden).ports);
      claim(
        sameButForCost(parts, made),
        `the plan made in parts of ${rows} is another one:\n${planShown(exitOf(parts), parts)}`,
      );
    }

  if (made.plan === undefined || made.session === undefined || exit === 1 || exit === 5)
    return { files, problems };
  for (const write of golden.between ?? []) foreign(emulator, write);
  const result = await applyChanges(made.session, made.plan, { maxErrors: 50 }, ports);
  if (requests.writes.length > 0) files.set('writes.txt', `${requests.writes.join('\n')}\n`);
  checkResult(result, golden, claim);
  if (golden.result === true || result.exit !== 0) files.set('result.json', resultShown(result));
  if (golden.after === true) files.set('after.json', contactsShown(emulator.state));
  if (result.exit !== 0) return { files, problems };
  if (golden.more_writes === undefined) {
    const { writes } = made.plan.cost;
    claim(
      requests.writes.length === writes,
      `the plan says ${writes} writes, apply sent ${requests.writes.length}`,
    );
  }
  emulator.flushIndex();
  const again = await makePlan(options, ports);
  const left =
    again.plan === undefined
      ? ['no plan']
      : [...again.plan.changes].map((change) => `${change.action} ${change.address}`);
  const converges = left.length === 0;
  claim(converges === (golden.not_converging === undefined), `the next plan holds: ${left.join(', ')}`);
  return { files, problems };
}

function checkResult(
  result: ResultDocument,
  golden: GoldenCase,
  claim: (holds: boolean, problem: string) => void,
): void {
  const wanted = golden.apply ?? 0;
  const undone = [...result.results]
    .filter(({ outcome }) => outcome !== 'done' && outcome !== 'already')
    .map(({ address, outcome, reason = '' }) => `${address} ${outcome}: ${reason}`);
  claim(
    result.exit === wanted,
    [`apply exits ${result.exit}, expected ${wanted}`, ...(wanted === 0 ? undone : [])].join('; '),
  );
}

/** What is shown of two plans; what planning cost depends on how rows are packed into requests. */
function sameButForCost(one: MadePlan, other: MadePlan): boolean {
  const shown = ({ plan, ...made }: MadePlan) => {
    if (plan === undefined) return planShown(1, made);
    const { cost } = other.plan ?? plan;
    const free = { ...made, plan: { ...plan, cost } };
    return [planShown(exitOf(free), free), showPlan(free.plan, look, made.notManaged)].join('\n');
  };
  const said = ({ diagnostics, sources }: MadePlan) => renderDiagnostics(diagnostics, sources, look);
  return shown(one) === shown(other) && said(one) === said(other);
}

function exitOf(made: MadePlan): number {
  return made.plan === undefined ? 1 : planExit(made.plan, { detailedExitcode: true });
}

interface World {
  readonly emulator: Emulator;
  readonly requests: ReturnType<typeof recordingFetch>;
  readonly ports: Ports;
}

function createWorld(seed: EmulatorSeed, golden: GoldenCase): World {
  let now = startMs;
  const emulator = createEmulator({ seed, now: () => now, switches: golden.switches ?? {} });
  for (const write of golden.earlier ?? []) foreign(emulator, write);
  for (const id of golden.lost_from_index ?? []) emulator.loseFromIndex(id);
  const requests = recordingFetch(emulator.fetch, golden.dropped_rows ?? []);
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'golden', INTERFORM_MASK_KEY: 'golden' },
    fetch: requests.fetch,
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  return { emulator, requests, ports };
}

function planningOptions(path: string, { flags = {} }: GoldenCase): PlanningOptions {
  return {
    project: path,
    ...(flags.env === undefined ? {} : { environment: flags.env }),
    ...(flags.to === undefined ? {} : { to: [flags.to].flat() }),
    variables: new Map(Object.entries(flags.var ?? {})),
    target: flags.target ?? [],
    exclude: flags.exclude ?? [],
    // Cases name verbs that exist; a wrong one would have no effect and its guard would block.
    allow: new Map(Object.entries(flags.allow ?? {}) as [GuardVerb, number][]),
  };
}

function readSeed(path: string): EmulatorSeed {
  const file = join(path, 'live.json');
  return existsSync(file) ? parseSeed(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** The same workspace with everything in the opposite order. */
function turnedRound(seed: EmulatorSeed): EmulatorSeed {
  const { contacts, companies, attributes } = seed;
  return {
    ...seed,
    ...(contacts === undefined ? {} : { contacts: contacts.toReversed() }),
    ...(companies === undefined ? {} : { companies: companies.toReversed() }),
    ...(attributes === undefined ? {} : { attributes: attributes.toReversed() }),
  };
}

function foreign(emulator: Emulator, write: string | readonly [string, Json]): void {
  const [line, body] = typeof write === 'string' ? [write, undefined] : write;
  const [method = '', target = ''] = line.split(' ');
  const answer = emulator.foreign(method, target, body);
  if (answer.status >= 300) throw new Error(`${line} answered ${answer.status}`);
}
