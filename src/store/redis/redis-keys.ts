import { namespaceInKeys } from '../records.ts';

/**
 * What is kept in a Redis. One database holds one store, whatever else it holds.
 *
 *   interform:format                       what it is, and the key of its hashes
 *   interform:records:<namespace>::<key>   a record
 *   interform:runs                         the ids of runs, sorted
 *   interform:run:<run>                    the journal of a run, a stream
 *   interform:lock:<workspace>             who holds its lock
 */
export const KEY_PREFIX = 'interform:';
export const FORMAT_KEY = `${KEY_PREFIX}format`;
export const LOCK_PREFIX = `${KEY_PREFIX}lock:`;
export const RUNS_KEY = `${KEY_PREFIX}runs`;

export function recordsPrefix(namespace: string): string {
  return `${KEY_PREFIX}records:${namespaceInKeys(namespace)}`;
}

export function runKey(run: string): string {
  return `${KEY_PREFIX}run:${run}`;
}
