import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { type FailureFacts, type Family, IntercomError } from './error.ts';

/** An answer as it came, its text read. */
export interface RawAnswer {
  readonly method: string;
  readonly path: string;
  /** Whether the request could change something: decides whether the outcome may be unknown. */
  readonly writes: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

/** The code of a refusal with a body that Intercom does not write: a gateway or a wrong base URL answered. */
export const NOT_JSON = 'not-json';

/** Longer texts are cut: an error is for a person. */
const LONGEST_MESSAGE = 500;

/** The error that an answer outside 2xx stands for (intercom 1.4 to 1.6). */
export function refusalOf(answer: RawAnswer, redact: (text: string) => string): IntercomError {
  const body = parseObject(answer.text);
  const errors = Array.isArray(body?.['errors']) ? body['errors'].filter(isJsonObject) : [];
  const words = errors.map((error) => error['message']).filter((text) => typeof text === 'string');
  const code = errors.map((error) => error['code']).find((text) => typeof text === 'string' && text !== '');
  const field = errors[0]?.['field'];
  const family = familyOf(answer.status);
  const hasText = answer.text.trim() !== '';
  const messages = words.map((text) => redact(text.slice(0, LONGEST_MESSAGE)));
  const facts: FailureFacts = {
    family,
    code: typeof code === 'string' ? redact(code) : body === undefined && hasText ? NOT_JSON : family,
    messages:
      messages.length > 0 || body !== undefined
        ? messages
        : [hasText ? 'the answer is not JSON, so it may not come from Intercom' : 'the answer has no body'],
    field: typeof field === 'string' ? redact(field.slice(0, LONGEST_MESSAGE)) : undefined,
    status: answer.status,
    requestId: requestIdOf(body, answer.headers, redact),
    method: answer.method,
    path: redact(answer.path),
    outcome: answer.writes && (answer.status >= 500 || answer.status === 408) ? 'unknown' : 'refused',
    retryAfterMs: answer.retryAfterMs,
  };
  if (family === 'conflict') return new IntercomError({ ...facts, ...conflictOf(words) });
  if (family === 'merged')
    return new IntercomError({ ...facts, canonical: canonicalAddress(answer.headers.get('link')) });
  return new IntercomError(facts);
}

/** A 2xx whose body is not what it should be: a read may be sent again; the outcome of a write is unknown (intercom 1.4). */
export function malformed(
  answer: {
    readonly method: string;
    readonly path: string;
    readonly writes: boolean;
    readonly status: number;
  },
  what: string,
  requestId: string | null = null,
): IntercomError {
  const { method, path, status } = answer;
  const outcome = answer.writes ? 'unknown' : 'refused';
  return new IntercomError({
    family: 'malformed',
    messages: [what],
    method,
    path,
    status,
    requestId,
    outcome,
  });
}

/** Intercom's id of the request, from the body or the header; its format differs between the two (intercom 1.4). */
export function requestIdOf(
  body: JsonObject | undefined,
  headers: Headers,
  redact: (text: string) => string,
): string | null {
  const told = body?.['request_id'];
  const id = typeof told === 'string' && told !== '' ? told : headers.get('x-request-id');
  return id === null || id === '' ? null : redact(id);
}

function familyOf(status: number): Family {
  if (status >= 500) return 'server';
  if (status < 400) return 'redirected';
  const families: Readonly<Record<number, Family>> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    408: 'timeout',
    409: 'conflict',
    410: 'merged',
    429: 'rate-limited',
  };
  return families[status] ?? 'rejected';
}

/** The id stands only in the message (intercom 1.6). */
function conflictOf(messages: readonly string[]): Pick<FailureFacts, 'conflictId' | 'archived'> {
  const message = messages.find((text) => /id=(\w+)/.test(text));
  const id = message === undefined ? undefined : /id=(\w+)/.exec(message)?.[1];
  return { conflictId: id, archived: messages.some((text) => /\barchived\b/i.test(text)) };
}

/** `</contacts/<id>>; rel="canonical"` (intercom 4.7); the address may be absolute. */
function canonicalAddress(link: string | null): string | null {
  const target = link?.split(/,\s*(?=<)/).find((part) => /rel="?canonical"?/i.test(part));
  const address = target
    ?.slice(target.indexOf('<') + 1)
    .split('>', 1)[0]
    ?.split(/[?#]/, 1)[0];
  return address ?? null;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const body: Json = JSON.parse(text);
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
