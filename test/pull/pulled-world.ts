import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import type { PullDocument, PullOptions } from '../../src/app/pull/options.ts';
import { type PullPart, pullParts } from '../../src/app/pull/parts.ts';
import { pull } from '../../src/app/pull/pull.ts';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';

/** The parts that a pull takes when none is chosen. */
export const USUAL: readonly PullPart[] = ['attributes', 'tags', 'companies'];
export const ALL = pullParts();

/** A workspace in the emulator and a project folder, with a clock that moves only while something waits. */
export function openWorld(seed: EmulatorSeed, files: Readonly<Record<string, string>> = {}) {
  let nowMs = Date.UTC(2026, 10, 2, 9);
  const emulator = createEmulator({ seed, rateLimit: 0, now: () => nowMs });
  const folder = mkdtempSync(join(tmpdir(), 'interform-pull-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  let fetchThrough: typeof fetch = emulator.fetch;
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'acme-token', CI: 'true' },
    fetch: (...request) => fetchThrough(...request),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
  const planning: PlanningOptions = {
    project: folder,
    variables: new Map(),
    target: [],
    exclude: [],
    allow: new Map(),
  };
  const run = (parts: readonly PullPart[] = USUAL, more: Partial<PullOptions> = {}) =>
    pull(
      { project: folder, variables: new Map(), target: [], exclude: [], parts, check: false, ...more },
      ports,
    );
  return {
    emulator,
    folder,
    path,
    write,
    ports,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    has: (name: string) => existsSync(path(name)),
    /** Every file below the folder with its text. */
    files: () => {
      const names = readdirSync(folder, { recursive: true, withFileTypes: true });
      const found = names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return new Map(found.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
    /** Puts something between the client and the emulator. */
    through: (between: (inner: typeof fetch) => typeof fetch) => {
      fetchThrough = between(emulator.fetch);
    },
    run,
    async pulled(parts?: readonly PullPart[], more?: Partial<PullOptions>): Promise<PullDocument> {
      const { document, diagnostics } = await run(parts, more);
      if (document === undefined) throw new Error(JSON.stringify(diagnostics));
      return document;
    },
    async plan(more: Partial<PlanningOptions> = {}): Promise<PlanDocument> {
      const { plan, diagnostics } = await makePlan({ ...planning, ...more }, ports);
      if (plan === undefined) throw new Error(JSON.stringify(diagnostics));
      return plan;
    },
  };
}

export type World = ReturnType<typeof openWorld>;

/** Opens a world, runs the work with it and cleans up. */
export async function inWorld(
  seed: EmulatorSeed,
  files: Readonly<Record<string, string>>,
  work: (world: World) => Promise<void>,
): Promise<void> {
  const world = openWorld(seed, files);
  try {
    await work(world);
  } finally {
    world.remove();
  }
}
