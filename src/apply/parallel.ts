/**
 * Runs jobs in order, at most `width` at a time. After a failure it starts no more, waits for the running ones, and rejects
 * with the first failure.
 */
export async function inParallel<T>(
  width: number,
  items: Iterable<T>,
  job: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let broken = false;
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true && !broken; next = queue.next()) {
      try {
        await job(next.value);
      } catch (failure) {
        broken = true;
        throw failure;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.max(1, width) }, lane));
  const failed = lanes.find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Waits for all jobs before it rejects, so that no request is under way any more. */
export async function settleAll(jobs: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(jobs);
  const failed = ended.find((job) => job.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Runs a job as soon as it is its turn, and resolves to its result. */
export type Turnstile = <R>(job: () => Promise<R>) => Promise<R>;

/**
 * Lets at most `width` jobs run at a time, first come, first served. `width` is evaluated again whenever a job starts waiting
 * or ends.
 */
export function turnstile(width: () => number): Turnstile {
  const waiting: (() => void)[] = [];
  let running = 0;
  const admit = () => {
    while (waiting.length > 0 && running < Math.max(1, width())) {
      running += 1;
      waiting.shift()?.();
    }
  };
  return async (job) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });
    try {
      return await job();
    } finally {
      running -= 1;
      admit();
    }
  };
}

/** A bulk request, with the changes that share it. */
export interface SharedRequest<T> {
  readonly members: readonly T[];
}

/**
 * Runs bulk requests, at most `width` at a time and never two at once that share a member, so that the requests of one change
 * stay in sequence. A request waits until all its members are free, so two requests cannot wait for each other.
 */
export async function withoutSharing<T, S extends SharedRequest<T>>(
  width: () => number,
  requests: readonly S[],
  run: (request: S) => Promise<void>,
): Promise<void> {
  const queue = [...requests];
  const busy = new Set<T>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  while (queue.length > 0 || running.size > 0) {
    const free = running.size < Math.max(1, width());
    const index = free ? queue.findIndex(({ members }) => !members.some((member) => busy.has(member))) : -1;
    const [request] = index === -1 ? [] : queue.splice(index, 1);
    if (request === undefined) {
      await Promise.race(running);
      continue;
    }
    for (const member of request.members) busy.add(member);
    const ended: Promise<void> = run(request)
      .catch((failure: unknown) => {
        failures.push(failure);
        queue.length = 0;
      })
      .then(() => {
        for (const member of request.members) busy.delete(member);
        running.delete(ended);
      });
    running.add(ended);
  }
  if (failures.length > 0) throw failures[0];
}
