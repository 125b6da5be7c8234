/** How `request_id` shows in the body: intercom 1.4 has all three on record. */
export type RequestIdForm = 'shown' | 'null' | 'absent';

export interface ApiErrorOptions {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId?: RequestIdForm;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is an `error.list` (intercom 1.4). Thrown by checks and routes before they change anything. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: RequestIdForm;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ApiErrorOptions) {
    super(options.message);
    this.name = 'ApiError';
    this.status = options.status;
    this.code = options.code;
    this.requestId = options.requestId ?? 'shown';
    this.headers = options.headers ?? {};
  }
}

// Refusals of the error catalogue of intercom 1.6 that several resources give. Texts that no source quotes are ours.

export function unauthorized(): ApiError {
  return new ApiError({ status: 401, code: 'unauthorized', message: 'Access Token Invalid' });
}

/** intercom 2.3. */
export function rateLimited(limit: number, headers: Readonly<Record<string, string>> = {}): ApiError {
  return new ApiError({
    status: 429,
    code: 'rate_limit_exceeded',
    message: `Exceeded rate limit of ${limit} in 10_seconds`,
    headers,
  });
}

export function invalid(message: string): ApiError {
  return new ApiError({ status: 400, code: 'parameter_invalid', message });
}

export function clientError(message: string): ApiError {
  return new ApiError({ status: 400, code: 'client_error', message });
}

export function badRequest(message: string, requestId: RequestIdForm = 'shown'): ApiError {
  return new ApiError({ status: 400, code: 'bad_request', message, requestId });
}

/** intercom 4.5. */
export function invalidCursor(): ApiError {
  return clientError(
    'Invalid starting_after param. Please try again using a starting_after value from a paginated response',
  );
}

export function resourceNotFound(): ApiError {
  return notFound('Resource Not Found');
}

export function notFound(message: string): ApiError {
  return new ApiError({ status: 404, code: 'not_found', message });
}

export function serverError(): ApiError {
  return new ApiError({ status: 500, code: 'server_error', message: 'Server Error' });
}

/** Ours: Intercom has the endpoint, and says so with no such status. */
export function notImplemented(endpoint: string): ApiError {
  return new ApiError({
    status: 501,
    code: 'not_implemented',
    message: `The emulator does not serve ${endpoint}, which Intercom has. What it serves stands in docs/guides/emulator.md, "What it does not do".`,
  });
}
