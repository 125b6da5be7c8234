import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lock, Locking, LockOwner } from '../../types/store.ts';
import type { Locks } from '../backend.ts';
import { holdLock, LOCK_LEASE_MS, type Renewal } from '../held-lock.ts';
import { type LockClock, processClock } from '../lock-clock.ts';
import { aMoment, untilNextLook } from '../wait.ts';
import { diskFailure } from './disk-failure.ts';
import { createExclusive } from './exclusive-file.ts';
import { fileNamesIn, sweepLeftovers } from './leftovers.ts';
import { type FoundLock, lockText, ownerOf, readLock } from './lock-content.ts';
import { type HolderState, judge, type Machine, thisMachine } from './lock-process.ts';
import { type Removal, type Remover, removeHeld } from './lock-removal.ts';
import { makePrivateFolder } from './private-folder.ts';
import { Silence } from './silence.ts';

/** How often a holder gives a sign of life, and looks whether its lock was taken away. */
export const BEAT_MS = 2_000;
/** How long to wait, whatever the time limit, while another process removes a stale lock or gives its lock back. */
const momentMs = 2_000;

/** How long a holder must have shown no sign of life before its lock is stale. */
const PATIENCE_MS: Readonly<Record<HolderState, number>> = {
  dead: 0,
  // Waited for whatever the time limit: another machine of the same name would show itself.
  rebooted: 5 * BEAT_MS,
  unknown: LOCK_LEASE_MS,
  alive: Number.POSITIVE_INFINITY,
};

const FOLDER = 'locks';
const LOCK = '.json';

/**
 * The locks of a store in a folder: `locks/<workspace>.json`. They work for processes of one machine, in containers too, and for machines
 * that share the folder.
 */
export function lockFiles(
  store: string,
  { clock = processClock(), machine = thisMachine() }: { clock?: LockClock; machine?: Machine } = {},
): Locks {
  const folder = join(store, FOLDER);
  const all = async () => {
    const found: { readonly path: string; readonly lock: FoundLock; readonly owner: LockOwner }[] = [];
    for (const name of await fileNamesIn(folder)) {
      if (!name.endsWith(LOCK)) continue;
      const path = join(folder, name);
      const lock = readLock(path);
      if (lock !== undefined) found.push({ path, lock, owner: ownerOf(lock, name.slice(0, -LOCK.length)) });
    }
    return found;
  };
  return {
    take(owner, options) {
      const path = join(folder, `${encodeURIComponent(owner.workspace)}${LOCK}`);
      return onDisk(folder, () => take({ owner, folder, path, clock, machine, ...options }));
    },
    // A holder that is gone holds nothing, although its file is still there.
    holders: () =>
      onDisk(folder, async () =>
        (await all()).filter(({ lock }) => verdictOf(lock, machine) !== 'dead').map(({ owner }) => owner),
      ),
    breakLock: (id) =>
      onDisk(folder, async () => {
        const found = (await all()).find(({ lock }) => lock.id === id);
        if (found === undefined) return undefined;
        const removal = await removeSettled(found.path, id, removerOf(machine, clock));
        return removal === 'unlinked' ? found.owner : undefined;
      }),
  };
}

/** An error of the disk becomes a finding about the store; an interruption stays one. */
async function onDisk<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && error.name !== 'AbortError' && 'code' in error)
      throw diskFailure(error, folder);
    throw error;
  }
}

interface Taking {
  /** Its id is new for each attempt. */
  readonly owner: LockOwner;
  readonly folder: string;
  readonly path: string;
  readonly clock: LockClock;
  readonly machine: Machine;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

async function take(taking: Taking): Promise<Locking> {
  const { owner, folder, path, clock, machine, timeoutMs, signal } = taking;
  await makePrivateFolder(folder);
  await sweepLeftovers(folder, machine);
  const text = lockText({ owner, process: machine.self });
  const remover = removerOf(machine, clock);
  const startedAt = clock.watched();
  let last: FoundLock | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const found = readLock(path);
    const since = clock.held();
    if (found === undefined && (await createExclusive(path, text)))
      return { state: 'held', lock: hold(taking, since) };
    last = found ?? last;
    const isOver = found !== undefined && remover.isOver(found);
    if (isOver && (await removeHeld(path, found.id, remover)) !== 'contended') continue;
    // Another process is taking, returning or removing the lock right now.
    const isMoment = found === undefined || isOver;
    const leastMs = isMoment ? momentMs : leastPatienceOf(found, machine);
    const leftMs = Math.max(timeoutMs, leastMs) - (clock.watched() - startedAt);
    if (leftMs <= 0) {
      if (last === undefined) throw diskFailure(new Error(`${path} can be neither made nor read`), folder);
      return { state: 'busy', owner: ownerOf(last, owner.workspace) };
    }
    await (isMoment ? aMoment(clock, signal) : untilNextLook(clock, leftMs, signal));
  }
}

function hold({ owner, path, clock, machine }: Taking, since: number): Lock {
  const { id } = owner;
  let touchedAt = 0;
  // Should another process take the file between look and touch, its lock merely seems alive a moment longer.
  const renew = async (): Promise<Renewal> => {
    try {
      if (readLock(path)?.id !== id) return 'lost';
      touchedAt = nextTouch(touchedAt, Date.now());
      await utimes(path, touchedAt / 1000, touchedAt / 1000);
      return 'kept';
    } catch {
      // A full disk, a server that is away, a folder that is gone: the lease goes on running out.
      return 'unsure';
    }
  };
  return holdLock({
    owner,
    clock,
    since,
    renewEveryMs: BEAT_MS,
    renew,
    giveBack: async () => void (await removeSettled(path, id, removerOf(machine, clock))),
  });
}

/**
 * A watcher looks for a different time, not for a later one. Touches are a second apart or more, for file systems that store
 * whole seconds.
 */
function nextTouch(lastAt: number, now: number): number {
  return Math.abs(now - lastAt) < 1_000 ? lastAt + 1_000 : now;
}

/** Removes the lock. Waits for another process that is removing it, but not for one that hangs. */
async function removeSettled(path: string, id: string, remover: Remover): Promise<Removal> {
  const { clock } = remover;
  const startedAt = clock.watched();
  for (;;) {
    const removal = await removeHeld(path, id, remover);
    if (removal !== 'contended' || clock.watched() - startedAt >= momentMs) return removal;
    await aMoment(clock);
  }
}

/** A remover remembers for how long it has watched a lock, so each attempt has its own. */
function removerOf(machine: Machine, clock: LockClock): Remover {
  const silence = new Silence(clock);
  return { machine, clock, isOver: (found) => silence.of(found) >= PATIENCE_MS[verdictOf(found, machine)] };
}

/** The shortest wait, whatever the time limit. */
function leastPatienceOf(found: FoundLock, machine: Machine): number {
  return verdictOf(found, machine) === 'rebooted' ? PATIENCE_MS.rebooted + momentMs : 0;
}

function verdictOf({ content }: FoundLock, machine: Machine): HolderState {
  return content === undefined ? 'unknown' : judge(content.process, machine);
}
