import type { Backend, JournalFile, Journals } from '../../src/store/backend.ts';
import type { openBackend } from '../../src/store/open.ts';
import { type RecordsAdapter, recordsOver } from '../../src/store/records.ts';
import type { Locker, LocksFor } from './memory-locks.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the folder `.interform/` of a machine holds, in memory. It outlives the processes that use it. */
export interface MemoryStore {
  /** As one process opens it: what that process asks after its death is never done. */
  openFor(user: Locker): typeof openBackend;
  /** Journal lines by run, as they are found there. */
  readonly journals: ReadonlyMap<string, readonly string[]>;
}

export interface MemoryStoreOptions {
  readonly clock: VirtualClock;
  readonly locks: LocksFor;
  /** How long the disk takes at most; milliseconds. */
  readonly slowestMs: number;
}

/**
 * A store whose every operation takes a moment of the virtual clock, so that a process can die before it, after it, and in the middle
 * of an append, which then leaves some of the lines.
 */
export function createMemoryStore({ clock, locks, slowestMs }: MemoryStoreOptions): MemoryStore {
  const records = new Map<string, Map<string, string>>();
  const journals = new Map<string, string[]>();
  let written = false;

  function openFor(user: Locker): typeof openBackend {
    const { life, dice } = user;
    /** Does it after a moment; the dead wait for ever, and what they had begun is done or not. */
    const soon: Soon = (work, torn) =>
      new Promise((resolve) => {
        life.lets(() =>
          clock.at(clock.now() + dice.between(0, slowestMs), () => {
            if (!life.isAlive) {
              if (dice.chance(0.5)) torn?.();
              return;
            }
            const done = work();
            life.lets(() => resolve(done));
          }),
        );
      });
    const lockers = locks(user);

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
        records: recordsOver((namespace) => adapterOf(namespace, records, soon), 'memory'),
        journals: journalsOver(journals, soon, user),
        locks: lockers,
        close: () => soon(() => {}),
      };
      return backend;
    };
  }

  return { openFor, journals };
}

type Soon = <T>(work: () => T, torn?: () => void) => Promise<T>;

function adapterOf(namespace: string, all: Map<string, Map<string, string>>, soon: Soon): RecordsAdapter {
  let own = all.get(namespace);
  if (own === undefined) {
    own = new Map();
    all.set(namespace, own);
  }
  const kept = own;
  const drop = (key: string) => kept.delete(key);
  const adapter: RecordsAdapter = {
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
  return adapter;
}

function journalsOver(all: Map<string, string[]>, soon: Soon, { dice }: Locker): Journals {
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
              () => void lines.push(...added.slice(0, dice.between(0, added.length))),
            ),
          close: () => soon(() => {}),
        };
      }),
    async *read(run) {
      yield* await soon(() => [...(all.get(run) ?? [])]);
    },
    list: () => soon(() => [...all.keys()]),
    async replace(run, lines) {
      const anew: string[] = [];
      for await (const line of lines) anew.push(line);
      await soon(() => void all.set(run, anew));
    },
    remove: (run) => soon(() => void all.delete(run)),
  };
}
