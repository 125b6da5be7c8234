import type { Diagnostic } from '../types/diagnostic.ts';
import { type IntercomReader, isIntercomFailure } from '../types/intercom.ts';
import type { ListCall } from '../types/wire-call.ts';

/**
 * A list that not every token may read, and that older versions of the API lack. Undefined where Intercom refuses it: the
 * caller goes on without it, and reports that.
 */
export async function listWhereAllowed<T>(
  reader: Pick<IntercomReader, 'list'>,
  call: ListCall<T>,
): Promise<readonly T[] | undefined> {
  try {
    return await reader.list(call);
  } catch (error) {
    if (isIntercomFailure(error) && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

/** The warning that something was not read; `what` is in the plural. */
export function notRead(what: string, consequence?: string): Diagnostic {
  return {
    code: 'part-not-read',
    severity: 'warning',
    summary: `${what} could not be read`,
    detail: `Intercom does not let this token read them${consequence === undefined ? '' : `; ${consequence}`}`,
    help: 'allow the app to read them in the Developer Hub, and set intercom_version: "2.16" or later',
  };
}
