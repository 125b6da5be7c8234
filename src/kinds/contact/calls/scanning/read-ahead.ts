import type { IntercomReader } from '../../../../types/intercom.ts';

interface Reading<T, R> {
  readonly each: IntercomReader['each'];
  /** How much an item takes in memory, in any unit. */
  readonly weightOf: (item: T) => number;
  /** How much may be kept before its turn has come, in the same unit. The item whose turn it is may be larger. */
  readonly most: number;
  /** Ends early, with anything, once `isStopped` returns true: then nobody takes it. */
  readonly read: (item: T, isStopped: () => boolean) => Promise<R>;
}

/** Reads items side by side, and yields what was read in the order of the items. */
export async function* readAhead<T, R>(
  items: readonly T[],
  { each, weightOf, most, read }: Reading<T, R>,
): AsyncGenerator<R> {
  const changed = createSignal();
  const came = new Map<number, R>();
  const state = { turn: 0, taken: 0, stopped: false };
  let failure: { readonly error: unknown } | undefined;
  const isStopped = () => state.stopped;
  let end = 0;
  const entries = items.map((item, index) => {
    end += weightOf(item);
    return { item, index, end };
  });

  const reading = each(entries, async ({ item, index, end }) => {
    const mayStart = () => index <= state.turn || end - state.taken <= most;
    while (!state.stopped && !mayStart()) await changed.next();
    if (state.stopped) return;
    came.set(index, await read(item, isStopped));
    changed.tell();
  }).catch((error: unknown) => {
    failure = { error };
    changed.tell();
  });

  try {
    for (const { index, end } of entries) {
      while (!came.has(index) && failure === undefined) await changed.next();
      const result = came.get(index);
      if (failure !== undefined || result === undefined) break;
      came.delete(index);
      yield result;
      state.turn = index + 1;
      state.taken = end;
      changed.tell();
    }
  } finally {
    state.stopped = true;
    changed.tell();
    await reading;
  }
  if (failure !== undefined) throw failure.error;
}

/** Something that can be waited for again and again. */
function createSignal(): { next(): Promise<void>; tell(): void } {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise((resolve) => void waiting.push(resolve)),
    tell() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
