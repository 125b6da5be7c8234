import { Keyv, type KeyvStoreAdapter } from 'keyv';
import type { Backend } from './backend.ts';
import { damaged } from './store-error.ts';

/** The adapter of one namespace: it keeps its keys apart itself, and its iterator needs no argument. */
export type RecordsAdapter = KeyvStoreAdapter & Required<Pick<KeyvStoreAdapter, 'iterator'>>;

/** A namespace as part of a key: without separators of keys, and without what has a meaning in a pattern of keys. */
export function namespaceInKeys(namespace: string): string {
  if (namespace === '') throw new Error('a namespace of records has a name');
  return encodeURIComponent(namespace).replaceAll('*', '%2A');
}

/**
 * Opens records by namespace; their failures reject. Each namespace is opened once, because records listen to their adapter.
 * `where` is for people.
 */
export function recordsOver(
  adapterOf: (namespace: string) => RecordsAdapter,
  where: string,
): Backend['records'] {
  const known = new Map<string, Keyv>();
  return <T>(namespace: string): Keyv<T> => {
    const records = known.get(namespace) ?? recordsOf(adapterOf(namespace), namespace, where);
    known.set(namespace, records);
    return records;
  };
}

function recordsOf(adapter: RecordsAdapter, namespace: string, where: string): Keyv {
  const records = new Keyv({
    store: adapter,
    namespace,
    // keyv's own prefix loses keys that begin with the name of the namespace.
    useKeyPrefix: false,
    throwOnErrors: true,
    emitErrors: false,
  });
  const { deserialize } = records;
  records.deserialize = (text) => {
    try {
      return deserialize?.(text);
    } catch (error) {
      throw damaged(where, error);
    }
  };
  // keyv gives an iterator only to the adapters that it knows by name.
  records.iterator = records.generateIterator(adapter.iterator.bind(adapter));
  return records;
}
