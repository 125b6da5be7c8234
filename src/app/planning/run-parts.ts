/** Resolves when the work has begun. After a failure it rejects with that failure, and begins nothing. */
export type Begin = (work: () => Promise<void>) => Promise<void>;

/**
 * Runs the work that `give` begins, at most `most` at a time, until all of it is done. After a failure nothing more is begun.
 * `stop` is called, to cancel what the running work waits for, and the first failure is thrown when nothing runs any more.
 */
export async function runParts(
  most: number,
  give: (begin: Begin) => Promise<void>,
  stop: () => void,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failure: { readonly thrown: unknown } | undefined;
  const fail = (thrown: unknown) => {
    if (failure !== undefined) return;
    failure = { thrown };
    stop();
  };
  const begin: Begin = async (work) => {
    while (running.size >= most && failure === undefined) await Promise.race(running);
    if (failure !== undefined) throw failure.thrown;
    const one = work()
      .catch(fail)
      .finally(() => running.delete(one));
    running.add(one);
  };
  await give(begin).catch(fail);
  await Promise.all(running);
  if (failure !== undefined) throw failure.thrown;
}
