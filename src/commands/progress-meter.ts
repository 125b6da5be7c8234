import type { Progress } from '../app/options.ts';
import { type ProgressState, progressBar, progressLine } from '../render/terminal/progress.ts';
import { Pace } from '../render/terminal/progress-pace.ts';
import { isSet, lookOf, type Terminal } from './terminal.ts';

/** How often the bar is drawn, so that waiting shows too. */
const REDRAW_MS = 200;
/** How often a log gets a line: in the first minute, and later. So an apply of an hour writes about a hundred lines. */
const LOG_MS = 5_000;
const LATER_LOG_MS = 30_000;
const FIRST_MS = 60_000;
/** The same while changes wait for search and nothing is sent: the first line says everything. */
const DOUBT_LOG_MS = 60_000;
/** A wait for Intercom that is shorter needs no word. */
const UNSEEN_MS = 2_000;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows the progress of one use case. */
export interface ProgressMeter {
  /** Takes the latest progress of a use case. */
  update(progress: Progress): void;
  /** Removes the bar until the next update, so that something else can be written. */
  clear(): void;
  stop(): void;
}

/** The latest progress, with times. */
interface Latest {
  readonly progress: Progress;
  readonly pace: Pace;
  readonly startedAt: number;
  /** When the rate limit allows the next request. */
  readonly waitsUntil: number;
  /** Since when changes have waited for search. */
  readonly inDoubtSince: number | undefined;
}

/**
 * Shows progress on stderr: a bar on a terminal, otherwise a line every few seconds. In CI too it writes lines, because the log
 * would keep every state of a bar. Short work writes nothing into a log.
 */
export function startProgress(terminal: Terminal): ProgressMeter {
  const { env } = terminal;
  const isBar = terminal.stderr.isTTY && env['TERM'] !== 'dumb' && !isSet(env['CI']);
  let latest: Latest | undefined;
  let wroteAt = terminal.now();
  let saidDoubt = false;
  let isDrawn = false;

  const clear = () => {
    if (isDrawn) terminal.stderr.write(CLEAR_LINE);
    isDrawn = false;
  };
  const show = () => {
    if (latest === undefined) return;
    const now = terminal.now();
    const state = stateOf(latest, now);
    if (isBar) {
      terminal.stderr.write(`${CLEAR_LINE}${progressBar(state, lookOf(terminal.stderr, env))}`);
      isDrawn = true;
      return;
    }
    const isNews = state.inDoubt !== undefined && !saidDoubt;
    if (!isNews && now - wroteAt < logIntervalMs(latest, now)) return;
    saidDoubt ||= state.inDoubt !== undefined;
    terminal.stderr.write(`${progressLine(state)}\n`);
    wroteAt = now;
  };
  const stopTicking = terminal.every(isBar ? REDRAW_MS : LOG_MS, show);

  return {
    update(progress) {
      const now = terminal.now();
      const isNew = latest === undefined || latest.progress.phase !== progress.phase;
      const inDoubtSince = progress.inDoubt === undefined ? undefined : (latest?.inDoubtSince ?? now);
      latest = {
        progress,
        pace: isNew || latest === undefined ? new Pace(now) : latest.pace,
        startedAt: isNew || latest === undefined ? now : latest.startedAt,
        waitsUntil: waitsUntil(progress, latest, now),
        inDoubtSince,
      };
      latest.pace.at(now, progress);
      if (progress.inDoubt === undefined) saidDoubt = false;
      if (!isBar) show();
    },
    clear: () => {
      clear();
      latest = undefined;
    },
    stop() {
      stopTicking();
      clear();
    },
  };
}

/** If the same wait is reported again, it ends when it was going to end. */
function waitsUntil({ waitingMs }: Progress, latest: Latest | undefined, now: number): number {
  const isSame = latest?.progress.waitingMs === waitingMs && latest.waitsUntil > now;
  return isSame ? latest.waitsUntil : now + waitingMs;
}

function stateOf(latest: Latest, now: number): ProgressState {
  const { progress, pace, waitsUntil, inDoubtSince } = latest;
  const waitingMs = Math.max(0, waitsUntil - now);
  const { inDoubt, unseenSince, ...rest } = progress;
  const unseenMs = now - (unseenSince ?? now);
  return {
    ...rest,
    waitingMs,
    ...pace.at(now, { ...progress, waitingMs }),
    ...(unseenMs < UNSEEN_MS ? {} : { unseenMs }),
    ...(inDoubt === undefined || inDoubtSince === undefined
      ? {}
      : { inDoubt: { changes: inDoubt, sinceMs: now - inDoubtSince } }),
  };
}

function logIntervalMs({ progress, startedAt }: Latest, now: number): number {
  if (progress.inDoubt !== undefined) return DOUBT_LOG_MS;
  return now - startedAt < FIRST_MS ? LOG_MS : LATER_LOG_MS;
}
