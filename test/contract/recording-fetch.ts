import { checkRequest, checkResponse } from './contract.ts';
import { announceSkip, skipReason } from './description.ts';

/** One call that went through a recording fetch. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestBody: string | null;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Null when no answer came or its body broke off. */
  readonly responseBody: string | null;
  /** How the request violates the description. */
  readonly requestViolations: readonly string[];
  /** How the answer violates the description. */
  readonly responseViolations: readonly string[];
}

export interface RecordingFetch {
  readonly fetch: typeof fetch;
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  /**
   * Every violation of every exchange. It is a violation too if there was no exchange. Without the official description
   * nothing is checked, which is reported once on stderr.
   */
  violations(): string[];
}

/** Wraps a fetch and checks each request and each answer that passes against the official description. */
export function recordingFetch(inner: typeof fetch): RecordingFetch {
  const exchanges: Exchange[] = [];
  announceSkip();

  async function record(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const sent = await readRequest(input, init);
    const requestViolations = skipReason === undefined ? checkRequest(sent) : [];
    const common = { method: sent.method, url: sent.url, requestBody: sent.body, requestViolations };
    let response: Response;
    try {
      response = await inner(input, init);
    } catch (error) {
      exchanges.push({ ...common, status: null, responseBody: null, responseViolations: [] });
      throw error;
    }
    const body = await response
      .clone()
      .text()
      .catch(() => null);
    const { status, headers } = response;
    const responseViolations =
      skipReason === undefined && body !== null
        ? checkResponse({ method: sent.method, url: sent.url, status, headers, body })
        : [];
    exchanges.push({ ...common, status, responseBody: body, responseViolations });
    return response;
  }

  return {
    fetch: record,
    exchanges,
    violations: () =>
      exchanges.length === 0
        ? ['no exchange was seen, so nothing was checked']
        : exchanges.flatMap(({ requestViolations, responseViolations }) => [
            ...requestViolations,
            ...responseViolations,
          ]),
  };
}

interface ReadRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
}

/** Reads a copy, without the signal: an aborted request is still described. */
async function readRequest(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<ReadRequest> {
  const copy = new Request(input instanceof Request ? input.clone() : input, { ...init, signal: null });
  const { method, url, headers } = copy;
  return { method, url, headers, body: copy.body === null ? null : await copy.text() };
}
