/** A request as the core sees it, whatever brought it: a socket or an in-process fetch. */
export interface EmulatorRequest {
  readonly method: string;
  /** Absolute, or a path with query; host and scheme are not looked at. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the transport does with the answer. */
export interface EmulatorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for an empty body. */
  readonly body: string;
  /** Milliseconds to wait before the answer leaves. */
  readonly delayMs: number;
  /**
   * The connection ends without an answer: `reset` before anything was done, `lost` after the request took effect
   * (intercom 11.6).
   */
  readonly dropped: 'reset' | 'lost' | undefined;
}

/** One line of the request log. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** With the leading `?`, or empty. */
  readonly query: string;
  /** The status answered; 0 when the connection was reset before. A lost answer shows the status that was lost. */
  readonly status: number;
  /** Milliseconds of the emulator's clock. */
  readonly at: number;
  /** Name of the fault that struck. */
  readonly fault?: string;
  /** The bodies of the request and of its answer, with `keepBodies`. */
  readonly body?: string;
  readonly answer?: string;
}

/** Larger bodies are answered 413: no source states Intercom's own limit. */
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
