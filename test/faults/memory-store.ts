import { Keyv, type KeyvStoreAdapter } from 'keyv';
import type { Backend, JournalFile, Journals, Locks } from '../../src/store/backend.ts';
import type { openBackend } from '../../src/store/open.ts';
import type { LockOwner } from '../../src/types/store.ts';
import type { Dice } from './dice.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the folder `.interform/` of a machine holds, in memory. It outlives the processes that use it. */
export interface MemoryStore {
  /** As one process opens it: what that process asks after its death is never done. */
  openFor(process: StoreUser): typeof openBackend;
  /** Journal lines by run, as they are found there. */
  readonly journals: ReadonlyMap<string, readonly string[]>;
  holders(): readonly LockOwner[];
}

export interface StoreUser {
  isAlive(): boolean;
  readonly dice: Dice;
}

/** A disk that flushes; milliseconds. */
const QUICKEST_MS = 0;
const SLOWEST_MS = 4;
const LEASE_MS = 60_000;
const LOOK_MS = 250;

interface HeldLock {
  readonly owner: LockOwner;
  readonly holder: StoreUser;
}

/**
 * A store whose every operation takes a moment of the virtual clock, so that a process can die before it, after it, and in the middle
 * of an append, which then leaves some of the lines.
 */
export function createMemoryStore(clock: VirtualClock): MemoryStore {
  const records = new Map<string, Map<string, string>>();
  const journals = new Map<string, string[]>();
  const locks = new Map<string, HeldLock>();
  let written = false;

  function openFor(user: StoreUser): typeof openBackend {
    /** Does it after a moment; the dead wait for ever, and what they had begun is done or not. */
    const soon = <T>(work: () => T, torn?: () => void): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!user.isAlive()) return;
        clock.at(clock.now() + user.dice.between(QUICKEST_MS, SLOWEST_MS), () => {
          if (!user.isAlive()) {
            if (user.dice.chance(0.5)) torn?.();
            return;
          }
          try {
            resolve(work());
          } catch (failure) {
            reject(failure);
          }
        });
      });

    return async (settings, { mode }) => {
      if (settings.kind === 'none') return undefined;
      if (mode === 'read' && !written) return undefined;
      await soon(() => {
        written ||= mode === 'write';
      });
      const backend: Backend = {
        kind: 'folder',
        where: 'memory',
        durable: true,
        hashKey: new Uint8Array(32).fill(7),
        records: (namespace) => recordsOver(namespace, records, soon),
        journals: journalsOver(journals, soon, user),
        locks: locksOver(locks, soon, user, clock),
        close: () => soon(() => {}),
      };
      return backend;
    };
  }

  return { openFor, journals, holders: () => [...locks.values()].map(({ owner }) => owner) };
}

type Soon = <T>(work: () => T, torn?: () => void) => Promise<T>;

function recordsOver<T>(namespace: string, all: Map<string, Map<string, string>>, soon: Soon): Keyv<T> {
  let own = all.get(namespace);
  if (own === undefined) {
    own = new Map();
    all.set(namespace, own);
  }
  const kept = own;
  const drop = (key: string) => kept.delete(key);
  const adapter: KeyvStoreAdapter = {
    opts: { url: 'memory' },
    namespace,
    get: (key) => soon(() => kept.get(key) as never),
    set: (key, value) =>
      soon(
        () => void kept.set(key, value),
        () => void kept.set(key, value),
      ),
    // In one transaction, so a death leaves all of them or none.
    setMany: (entries) => {
      const put = () => {
        for (const { key, value } of entries) kept.set(key, value);
      };
      return soon(put, put);
    },
    delete: (key) =>
      soon(
        () => drop(key),
        () => void drop(key),
      ),
    deleteMany: (keys) =>
      soon(
        () => keys.map(drop).some(Boolean),
        () => keys.forEach(drop),
      ),
    clear: () => soon(() => kept.clear()),
    on: () => adapter as never,
    async *iterator() {
      yield* await soon(() => [...kept]);
    },
  };
  const keyv = new Keyv<T>({
    store: adapter,
    namespace,
    useKeyPrefix: false,
    throwOnErrors: true,
    emitErrors: false,
  });
  // keyv gives an iterator only to the adapters that it knows by name.
  keyv.iterator = keyv.generateIterator(adapter.iterator?.bind(adapter) as never);
  return keyv;
}

function journalsOver(all: Map<string, string[]>, soon: Soon, user: StoreUser): Journals {
  return {
    open: (run) =>
      soon((): JournalFile => {
        const lines = all.get(run) ?? [];
        all.set(run, lines);
        return {
          append: (added) =>
            soon(
              () => void lines.push(...added),
              // A torn last line is never seen: the rest is.
              () => void lines.push(...added.slice(0, user.dice.between(0, added.length))),
            ),
          close: () => soon(() => {}),
        };
      }),
    async *read(run) {
      yield* await soon(() => [...(all.get(run) ?? [])]);
    },
    list: () => soon(() => [...all.keys()]),
    remove: (run) => soon(() => void all.delete(run)),
  };
}

/** A dead holder is seen at once, as the folder's locks see a process that is gone. */
function locksOver(held: Map<string, HeldLock>, soon: Soon, user: StoreUser, clock: VirtualClock): Locks {
  return {
    async take(owner, { timeoutMs, signal }) {
      const givesUpAt = clock.now() + timeoutMs;
      for (;;) {
        const taken = await soon(() => {
          const before = held.get(owner.workspace);
          if (before?.holder.isAlive()) return before;
          held.set(owner.workspace, { owner, holder: user });
          return undefined;
        });
        if (taken === undefined) break;
        if (clock.now() >= givesUpAt) return { state: 'busy', owner: taken.owner };
        await clock.sleep(LOOK_MS, signal);
      }
      const isMine = () => held.get(owner.workspace)?.owner.id === owner.id;
      return {
        state: 'held',
        lock: {
          owner,
          remainingMs: () => (isMine() ? LEASE_MS : 0),
          release: () =>
            soon(() => {
              if (isMine()) held.delete(owner.workspace);
            }),
        },
      };
    },
    holders: () =>
      soon(() => [...held.values()].filter(({ holder }) => holder.isAlive()).map(({ owner }) => owner)),
    breakLock: (id) =>
      soon(() => {
        const found = [...held].find(([, { owner }]) => owner.id === id);
        return found === undefined ? false : held.delete(found[0]);
      }),
  };
}
