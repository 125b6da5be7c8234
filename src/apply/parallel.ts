/**
 * Runs a job for each item as it comes, until `next` gives none; at most `width` at a time. After a failure it starts no more,
 * waits for the running ones, and rejects with the first failure.
 */
export async function inLanes<T>(
  width: number,
  next: () => Promise<T | undefined>,
  job: (item: T) => Promise<void>,
): Promise<void> {
  let broken = false;
  const lane = async (): Promise<void> => {
    try {
      for (let item = await next(); item !== undefined && !broken; item = await next()) await job(item);
    } catch (failure) {
      broken = true;
      throw failure;
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
