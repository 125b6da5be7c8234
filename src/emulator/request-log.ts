import type { LoggedRequest } from './message.ts';

/** What bodies of the log hold together at most, in characters. */
const MOST_CHARACTERS = 32_000_000;

interface LogOptions {
  /** How many requests are kept; the oldest give way. */
  readonly most: number;
  readonly bodies: boolean;
}

/** A request with the bodies of both sides, of which the log may keep less. */
export interface Exchange extends LoggedRequest {
  readonly body: string;
  readonly answer: string;
}

/** The requests that an emulated workspace answered, oldest first. */
export class RequestLog {
  /** The same list at all times. */
  readonly entries: LoggedRequest[] = [];
  readonly #options: LogOptions;
  #characters = 0;
  #dropped = 0;
  #limited = 0;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  /** How many gave way to later ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many were answered 429, of those that are no longer kept as well. */
  get limited(): number {
    return this.#limited;
  }

  add(exchange: Exchange): void {
    const { most, bodies } = this.#options;
    if (exchange.status === 429) this.#limited += 1;
    if (most === 0) return;
    const { body, answer, ...line } = exchange;
    const entry = bodies ? { ...line, body, answer } : line;
    this.entries.push(entry);
    this.#characters += charactersOf(entry);
    while (this.entries.length > most || (this.#characters > MOST_CHARACTERS && this.entries.length > 1)) {
      const oldest = this.entries.shift();
      if (oldest !== undefined) this.#characters -= charactersOf(oldest);
      this.#dropped += 1;
    }
  }

  clear(): void {
    this.entries.splice(0);
    this.#characters = 0;
    this.#dropped = 0;
    this.#limited = 0;
  }
}

function charactersOf({ body = '', answer = '' }: LoggedRequest): number {
  return body.length + answer.length;
}
