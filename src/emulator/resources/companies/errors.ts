import { ApiError } from '../../errors.ts';

export function companyNotFound(): ApiError {
  return new ApiError({ status: 404, code: 'company_not_found', message: 'Company Not Found' });
}
