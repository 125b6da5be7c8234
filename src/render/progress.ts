import { thousands } from './counted.ts';
import { duration } from './duration.ts';
import { paintFor } from './paint.ts';

/** How far a run is; the clock is the caller's. */
export interface ProgressState {
  readonly phase: 'reading' | 'applying';
  readonly done: number;
  readonly total?: number | undefined;
  /** Milliseconds until the rate limit lets the next request go. */
  readonly waitingMs: number;
  /** Changes that wait for the search index to show whether an earlier run made them already. */
  readonly inDoubt?: number | undefined;
  /** Milliseconds since the phase began. */
  readonly elapsedMs: number;
}

const VERBS = { reading: 'Reading', applying: 'Applying' } as const;
/** Columns of the bar between its brackets, most and least. */
const BAR_MOST = 40;
const BAR_LEAST = 10;
/** A rate that was measured over less time says nothing. */
const MEASURED_MS = 500;

/** One line for a terminal, at most `width` columns: `Applying [####----] 120/1,204  45/s  ETA 24 s  waiting 3 s for the rate limit`. */
export function progressBar(state: ProgressState, look: { width: number; color: boolean }): string {
  const paint = paintFor(look.color);
  const numbers = [countOf(state), ...details(state)].join('  ');
  const verb = VERBS[state.phase];
  const room = Math.min(BAR_MOST, look.width - verb.length - numbers.length - 5);
  const share = shareOf(state);
  if (share === undefined || room < BAR_LEAST) return `${verb} ${numbers}`.slice(0, look.width - 1);
  const filled = Math.floor(share * room);
  const bar = `${paint('green', '#'.repeat(filled))}${paint('dim', '-'.repeat(room - filled))}`;
  return `${verb} [${bar}] ${numbers}`;
}

/** One line for a log: `applying: 120 of 1,204 done, 45/s, about 24 s left`. */
export function progressLine(state: ProgressState): string {
  return [`${state.phase}: ${countOf(state)} done`, ...details(state)].join(', ');
}

function countOf({ done, total }: ProgressState): string {
  return total === undefined ? thousands(done) : `${thousands(done)}/${thousands(total)}`;
}

function shareOf({ done, total }: ProgressState): number | undefined {
  if (total === undefined || total === 0) return undefined;
  return Math.min(1, done / total);
}

function details(state: ProgressState): string[] {
  // Nothing is sent meanwhile: a rate would say nothing.
  if (state.inDoubt !== undefined)
    return [
      `waiting for search to show whether ${thousands(state.inDoubt)} ${state.inDoubt === 1 ? 'is' : 'are'} there already`,
    ];
  const rate = rateOf(state);
  const left = etaSeconds(state);
  return [
    ...(rate === undefined ? [] : [`${rate < 10 ? rate.toFixed(1) : thousands(Math.round(rate))}/s`]),
    ...(left === undefined ? [] : [`ETA ${duration(left)}`]),
    ...(state.waitingMs > 0 ? [`waiting ${duration(state.waitingMs / 1000)} for the rate limit`] : []),
  ];
}

/** Done a second; undefined while there is too little to tell. */
export function rateOf({ done, elapsedMs }: ProgressState): number | undefined {
  return elapsedMs < MEASURED_MS || done === 0 ? undefined : done / (elapsedMs / 1000);
}

/** Seconds until all is done at the present rate, a rate-limit wait included. */
export function etaSeconds(state: ProgressState): number | undefined {
  const rate = rateOf(state);
  if (rate === undefined || state.total === undefined || state.done >= state.total) return undefined;
  return Math.max((state.total - state.done) / rate, state.waitingMs / 1000);
}
