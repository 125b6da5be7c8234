import type { Progress } from '../app/options.ts';
import { progressBar, progressLine } from '../render/progress.ts';
import { lookOf, type Terminal } from './terminal.ts';

/** A bar is drawn this often, so that waiting is seen too. */
const REDRAW_MS = 200;
/** A log gets a line this often. */
const LOG_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

export interface ProgressMeter {
  /** Takes what a use case reports. */
  update(progress: Progress): void;
  /** Takes the bar away until the next update, so that something else can be written. */
  clear(): void;
  stop(): void;
}

/** A bar on stderr where it is a terminal, else a line there every few seconds. Short work stays silent in a log. */
export function startProgress(terminal: Terminal): ProgressMeter {
  const isBar = terminal.stderr.isTTY && terminal.env['TERM'] !== 'dumb';
  let latest: Progress | undefined;
  let startedAt = terminal.now();
  let wroteAt = startedAt;
  let isDrawn = false;

  const clear = () => {
    if (isDrawn) terminal.stderr.write(CLEAR_LINE);
    isDrawn = false;
  };
  const show = () => {
    if (latest === undefined) return;
    const now = terminal.now();
    const state = { ...latest, elapsedMs: now - startedAt };
    if (isBar) {
      terminal.stderr.write(`${CLEAR_LINE}${progressBar(state, lookOf(terminal.stderr, terminal.env))}`);
      isDrawn = true;
    } else if (now - wroteAt >= LOG_MS) {
      terminal.stderr.write(`${progressLine(state)}\n`);
      wroteAt = now;
    }
  };
  const stopTicking = terminal.every(isBar ? REDRAW_MS : LOG_MS, show);

  return {
    update(progress) {
      if (latest?.phase !== progress.phase) startedAt = terminal.now();
      latest = progress;
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
