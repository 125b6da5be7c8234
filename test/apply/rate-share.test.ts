import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyChanges } from '../../src/app/apply.ts';
import { openForApply } from '../../src/app/open-for-apply.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { createEmulator } from '../../src/emulator/index.ts';

const WINDOW_MS = 10_000;
const LIMIT = 40;
/** Half of the limit. */
const SHARE_REQUESTS = 20;
/** The middle of no window: a second divisible by ten. */
const START = Date.UTC(2026, 10, 2, 9);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-share-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace whose clock only waiting moves, and how many requests came in each window. */
function openWorkspace() {
  let nowMs = START;
  const people = Array.from({ length: 60 }, (_, n) => `customer-${n}`);
  const emulator = createEmulator({ rateLimit: LIMIT, now: () => nowMs });
  const perWindow = new Map<number, number>();
  const ports: Ports = {
    env: { INTERCOM_ACCESS_TOKEN: 'acme-token', CI: 'true' },
    fetch: (...request) => {
      const window = Math.floor(nowMs / WINDOW_MS);
      perWindow.set(window, (perWindow.get(window) ?? 0) + 1);
      return emulator.fetch(...request);
    },
    now: () => nowMs,
    // Answers come first; a wait that is given up takes no time.
    sleep: async (ms, signal) => {
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
      signal?.throwIfAborted();
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
  const contacts = people.map((id) => `  - { external_id: ${id}, tags: [vip] }\n`).join('');
  writeFileSync(
    join(folder, 'interform.yaml'),
    `apiVersion: interform/v1\nkind: Project\nmanifests: .\nstore: none\nrate_limit: { share: ${SHARE_REQUESTS / LIMIT} }\nbulk: off\n`,
  );
  writeFileSync(
    join(folder, '0001-people.yaml'),
    `apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n---\napiVersion: interform/v1\nkind: ContactSet\nname: customers\ncontacts:\n${contacts}`,
  );
  return { emulator, ports, planning, perWindow };
}

describe('rate_limit.share', () => {
  it.each(['the plan of this run', 'a loaded plan'])(
    'holds for planning and applying %s together',
    async (what) => {
      const { ports, planning, perWindow } = openWorkspace();
      const made = await makePlan(planning, ports);
      if (made.plan === undefined) throw new Error(JSON.stringify(made.diagnostics));
      const limits = { maxErrors: 50 };
      let result: Awaited<ReturnType<typeof applyChanges>>;
      if (what === 'a loaded plan') {
        // As a run of its own, windows after the plan was made.
        await ports.sleep(3 * WINDOW_MS);
        const opened = await openForApply(made.plan, planning, ports);
        if (opened.session === undefined) throw new Error(JSON.stringify(opened.diagnostics));
        result = await applyChanges(opened.session, opened.plan, limits, ports);
      } else {
        if (made.session === undefined) throw new Error('there is no session');
        result = await applyChanges(made.session, made.plan, limits, ports);
      }
      expect(result).toMatchObject({ exit: 0 });
      const counts = [...perWindow.values()];
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2 * SHARE_REQUESTS);
      expect(counts.filter((count) => count > SHARE_REQUESTS)).toEqual([]);
    },
  );
});
