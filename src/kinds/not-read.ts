import type { Diagnostic } from '../types/diagnostic.ts';
import { type IntercomFailure, type IntercomReader, isIntercomFailure } from '../types/intercom.ts';
import type { Unread } from '../types/unread.ts';
import type { AnyList } from '../types/wire-call.ts';

/**
 * A list that not every token may read, and that older versions of the API lack. `Unread` where Intercom does not give it: the
 * caller goes on without it, and reports that.
 */
export async function listWhereAllowed<T>(
  reader: Pick<IntercomReader, 'list'>,
  list: AnyList<T>,
): Promise<readonly T[] | Unread> {
  try {
    return await reader.list(list);
  } catch (error) {
    const unread = isIntercomFailure(error) ? WHY.get(error.status) : undefined;
    if (unread === undefined) throw error;
    return { unread };
  }
}

/** The failure of a list that was not read earlier: it is not there now either. */
export class StillUnread extends Error implements IntercomFailure {
  override readonly name = 'StillUnread';
  readonly intercom = true;
  readonly status: number;
  readonly code: string;
  readonly requestId = null;
  readonly outcome = 'refused';

  constructor({ unread }: Unread) {
    super('the list was not read');
    this.code = unread;
    this.status = unread === 'forbidden' ? 403 : 404;
  }
}

const WHY: ReadonlyMap<number | null, Unread['unread']> = new Map([
  [403, 'forbidden'],
  [404, 'unknown'],
]);

/** What to say where a list was not read. */
export const NOT_READ: Readonly<
  Record<Unread['unread'], { readonly detail: string; readonly help: string }>
> = {
  forbidden: {
    detail: 'Intercom does not let this token read them',
    help: 'allow the app to read them in the Developer Hub',
  },
  unknown: {
    detail: 'this version of the API does not have them',
    help: 'set intercom_version: "2.16" or later',
  },
};

/** The warning that something was not read; `what` is in the plural. */
export function notRead(what: string, { unread }: Unread, consequence?: string): Diagnostic {
  const { detail, help } = NOT_READ[unread];
  return {
    code: 'part-not-read',
    severity: 'warning',
    summary: summaryOf(what),
    detail: `${detail}${consequence === undefined ? '' : `; ${consequence}`}`,
    help,
  };
}

/** Why an earlier run could not read something, by its findings; undefined where they do not say so. */
export function whyUnread(
  findings: readonly Pick<Diagnostic, 'code' | 'summary' | 'detail'>[],
  what: string,
): Unread['unread'] | undefined {
  const found = findings.find(({ code, summary }) => code === 'part-not-read' && summary === summaryOf(what));
  if (found === undefined) return undefined;
  return found.detail?.startsWith(NOT_READ.unknown.detail) === true ? 'unknown' : 'forbidden';
}

function summaryOf(what: string): string {
  return `${what} could not be read`;
}
