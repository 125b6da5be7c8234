import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyChanges } from '../../src/app/apply.ts';
import { openForApply } from '../../src/app/open-for-apply.ts';
import type { PlanningOptions, Ports } from '../../src/app/options.ts';
import { makePlan } from '../../src/app/plan.ts';
import { Seat } from '../../src/app/runs/seat.ts';
import { createFetch } from '../../src/emulator/fetch.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { MemoryStore, memoryBackend } from './memory-backend.ts';

/** A machine with one project, on which processes come and go. */
export class Desk {
  readonly store = new MemoryStore();
  readonly emulator: Emulator;
  readonly folder: string;
  nowMs = 1_793_610_000_000;
  /** Whether the answer to a request gets lost. */
  loses: (request: Pick<Request, 'method' | 'url'>) => boolean = () => false;
  env: Readonly<Record<string, string>> = { INTERCOM_ACCESS_TOKEN: 'of-ada' };

  constructor(folder: string, indexLagMs: number) {
    this.folder = folder;
    this.emulator = createEmulator({ indexLagMs, rateLimit: 0, now: () => this.nowMs });
  }

  get planning(): PlanningOptions {
    return { project: this.folder, variables: new Map(), target: [], exclude: [], allow: new Map() };
  }

  /** A process; with `killAt`, it is killed before its n-th write is answered. */
  process(killAt = Number.POSITIVE_INFINITY): { readonly ports: Ports; readonly killed: Promise<void> } {
    const life = { alive: true };
    let writes = 0;
    let kill = () => {};
    const killed = new Promise<void>((resolve) => {
      kill = resolve;
    });
    const answer = createFetch(this.emulator.handle);
    const ports: Ports = {
      env: this.env,
      fetch: async (input, init) => {
        if (!life.alive) return new Promise<never>(() => {});
        const { method, url } = new Request(input, init);
        if (method !== 'GET' && !url.endsWith('/contacts/search')) {
          writes += 1;
          if (writes > killAt) {
            life.alive = false;
            kill();
            // Half of the requests under way have arrived.
            if (writes % 2 === 0) await answer(input, init);
            return new Promise<never>(() => {});
          }
        }
        const answered = await answer(input, init);
        if (this.loses({ method, url }))
          throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
        return answered;
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
      return await applyChanges(session, plan, { maxErrors: 50 }, ports);
    } finally {
      await seat.leave();
    }
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, name)), { recursive: true });
    await writeFile(join(this.folder, name), text);
  }

  async applySaved(plan: PlanDocument) {
    const { ports } = this.process();
    const seat = new Seat({ lockTimeoutMs: 0 });
    try {
      const opened = await openForApply(plan, this.planning, ports, seat);
      if (opened.session === undefined) throw new Error(JSON.stringify(opened.diagnostics));
      return await applyChanges(opened.session, opened.plan, { maxErrors: 50 }, ports);
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

/** A project with these files, and an Intercom whose search lags by `indexLagMs`. */
export async function setUpDesk(indexLagMs: number, files: Readonly<Record<string, string>>): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'interform-desk-'));
  folders.push(folder);
  const desk = new Desk(folder, indexLagMs);
  for (const [name, text] of Object.entries(files)) await desk.write(name, text);
  return desk;
}

/** Removes the projects that were set up. */
export async function clearDesks(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
}
