import { performance } from 'node:perf_hooks';

/** The load of a shorter span says little. */
const SPAN_MS = 250;

/** The part of the last quarter of a second or more, from 0 to 1, in which this process worked instead of waiting. */
export function ownLoad(): () => number {
  let from = performance.eventLoopUtilization();
  // A command begins with work.
  let last = 1;
  return () => {
    const span = performance.eventLoopUtilization(from);
    if (span.active + span.idle < SPAN_MS) return last;
    last = span.utilization;
    from = performance.eventLoopUtilization();
    return last;
  };
}
