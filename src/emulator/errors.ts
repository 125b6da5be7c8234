/** How `request_id` shows in the body: api.md 1.4 has all three on record. */
export type RequestIdForm = 'shown' | 'null' | 'absent';

export interface ApiErrorOptions {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId?: RequestIdForm;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is an `error.list` (api.md 1.4). Thrown by checks and routes before they change anything. */
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

// The error catalogue of api.md 1.6. Texts that no source quotes are ours.

export function unauthorized(): ApiError {
  return new ApiError({ status: 401, code: 'unauthorized', message: 'Access Token Invalid' });
}

/** api.md 2.3. */
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

/** api.md 4.5. */
export function invalidCursor(): ApiError {
  return clientError(
    'Invalid starting_after param. Please try again using a starting_after value from a paginated response',
  );
}

/** Also for archived and deleted contacts, and their sub-resources. */
export function userNotFound(): ApiError {
  return notFound('User Not Found');
}

export function resourceNotFound(): ApiError {
  return notFound('Resource Not Found');
}

/** The spec's answer to an unknown admin. */
export function adminNotFound(): ApiError {
  return new ApiError({ status: 404, code: 'admin_not_found', message: 'Admin not found' });
}

export function notFound(message: string): ApiError {
  return new ApiError({ status: 404, code: 'not_found', message });
}

export function companyNotFound(): ApiError {
  return new ApiError({ status: 404, code: 'company_not_found', message: 'Company Not Found' });
}

/** api.md 1.6: the archived text is also said of permanently deleted contacts. */
export function conflict(id: string, archived: boolean): ApiError {
  const what = archived ? 'An archived contact' : 'A contact';
  return new ApiError({
    status: 409,
    code: 'conflict',
    message: `${what} matching those details already exists with id=${id}`,
  });
}

/** api.md 4.7; the spec's example has no request_id. */
export function contactMerged(canonicalId: string): ApiError {
  return new ApiError({
    status: 410,
    code: 'contact_merged',
    message: "This contact has been merged. See the 'Link' header for the canonical contact.",
    requestId: 'absent',
    headers: { Link: `</contacts/${canonicalId}>; rel="canonical"` },
  });
}

export function invalidMerge(message: string, requestId: RequestIdForm = 'shown'): ApiError {
  return new ApiError({ status: 400, code: 'invalid_merge', message, requestId });
}

/** api.md 1.6 says 4xx; the status is ours. */
export function notRestorable(): ApiError {
  return new ApiError({
    status: 400,
    code: 'not_restorable',
    message: 'User has been blocked and is not restorable.',
  });
}

export function serverError(): ApiError {
  return new ApiError({ status: 500, code: 'server_error', message: 'Server Error' });
}
