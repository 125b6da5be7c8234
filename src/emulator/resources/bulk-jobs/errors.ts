import { ApiError, clientError, resourceNotFound } from '../../errors.ts';

// The refusals of a whole request (intercom 13.4).

export function jobNotFound(id: string): ApiError {
  return new ApiError({ status: 404, code: 'job_not_found', message: `job ${id} not found` });
}

export function jobClosed(id: string): ApiError {
  return new ApiError({
    status: 403,
    code: 'forbidden',
    message: `job ${id} is closed for new task updates`,
  });
}

export function fieldNotFound(message: string): ApiError {
  return new ApiError({ status: 422, code: 'field_not_found', message });
}

export function typeMismatch(message: string): ApiError {
  return new ApiError({ status: 422, code: 'type_mismatch', message });
}

export function tooMany(limit: number): ApiError {
  return new ApiError({
    status: 422,
    code: 'parameter_invalid',
    message: `maximum number of contacts per request is ${limit}`,
  });
}

/** How a workspace refuses that has no bulk create; no source has these texts. */
export function bulkNotServed(how: 'off' | '400' | '403' | '422'): ApiError {
  switch (how) {
    case 'off':
      return resourceNotFound();
    case '400':
      return clientError('Bulk contacts are not available');
    case '403':
      return new ApiError({
        status: 403,
        code: 'api_plan_restricted',
        message: 'Bulk contacts are not available in this workspace',
      });
    case '422':
      return new ApiError({
        status: 422,
        code: 'unprocessable_entity',
        message: 'Bulk contacts are not available',
      });
  }
}
