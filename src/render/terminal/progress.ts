import { thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { paintFor } from './paint.ts';

/** How far a run is at a moment. */
export interface ProgressState {
  readonly phase: 'checking' | 'reading' | 'applying';
  /** What `done` and `total` count. */
  readonly unit: 'rows' | 'requests' | 'contacts';
  readonly done: number;
  readonly total?: number | undefined;
  /** Of an apply: the changes that are over. */
  readonly changes?: { readonly done: number; readonly total: number } | undefined;
  /** Milliseconds until the rate limit lets the next request go. */
  readonly waitingMs: number;
  /** Changes that wait for the search index to show whether an earlier run made them already, and for how long they have. */
  readonly inDoubt?: { readonly changes: number; readonly sinceMs: number } | undefined;
  /** For how long nothing has moved because Intercom does not show yet what it did; absent where that is not so. */
  readonly unseenMs?: number | undefined;
  /** Done a second; undefined where it cannot be told. */
  readonly rate?: number | undefined;
  /** Milliseconds until all is done; undefined where it cannot be told. */
  readonly leftMs?: number | undefined;
}

const VERBS = { checking: 'Checking', reading: 'Reading', applying: 'Applying' } as const;
/** Columns of the bar between its brackets: a fifth of the line, whatever stands behind it, so that it never jumps. */
const BAR_PART = 5;
const BAR_MOST = 40;
const BAR_LEAST = 10;

/**
 * One line for a terminal, less than `width` columns:
 * `Applying [####----] 812/1,340 requests  120/604 changes  16/s  ETA 31 s  waiting 3 s for the rate limit`.
 * Where there is no room, first the rate is left out, then the changes, then words.
 */
export function progressBar(state: ProgressState, look: { width: number; color: boolean }): string {
  const paint = paintFor(look.color);
  const verb = VERBS[state.phase];
  const share = shareOf(state);
  const columns = Math.max(BAR_LEAST, Math.min(BAR_MOST, Math.floor(look.width / BAR_PART)));
  const frame = verb.length + (share === undefined ? 1 : columns + 4);
  const texts = shorterAndShorter(state);
  const text = texts.find((one) => frame + one.length < look.width);
  if (share === undefined || text === undefined)
    return `${verb} ${text ?? texts.at(-1) ?? ''}`.slice(0, look.width - 1);
  const filled = Math.floor(share * columns);
  const bar = `${paint('green', '#'.repeat(filled))}${paint('dim', '-'.repeat(columns - filled))}`;
  return `${verb} [${bar}] ${text}`;
}

/** One line for a log: `applying: 812/1,340 requests, 120/604 changes, 16/s, ETA 31 s`. */
export function progressLine(state: ProgressState): string {
  const { count, changes, doubt, rate, left, waiting } = partsOf(state);
  return `${state.phase}: ${[count, changes, ...(doubt === '' ? [rate, left, waiting] : [doubt])].filter(isThere).join(', ')}`;
}

function shorterAndShorter(state: ProgressState): readonly string[] {
  const { count, changes, doubt, rate, left, waiting } = partsOf(state);
  const joined = (...parts: readonly string[]) => parts.filter(isThere).join('  ');
  // Nothing is sent meanwhile: a rate would say nothing.
  if (doubt !== '') {
    const short = doubt.replace(/ to show .*?(?=, for|$)/, '');
    return [
      joined(count, changes, doubt),
      joined(changes, doubt),
      doubt,
      joined(changes, short),
      joined(count, short),
      short,
    ];
  }
  const shortCount = count.replace(/ \w+$/, '');
  const shortWait = waiting.replace(' for the rate limit', ' (rate limit)');
  return [
    joined(count, changes, rate, left, waiting),
    joined(count, changes, left, waiting),
    joined(count, left, waiting),
    joined(count, left, shortWait),
    joined(shortCount, left, shortWait),
    joined(shortCount, shortWait === '' ? left : shortWait),
  ];
}

function partsOf(state: ProgressState) {
  const { unit, done, total, changes, waitingMs, rate, leftMs } = state;
  return {
    count: fraction({ done, total }, unit),
    changes: changes === undefined ? '' : fraction(changes, 'changes'),
    rate: rate === undefined ? '' : `${rate < 10 ? rate.toFixed(1) : thousands(Math.round(rate))}/s`,
    left: leftMs === undefined ? '' : `ETA ${duration(leftMs / 1000)}`,
    waiting: waitingMs > 0 ? `waiting ${duration(waitingMs / 1000)} for the rate limit` : '',
    doubt: doubtOf(state),
  };
}

/** What has to be seen first, before anything goes on. */
function doubtOf({ inDoubt, unseenMs, waitingMs }: ProgressState): string {
  if (inDoubt !== undefined) {
    const { changes, sinceMs } = inDoubt;
    const what = `${thousands(changes)} ${changes === 1 ? 'is' : 'are'} there already`;
    return `waiting for search to show whether ${what}${since(sinceMs)}`;
  }
  if (unseenMs === undefined || waitingMs > 0) return '';
  return `waiting for Intercom to show what it did${since(unseenMs)}`;
}

function since(ms: number): string {
  return ms < 1000 ? '' : `, for ${duration(ms / 1000)}`;
}

/** `1/20 requests`, `1 request`. A total is how many are known of: never less than are done. */
function fraction({ done, total }: Pick<ProgressState, 'done' | 'total'>, unit: string): string {
  const all = Math.max(done, total ?? 0);
  const noun = all === 1 ? unit.slice(0, -1) : unit;
  return `${total === undefined ? '' : `${thousands(done)}/`}${thousands(all)} ${noun}`;
}

function shareOf({ done, total }: ProgressState): number | undefined {
  if (total === undefined || total === 0) return undefined;
  return Math.min(1, done / total);
}

function isThere(part: string): boolean {
  return part !== '';
}
