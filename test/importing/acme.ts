import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { applyChanges } from '../../src/app/apply.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { type MadePlan, makePlan, type PlanOptions } from '../../src/app/plan.ts';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import type { GuardVerb, PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';

type ContactSnapshot = ReturnType<ReturnType<typeof createEmulator>['state']['allContacts']>[number];

export interface Given {
  readonly seed?: EmulatorSeed;
  readonly allow?: Partial<Record<GuardVerb, number>>;
  readonly stdin?: string;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** With `owner_tags` written out, which sets that archive need. */
const PROJECT = 'apiVersion: interform/v1\nkind: Project\nworkspace: { owner_tags: ["set-*"] }\n';

/** 2 November 2026: the time at which every import happens. */
const startMs = Date.UTC(2026, 10, 2, 9);

/** A project with these files, over Acme's workspace in memory. The folder is removed when the test ends. */
export function importing(files: Files, { seed = {}, allow = {}, stdin }: Given = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'interform-importing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries({ 'interform.yaml': PROJECT, ...files })) write(path, text);

  let now = startMs;
  const emulator = createEmulator({ seed, now: () => now });
  const requests: string[] = [];
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'importing', INTERFORM_MASK_KEY: 'importing' },
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const body = pathname === '/contacts/search' ? '' : await request.clone().text();
      requests.push([request.method, pathname, ...(body === '' ? [] : [body])].join(' '));
      return emulator.fetch(request);
    },
    ...(stdin === undefined
      ? {}
      : {
          stdin: async function* () {
            yield new TextEncoder().encode(stdin);
          },
        }),
  };
  const options: PlanningOptions = {
    project: folder,
    variables: new Map([['suffix', '']]),
    target: [],
    exclude: [],
    // The type of `allow` makes its keys verbs.
    allow: new Map(Object.entries(allow) as [GuardVerb, number][]),
  };

  /** Plans, with the index caught up. */
  const plan = (more: Partial<PlanOptions> = {}): Promise<MadePlan> => {
    emulator.flushIndex();
    requests.length = 0;
    return makePlan({ ...options, ...more }, ports);
  };
  /** Plans and applies; fails where there is no plan. */
  const apply = async (
    more: Partial<PlanningOptions> = {},
  ): Promise<{ readonly made: PlanDocument; readonly result: ResultDocument }> => {
    const { plan: made, session, diagnostics } = await plan(more);
    if (made === undefined || session === undefined) throw new Error(findings(diagnostics).join('\n'));
    requests.length = 0;
    return { made, result: await applyChanges(session, made, { maxErrors: 50 }, ports) };
  };
  return { folder, write, plan, apply, requests, people: () => people(emulator), emulator };
}

/** The findings about a project that must not be planned. */
export async function refused(files: Files, given: Given = {}): Promise<string> {
  const world = importing(files, given);
  const { plan, diagnostics } = await world.plan();
  expect(plan?.diagnostics.some(({ severity }) => severity === 'error') ?? true).toBe(true);
  expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  expect(writesOf(world.requests)).toEqual([]);
  return findings(diagnostics).join('\n');
}

/** `severity code: summary`, with detail and place. */
export function findings(diagnostics: MadePlan['diagnostics']): readonly string[] {
  return diagnostics.map(({ severity, code, summary, detail, file, row, column }) => {
    const where = [file, row === undefined ? column && `column ${column}` : `row ${row}`].filter(Boolean);
    return `${severity} ${code}: ${summary}${detail === undefined ? '' : ` (${detail})`} [${where.join(' ')}]`;
  });
}

/** The changes of a plan, as `action address`. */
export function changesOf({ plan }: MadePlan): readonly string[] {
  return plan === undefined
    ? ['no plan']
    : [...plan.changes].map(({ action, address }) => `${action} ${address}`);
}

/** The writes among these requests. */
export function writesOf(requests: readonly string[]): readonly string[] {
  return requests.filter((line) => !line.startsWith('GET ') && !line.startsWith('POST /contacts/search'));
}

/** The contacts that are neither archived nor merged away. */
function people({ state }: ReturnType<typeof createEmulator>): readonly ContactSnapshot[] {
  return state.allContacts().filter((contact) => contact.state === 'live');
}

/** A contact set that reads migrations/data/people.csv, with further lines below `source` and in the set. */
export function set(source = '', more = ''): string {
  return `apiVersion: interform/v1
kind: ContactSet
name: people
source:
  file: data/people.csv
${indented(source, 2)}${more === '' ? '' : `${more.trim()}\n`}`;
}

function indented(text: string, by: number): string {
  if (text.trim() === '') return '';
  return `${text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n')}\n`;
}

/** A project with one such set and its file. */
export function csvProject(csv: string | Uint8Array, source = '', more = ''): Files {
  return { 'migrations/0001-people.yaml': set(source, more), 'migrations/data/people.csv': csv };
}
