import { Keyv } from 'keyv';
import type { Backend, JournalFile } from '../../src/store/backend.ts';
import type { Lock, LockOwner } from '../../src/types/store.ts';

/** What outlives the processes that use it, as a folder or a Redis does, without a disk. */
export class MemoryStore {
  readonly records = new Map<string, Map<string, unknown>>();
  readonly journals = new Map<string, string[]>();
  readonly locks = new Map<string, LockOwner>();
}

/**
 * A backend in memory. After `life.alive` has become false every call hangs, as those of a killed process do; what was done
 * before stays.
 */
export function memoryBackend(store: MemoryStore, life: { alive: boolean } = { alive: true }): Backend {
  const whileAlive = async <T>(work: () => T): Promise<T> => {
    if (!life.alive) return new Promise<never>(() => {});
    return work();
  };
  return {
    kind: 'folder',
    where: 'memory',
    durable: true,
    hashKey: new Uint8Array(32),
    records<T>(namespace: string): Keyv<T> {
      const records = store.records.get(namespace) ?? new Map<string, unknown>();
      store.records.set(namespace, records);
      return new Keyv<T>({ store: new LivingMap(records, life), namespace });
    },
    journals: {
      open: (run) =>
        whileAlive((): JournalFile => {
          const lines = store.journals.get(run) ?? [];
          store.journals.set(run, lines);
          return {
            append: (added) =>
              whileAlive(() => {
                lines.push(...added);
              }),
            close: () => whileAlive(() => undefined),
          };
        }),
      async *read(run) {
        yield* [...(store.journals.get(run) ?? [])];
      },
      list: () => whileAlive(() => [...store.journals.keys()]),
      async replace(run, lines) {
        const anew: string[] = [];
        for await (const line of lines) anew.push(line);
        await whileAlive(() => void store.journals.set(run, anew));
      },
      remove: (run) =>
        whileAlive(() => {
          store.journals.delete(run);
        }),
    },
    locks: {
      take: (owner) =>
        whileAlive(() => {
          const held = store.locks.get(owner.workspace);
          if (held !== undefined) return { state: 'busy' as const, owner: held };
          store.locks.set(owner.workspace, owner);
          return { state: 'held' as const, lock: memoryLock(store, owner, life) };
        }),
      holders: () => whileAlive(() => [...store.locks.values()]),
      breakLock: (id) =>
        whileAlive(() => {
          const found = [...store.locks.values()].find((owner) => owner.id === id);
          if (found !== undefined) store.locks.delete(found.workspace);
          return found;
        }),
    },
    close: async () => {},
  };
}

function memoryLock(store: MemoryStore, owner: LockOwner, life: { readonly alive: boolean }): Lock {
  const isMine = () => store.locks.get(owner.workspace)?.id === owner.id;
  return {
    owner,
    remainingMs: () => (isMine() ? Number.POSITIVE_INFINITY : 0),
    async release() {
      if (life.alive && isMine()) store.locks.delete(owner.workspace);
    },
  };
}

/** A map that ignores writes after its process was killed. */
class LivingMap extends Map<string, unknown> {
  readonly #inner: Map<string, unknown>;
  readonly #life: { readonly alive: boolean };

  constructor(inner: Map<string, unknown>, life: { readonly alive: boolean }) {
    super();
    this.#inner = inner;
    this.#life = life;
  }

  override get(key: string): unknown {
    return this.#inner.get(key);
  }

  override has(key: string): boolean {
    return this.#inner.has(key);
  }

  override set(key: string, value: unknown): this {
    if (this.#life.alive) this.#inner.set(key, value);
    return this;
  }

  override delete(key: string): boolean {
    return this.#life.alive && this.#inner.delete(key);
  }

  override clear(): void {
    if (this.#life.alive) this.#inner.clear();
  }

  override [Symbol.iterator]() {
    return this.#inner[Symbol.iterator]();
  }

  override entries() {
    return this.#inner.entries();
  }
}
