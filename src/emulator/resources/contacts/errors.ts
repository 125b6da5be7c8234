import { ApiError, notFound } from '../../errors.ts';

/** Also for archived and deleted contacts, and their sub-resources. */
export function userNotFound(): ApiError {
  return notFound('User Not Found');
}

/** intercom 1.6: the archived text is also said of permanently deleted contacts. */
export function conflict(id: string, archived: boolean): ApiError {
  const what = archived ? 'An archived contact' : 'A contact';
  return new ApiError({
    status: 409,
    code: 'conflict',
    message: `${what} matching those details already exists with id=${id}`,
  });
}

/** intercom 4.7; the spec's example has no request_id. */
export function contactMerged(canonicalId: string): ApiError {
  return new ApiError({
    status: 410,
    code: 'contact_merged',
    message: "This contact has been merged. See the 'Link' header for the canonical contact.",
    requestId: 'absent',
    headers: { Link: `</contacts/${canonicalId}>; rel="canonical"` },
  });
}

/** intercom 1.6 says 4xx; the status is ours. */
export function notRestorable(): ApiError {
  return new ApiError({
    status: 400,
    code: 'not_restorable',
    message: 'User has been blocked and is not restorable.',
  });
}
