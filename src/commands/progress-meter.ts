import type { Progress } from '../app/options.ts';
import { type ProgressState, progressBar, progressLine } from '../render/terminal/progress.ts';
import { Pace } from '../render/terminal/progress-pace.ts';
import { isSet, lookOf, type Terminal } from './terminal.ts';

/** A bar is drawn this often, so that waiting is seen too. */
const REDRAW_MS = 200;
/** A log gets a line this often in the first minute, and less often later: an apply of an hour is a hundred lines. */
const LOG_MS = 5_000;
const LATER_LOG_MS = 30_000;
const FIRST_MS = 60_000;
/** And while nothing is sent, since search has to be waited for: the first line says all there is to say. */
const DOUBT_LOG_MS = 60_000;
const CLEAR_LINE = '\r\u001b[2K';

export interface ProgressMeter {
  /** Takes what a use case reports. */
  update(progress: Progress): void;
  /** Takes the bar away until the next update, so that something else can be written. */
  clear(): void;
  stop(): void;
}

/** What was reported last, and since when. */
interface Latest {
  readonly progress: Progress;
  readonly pace: Pace;
  readonly startedAt: number;
  /** When the rate limit lets the next request go. */
  readonly waitsUntil: number;
  /** Since when changes wait for search. */
  readonly inDoubtSince: number | undefined;
}

/**
 * A bar on stderr where it is a terminal, else a line there every few seconds, also in the terminals of a CI, whose log would keep
 * every bar. Short work stays silent in a log.
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

/** The same wait told again ends when it was to end. */
function waitsUntil({ waitingMs }: Progress, latest: Latest | undefined, now: number): number {
  const isSame = latest?.progress.waitingMs === waitingMs && latest.waitsUntil > now;
  return isSame ? latest.waitsUntil : now + waitingMs;
}

function stateOf(latest: Latest, now: number): ProgressState {
  const { progress, pace, waitsUntil, inDoubtSince } = latest;
  const waitingMs = Math.max(0, waitsUntil - now);
  const { inDoubt, ...rest } = progress;
  return {
    ...rest,
    waitingMs,
    ...pace.at(now, { ...progress, waitingMs }),
    ...(inDoubt === undefined || inDoubtSince === undefined
      ? {}
      : { inDoubt: { changes: inDoubt, sinceMs: now - inDoubtSince } }),
  };
}

function logIntervalMs({ progress, startedAt }: Latest, now: number): number {
  if (progress.inDoubt !== undefined) return DOUBT_LOG_MS;
  return now - startedAt < FIRST_MS ? LOG_MS : LATER_LOG_MS;
}
