import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyChanges } from '../../src/app/apply.ts';
import { type Audited, audit } from '../../src/app/audit/audit.ts';
import { type AuditPart, auditParts } from '../../src/app/audit/parts.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import type { AuditDocument } from '../../src/types/audit.ts';
import type { GuardVerb } from '../../src/types/plan.ts';

/** Allowances of guards, by verb. */
type Allowed = Partial<Record<GuardVerb, number>>;

/** A workspace in the emulator and a project folder, with a clock that moves only while something waits. */
export function openWorld(seed: EmulatorSeed, files: Readonly<Record<string, string>> = {}) {
  let nowMs = Date.UTC(2026, 10, 2, 9);
  const emulator = createEmulator({ seed, now: () => nowMs });
  const folder = mkdtempSync(join(tmpdir(), 'interform-audit-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const progress: number[] = [];
  let fetchThrough: typeof fetch = emulator.fetch;
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'acme-token', CI: 'true' },
    fetch: (...request) => fetchThrough(...request),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
    progress: ({ done }) => void progress.push(done),
  };
  const options: PlanningOptions = {
    project: folder,
    variables: new Map(),
    target: [],
    exclude: [],
    allow: new Map(),
  };
  const run = (
    parts: readonly AuditPart[] = auditParts(),
    merges?: string,
    changes?: string,
  ): Promise<Audited> =>
    audit(
      {
        ...options,
        parts,
        ...(merges === undefined ? {} : { merges: { path: path(merges), shown: merges } }),
        ...(changes === undefined ? {} : { changes: { path: path(changes), shown: changes } }),
      },
      ports,
    );
  const planned = (merges: number, allow: Allowed) =>
    makePlan(
      {
        ...options,
        allow: new Map(Object.entries({ merge: merges, ...allow }) as [GuardVerb, number][]),
      },
      ports,
    );
  return {
    emulator,
    progress,
    path,
    write,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    /** Puts something between the client and the emulator. */
    through: (between: (inner: typeof fetch) => typeof fetch) => {
      fetchThrough = between(emulator.fetch);
    },
    run,
    /** Lets time pass, as between two runs. */
    pass: (ms: number) => {
      nowMs += ms;
    },
    async audited(parts?: readonly AuditPart[], merges?: string, changes?: string): Promise<AuditDocument> {
      const { document, diagnostics } = await run(parts, merges, changes);
      if (document === undefined) throw new Error(JSON.stringify(diagnostics));
      return document;
    },
    plan: (merges: number) => planned(merges, {}),
    async planAndApply(merges: number, allow: Allowed = {}) {
      const made = await planned(merges, allow);
      if (made.plan === undefined || made.session === undefined)
        throw new Error(JSON.stringify(made.diagnostics));
      const result = await applyChanges(made.session, made.plan, { maxErrors: 1 }, ports);
      return { plan: made.plan, result };
    },
  };
}

export type World = ReturnType<typeof openWorld>;
