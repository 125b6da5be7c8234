// Whether somebody who may has approved a merge request after its plan was there.
import { project } from '../api.js';
import { Doubt } from './judge.js';

/** https://docs.gitlab.com/api/members: 30 is Developer, who may push. */
const developer = 30;

/**
 * When each approval was given, as far as GitLab tells: `approved_at` where it has one, else the system note "approved this merge
 * request" of that user. GitLab does not keep for which commit, so its time must be after the plan of the merged head, and after that
 * head was pushed.
 */
export function approvalTimes({ approved_by: approvals = [] }, notes) {
  return approvals.map(({ user, approved_at: at }) => ({ user, at: at ?? noted(user, notes) }));
}

function noted(user, notes) {
  const [newest] = notes
    .filter((note) => note.system === true && note.author?.id === user.id)
    .filter((note) => /^(?:un)?approved this merge request$/.test(note.body))
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  return newest?.body.startsWith('un') ? undefined : newest?.created_at;
}

/** Since when its head and its target are those that were merged; undefined where GitLab does not tell. */
export function headSince(versions, { sha, merged_at: mergedAt }) {
  const [newest] = versions
    .filter(({ created_at: at }) => Date.parse(at) <= Date.parse(mergedAt))
    .sort((a, b) => b.id - a.id);
  return newest?.head_commit_sha === sha ? newest.created_at : undefined;
}

/** GitLab's own notes of what somebody pushed: "added 1 commit", and a list. */
function hasPushed(user, notes) {
  return notes.some(
    (note) => note.system === true && note.author?.id === user.id && /^added \d+ commits?\b/.test(note.body),
  );
}

/** Why one approval does not count; undefined where it does. */
export function approvalDoubt({ user, at }, { request, plannedAt, since, notes, member, account }) {
  const who = `@${user.username}`;
  if (user.id === request.author?.id) return `${who} is its author`;
  if (hasPushed(user, notes)) return `${who} pushed to it`;
  if (at === undefined) return `GitLab does not say when ${who} approved`;
  if (!(Date.parse(at) > Date.parse(plannedAt))) return `${who} approved before the plan was there`;
  if (!(Date.parse(at) > Date.parse(since))) return `${who} approved before its head was what was merged`;
  if (!(Date.parse(at) <= Date.parse(request.merged_at))) return `${who} approved after the merge`;
  if (account?.bot !== false)
    return account?.bot === true ? `${who} is a bot` : `GitLab does not say whether ${who} is a bot`;
  if (!((member?.access_level ?? 0) >= developer))
    return `${who} is not at least a Developer of this project`;
  return undefined;
}

/** The user whose approval counts. Throws a doubt where there is none. */
export async function requireApproval({ all, get, find }, request, plannedAt) {
  const path = `${project()}/merge_requests/${request.iid}`;
  const notes = await all(`${path}/notes`);
  const given = approvalTimes(await get(`${path}/approvals`), notes);
  const since = headSince(await all(`${path}/versions`), request);
  const doubts = [];
  for (const approval of given) {
    const [member, account] = await Promise.all([
      find(`${project()}/members/all/${approval.user.id}`),
      find(`/users/${approval.user.id}`),
    ]);
    const doubt = approvalDoubt(approval, { request, plannedAt, since, notes, member, account });
    if (doubt === undefined) return approval.user;
    doubts.push(doubt);
  }
  throw new Doubt(
    given.length === 0 ? 'nobody approved it' : `no approval of it counts: ${doubts.join('; ')}`,
    'Open a new merge request, let a Developer who is not its author approve it after its plan is done, and merge that',
  );
}
