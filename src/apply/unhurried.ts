import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many items are handled before others get their turn. */
const IN_A_ROW = 1_000;

/**
 * Goes through the items and lets timers and answers in every now and then. Whoever looks at a million changes at once would
 * lose the lock of the workspace, which has to be renewed meanwhile.
 */
export async function* unhurried<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  let count = 0;
  for (const item of items) {
    yield item;
    count += 1;
    if (count % IN_A_ROW === 0) await nextTurn();
  }
}
