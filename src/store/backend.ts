import type { Keyv } from 'keyv';
import type { Locking, LockOwner } from '../types/store.ts';

/** What a store is kept in: a folder of this machine, or a Redis. The journal, the recent writes and the history are the same on both. */
export interface Backend {
  readonly kind: 'folder' | 'redis';
  /** For people: the folder, or host and database without a password. */
  readonly where: string;
  /** Whether an appended line survives a power cut once `append` has resolved. */
  readonly durable: boolean;
  /** 32 random bytes that were made with the store: the key of its keyed hashes. */
  readonly hashKey: Uint8Array;
  /** Small records by key; one namespace for each sort of record. Rejects with a StoreError. */
  records<T>(namespace: string): Keyv<T>;
  readonly journals: Journals;
  readonly locks: Locks;
  close(): Promise<void>;
}

/** Append-only files or streams, one a run. */
export interface Journals {
  /** Opens the journal of a run for appending, and creates it where it is missing. */
  open(run: string): Promise<JournalFile>;
  /** The whole lines of a run, oldest first; a torn last line, which a crash leaves, is left out. Empty where there is none. */
  read(run: string): AsyncIterable<string>;
  list(): Promise<readonly string[]>;
  /**
   * Puts these lines in the place of a journal, all of them or, after a crash, none. Nobody may have it open to append. What was
   * in it before is gone from what the backend keeps.
   */
  replace(run: string, lines: AsyncIterable<string>): Promise<void>;
  remove(run: string): Promise<void>;
}

export interface JournalFile {
  /**
   * Appends lines, which are given without line ends. Resolves when they are as durable as the backend makes them. Rejects
   * with a StoreError.
   */
  append(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Locks {
  /** Takes the lock of a workspace, a stale one too; waits up to `timeoutMs` for another holder. */
  take(
    owner: LockOwner,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Locking>;
  /** The holder of each workspace's lock, without those that are surely gone. */
  holders(): Promise<readonly LockOwner[]>;
  /** Removes the lock with this id, whoever holds it. Resolves to its holder; undefined where there is no such lock. */
  breakLock(id: string): Promise<LockOwner | undefined>;
}
