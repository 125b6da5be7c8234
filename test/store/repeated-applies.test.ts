import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { applyFresh, applyLoaded, openForApply } from '../../src/app/apply.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { Seat } from '../../src/app/runs/seat.ts';
import { createFetch } from '../../src/emulator/fetch.ts';
import { createEmulator, type Emulator, parseFaults } from '../../src/emulator/index.ts';
import { MemoryStore, memoryBackend } from './memory-backend.ts';

const LEADS = 40;
const USERS = 80;
const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead, tags: [vip] }
contacts:
${Array.from({ length: LEADS }, (_, n) => `  - { email: lead-${n}@acme.test, name: Lead ${n} }`).join('\n')}
---
apiVersion: interform/v1
kind: ContactSet
name: customers
contacts:
${Array.from({ length: USERS }, (_, n) => `  - { external_id: user-${n}, email: user-${n}@acme.test, tags: [vip] }`).join('\n')}
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
`;

/** One machine with one project, whose processes come and go. */
class Desk {
  readonly store = new MemoryStore();
  readonly emulator: Emulator;
  readonly folder: string;
  nowMs = 1_793_610_000_000;

  constructor(folder: string, indexLagMs: number) {
    this.folder = folder;
    this.emulator = createEmulator({ indexLagMs, rateLimit: 0, now: () => this.nowMs });
  }

  get planning(): PlanningOptions {
    return { project: this.folder, variables: new Map(), target: [], exclude: [], allow: new Map() };
  }

  /** A process; killed before the n-th write gets an answer. */
  process(killAt = Number.POSITIVE_INFINITY): { readonly ports: Ports; readonly killed: Promise<void> } {
    const life = { alive: true };
    let writes = 0;
    let kill = () => {};
    const killed = new Promise<void>((resolve) => {
      kill = resolve;
    });
    const answer = createFetch(this.emulator.handle);
    const ports: Ports = {
      env: { INTERCOM_ACCESS_TOKEN: 'of-ada' },
      fetch: async (input, init) => {
        if (!life.alive) return new Promise<never>(() => {});
        const { method, url } = new Request(input, init);
        if (method !== 'GET' && !url.endsWith('/contacts/search')) {
          writes += 1;
          if (writes > killAt) {
            life.alive = false;
            kill();
            // Half of what was under way had arrived.
            if (writes % 2 === 0) await answer(input, init);
            return new Promise<never>(() => {});
          }
        }
        return answer(input, init);
      },
      now: () => this.nowMs,
      sleep: async (ms) => {
        this.nowMs += ms;
      },
      openBackend: async () => memoryBackend(this.store, life),
    };
    return { ports, killed };
  }

  async plan() {
    return makePlan(this.planning, this.process().ports);
  }

  async apply(ports = this.process().ports) {
    const seat = new Seat({ lockTimeoutMs: 0 });
    try {
      const { plan, session, exit, diagnostics } = await makePlan(this.planning, ports, seat);
      if (plan === undefined || session === undefined) return { exit: exit ?? 1, diagnostics };
      return await applyFresh(session, plan, { maxErrors: 50 }, ports);
    } finally {
      await seat.leave();
    }
  }

  doubled(): string[] {
    const seen = new Map<string, number>();
    for (const { email } of this.emulator.state.liveContacts())
      seen.set(email ?? '', (seen.get(email ?? '') ?? 0) + 1);
    return [...seen].filter(([, times]) => times > 1).map(([email]) => email);
  }
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function desk(indexLagMs: number): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'interform-desk-'));
  folders.push(folder);
  await mkdir(join(folder, 'migrations'));
  await writeFile(join(folder, 'migrations', 'people.yaml'), PEOPLE);
  return new Desk(folder, indexLagMs);
}

describe.each([10_000, 120_000])('with search %i ms behind', (lag) => {
  it('doubles nobody when an apply is repeated at once, and plans nothing right after', async () => {
    const ada = await desk(lag);
    expect(await ada.apply()).toMatchObject({ exit: 0, summary: { done: LEADS + USERS + 1 } });
    const { plan } = await ada.plan();
    expect(plan?.changes).toEqual([]);
    expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
    expect(ada.doubled()).toEqual([]);
    ada.nowMs += lag + 1000;
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it('doubles nobody after exit 3', async () => {
    const ada = await desk(lag);
    ada.emulator.setFaults(parseFaults('lost:0.2,500-after:0.2,seed=7'));
    const first = await ada.apply();
    expect([0, 3]).toContain(first.exit);
    if (lag === 10_000) expect(first.exit).toBe(3);
    ada.emulator.setFaults(undefined);
    for (let round = 0; round < 5 && (await ada.apply()).exit !== 0; round += 1) ada.nowMs += 60_000;
    expect(ada.doubled()).toEqual([]);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it.each([1, 5, 30, 60, 100])('doubles nobody after a kill at write %i', async (killAt) => {
    const ada = await desk(lag);
    const { ports, killed } = ada.process(killAt);
    void ada.apply(ports);
    await killed;
    ada.store.locks.clear();
    const rerun = await ada.apply();
    expect([0, 3]).toContain(rerun.exit);
    for (let round = 0; round < 5 && (await ada.apply()).exit !== 0; round += 1) ada.nowMs += 60_000;
    expect(ada.doubled()).toEqual([]);
    expect(ada.emulator.state.liveContacts()).toHaveLength(LEADS + USERS);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it('doubles nobody when a saved plan is replayed', async () => {
    const ada = await desk(lag);
    const { plan } = await ada.plan();
    if (plan === undefined) throw new Error('no plan');
    for (let time = 0; time < 2; time += 1) {
      const { ports } = ada.process();
      const seat = new Seat({ lockTimeoutMs: 0 });
      const opened = await openForApply(plan, ada.planning, ports, seat);
      if (opened.session === undefined) throw new Error(JSON.stringify(opened.diagnostics));
      const result = await applyLoaded(opened.session, opened.plan, { maxErrors: 50 }, ports);
      await seat.leave();
      expect(result.exit).toBe(0);
    }
    expect(ada.doubled()).toEqual([]);
  });

  it('lets one of two at once in', async () => {
    const ada = await desk(lag);
    const exits = await Promise.all([ada.apply(), ada.apply()]);
    expect(exits.map(({ exit }) => exit).sort()).toEqual([0, 6]);
    expect(ada.doubled()).toEqual([]);
  });
});
