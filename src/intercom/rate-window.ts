import type { RateHeaders } from './rate-headers.ts';
import { ServerClock } from './server-clock.ts';

/** Windows last ten seconds (intercom 2.1). */
const WINDOW_MS = 10_000;
/** In flight until the first answer: low limits exist, and the window may be used up already (intercom 2.1, 2.4). */
const SLOW_START = 1;

/** One window of the server as far as it is known. Times are of the server's clock. */
interface Span {
  /** Requests wait for this time where the clock opened the span; -Infinity where an answer did. */
  readonly startsAt: number;
  renewsAt: number;
  limit: number;
  /** Smallest `remaining` that an answer showed; undefined while none came. */
  least: number | undefined;
  /** Our requests that were counted here. */
  ours: number;
  /** Our requests that may have been counted here: lost, or answered without headers. */
  unseen: number;
}

/** Whether a request may start: now, not before an answer comes, or after a wait. */
type Verdict =
  | { readonly state: 'go' }
  | { readonly state: 'busy' }
  | { readonly state: 'wait'; readonly ms: number };

export interface AnswerFacts {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly status: number;
  readonly rate: RateHeaders | undefined;
  /** The Date header. */
  readonly dateMs: number | undefined;
}

/**
 * The rate limit as seen from here: pure, every time is handed in. The server counts requests as they arrive, in windows
 * that its own clock cuts. What keeps us from being refused:
 *
 *   sent ──────── arrives, is counted ──────── answered        a request in flight may be counted in this window or the
 *     │ in flight: spent in every window │                     next, so it is spent in both until its answer tells
 *
 *   window k ────────────────┤ renewal ├── Reset (2 s late)    a new window is used from the moment at which the
 *                            └ used from here                  server's clock has surely passed the renewal
 */
export class RateWindow {
  readonly clock = new ServerClock();
  readonly #share: number;
  readonly #maxInFlight: number;
  #bound: number;
  #slowed = false;
  #inFlight = 0;
  #answered = false;
  #pausedUntil = -Infinity;
  #span: Span | undefined;
  /** Renewal of the window before: later answers from it change nothing here. */
  #previousRenewsAt = -Infinity;
  #last: RateHeaders | undefined;

  constructor(options: { readonly share: number; readonly maxInFlight: number }) {
    this.#share = options.share;
    this.#maxInFlight = options.maxInFlight;
    this.#bound = Math.min(SLOW_START, options.maxInFlight);
  }

  /** The headers that were read last. */
  get last(): RateHeaders | undefined {
    return this.#last;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Whether a request may start; with `kept`: whether `least` turns, or all of a window, are free besides `held`. */
  next(now: number, kept?: { readonly held: number; readonly least: number }): Verdict {
    if (this.#inFlight >= this.#bound) return { state: 'busy' };
    if (now < this.#pausedUntil) return { state: 'wait', ms: this.#pausedUntil - now };
    if (this.#span === undefined) {
      // Before the first answer nobody knows how many a window has.
      const isUnknown = kept !== undefined && !this.#answered && kept.held + this.#inFlight > 0;
      return { state: isUnknown ? 'busy' : 'go' };
    }

    const serverNow = this.clock.reached(now);
    if (serverNow >= this.#span.renewsAt) this.#openNext(this.#span, serverNow);
    if (serverNow < this.#span.startsAt) return { state: 'wait', ms: this.#span.startsAt - serverNow };
    const needed = kept === undefined ? 1 : kept.held + Math.min(kept.least, this.#ownOf(this.#span));
    if (this.#left(this.#span) >= needed) return { state: 'go' };
    return { state: 'wait', ms: this.#span.renewsAt - serverNow };
  }

  /** Turns of the window that are free besides `held`: 0 before the first answer, Infinity where answers tell no limit. */
  free(held: number): number {
    if (this.#span !== undefined) return this.#left(this.#span) - held;
    return this.#answered ? Infinity : 0;
  }

  started(): void {
    this.#inFlight += 1;
  }

  /** No answer came: whether the request was counted is not known. */
  lost(): void {
    this.#inFlight -= 1;
    if (this.#span !== undefined) this.#span.unseen += 1;
  }

  answered(answer: AnswerFacts): void {
    this.#inFlight -= 1;
    this.#answered = true;
    const refused = answer.status === 429;
    if (refused) this.clock.forget();
    this.#widen(answer, refused);
    this.#setClock(answer);
    if (answer.rate === undefined) {
      if (this.#span !== undefined && !refused) this.#span.unseen += 1;
      return;
    }
    this.#last = answer.rate;
    const span = this.#spanOf(answer.rate);
    if (span === undefined) return;
    span.limit = answer.rate.limit;
    span.least = Math.min(span.least ?? Infinity, answer.rate.remaining);
    if (!refused) span.ours += 1;
  }

  /** Holds every request back: Intercom refused one. Fewer go at once afterwards. */
  pause(now: number, ms: number): void {
    if (now >= this.#pausedUntil) {
      this.#slowed = true;
      this.#bound = Math.max(1, Math.floor(this.#bound / 2));
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
  }

  #left(span: Span): number {
    const spent = span.unseen + this.#inFlight;
    const own = this.#ownOf(span) - span.ours - spent;
    // `remaining` was read before its own request was counted (intercom 2.2), hence the 1. What others use shows in it.
    return span.least === undefined ? own : Math.min(own, span.least - 1 - spent);
  }

  /** Requests of one window that are ours to send. */
  #ownOf(span: Span): number {
    return Math.max(1, Math.floor(this.#share * span.limit));
  }

  /** The window that an answer was counted in; undefined for one that is over. */
  #spanOf(rate: RateHeaders): Span | undefined {
    const renewsAt = renewalOf(rate.resetMs);
    const span = this.#span;
    if (span === undefined || renewsAt > span.renewsAt) {
      return this.#open({
        startsAt: -Infinity,
        renewsAt,
        limit: rate.limit,
        least: undefined,
        ours: 0,
        unseen: 0,
      });
    }
    if (renewsAt === span.renewsAt) return span;
    if (span.least !== undefined || renewsAt <= this.#previousRenewsAt) return undefined;
    // The clock alone opened this window and guessed its end; the answer knows it.
    span.renewsAt = renewsAt;
    return span;
  }

  #openNext(span: Span, serverNow: number): void {
    const passed = Math.floor((serverNow - span.renewsAt) / WINDOW_MS);
    const startsAt = span.renewsAt + passed * WINDOW_MS;
    this.#open({
      startsAt,
      renewsAt: startsAt + WINDOW_MS,
      limit: span.limit,
      least: undefined,
      ours: 0,
      unseen: 0,
    });
  }

  #open(span: Span): Span {
    this.#previousRenewsAt = this.#span?.renewsAt ?? -Infinity;
    this.#span = span;
    return span;
  }

  /** Lets more requests go at once: all after the first header, one more with each answer while slowed or without headers. */
  #widen(answer: AnswerFacts, refused: boolean): void {
    if (refused) return;
    const step = answer.rate !== undefined && !this.#slowed ? this.#maxInFlight : 1;
    this.#bound = Math.min(this.#maxInFlight, this.#bound + step);
  }

  #setClock({ sentAt, receivedAt, dateMs, rate }: AnswerFacts): void {
    if (dateMs !== undefined) {
      this.clock.observe({ earliest: dateMs, latest: dateMs + 1000, sentAt, receivedAt });
    }
    if (rate === undefined) return;
    // Last, because it comes from the clock that cuts the windows.
    const renewsAt = renewalOf(rate.resetMs);
    this.clock.observe({ earliest: renewsAt - WINDOW_MS, latest: renewsAt, sentAt, receivedAt });
  }
}

/**
 * When the count is renewed: windows start at seconds divisible by ten, and Reset is two seconds later (intercom 2.2). A
 * Reset of another shape is taken at its word, which is always safe.
 */
function renewalOf(resetMs: number): number {
  return resetMs % WINDOW_MS === 2000 ? resetMs - 2000 : resetMs;
}
