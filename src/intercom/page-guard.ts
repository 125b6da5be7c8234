import { IntercomError } from './error.ts';
import type { Answer } from './transport.ts';

/** Called with each page: the id of its first row and what leads to the next page. */
export type PageGuard = (
  answer: Answer,
  page: { readonly firstId: string | undefined; readonly next: string | undefined },
) => void;

/**
 * Throws an IntercomError of family `repeated-page` when a page or a cursor comes again: a cursor that is ignored would
 * otherwise return the first page for ever (intercom 8.21).
 */
export function createPageGuard(): PageGuard {
  const firstIds = new Set<string>();
  const cursors = new Set<string>();
  return (answer, { firstId, next }) => {
    const again =
      (firstId !== undefined && firstIds.has(firstId)) || (next !== undefined && cursors.has(next));
    if (firstId !== undefined) firstIds.add(firstId);
    if (next !== undefined) cursors.add(next);
    if (!again) return;
    throw new IntercomError({
      family: 'repeated-page',
      messages: ['the next page is one that was read already'],
      method: answer.method,
      path: answer.path,
      status: answer.status,
      requestId: answer.requestId,
    });
  };
}
