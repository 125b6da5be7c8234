/** Resolves when the work has begun; rejects with what failed, and begins nothing, once something has. */
export type Begin = (work: () => Promise<void>) => Promise<void>;

/**
 * Runs what `give` begins, at most so many at a time, until all of it is done. After a failure, of the work or of `give`, nothing more
 * is begun, and what failed first is thrown once nothing runs any more: nobody goes on behind the back of a command that has ended.
 * `stop` is called before, to cut short what the others wait for.
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
