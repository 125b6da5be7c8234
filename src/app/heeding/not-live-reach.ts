import type { NotLiveReach } from '../../kinds/people/not-live-people.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';

/** How many contacts that are not live a plan reads: none from a snapshot, or where a probe found that Intercom does not list them. */
export function notLiveReach(
  { nonLive = false, snapshot }: { readonly nonLive?: boolean | undefined; readonly snapshot?: unknown },
  { found }: WorkspaceFacts,
): NotLiveReach {
  if (snapshot !== undefined) return 'none';
  if (nonLive) return 'all';
  return found.deleted_list === 'refused' ? 'none' : 'some';
}
