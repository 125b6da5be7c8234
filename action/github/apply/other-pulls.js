// Whether a run can have been for another pull request. GitHub does not say which one a run is of, and what the run kept says what its
// workflow file made it say: that file comes from the merge of the head with the base, so another base brings another file.
import { all, env } from '../api.js';

/** A run begins a while after what it is of. */
const delayMs = 5 * 60_000;

/** Both change the base: by hand, and by GitHub where the base was merged itself. */
const BASE_EVENTS = ['base_ref_changed', 'automatic_base_change_succeeded'];

/** One sentence without a full stop; undefined where the run can be for this pull request only. */
export async function doubtOfRun(pull, run) {
  const at = Date.parse(run.created_at);
  const events = await all(`/issues/${pull.number}/events`);
  const moved = events.find(
    (one) => BASE_EVENTS.includes(one.event) && Date.parse(one.created_at) + delayMs > at,
  );
  if (moved !== undefined)
    return `its base was changed at ${moved.created_at}, and run ${run.id} may be for the base before: push to it again, ${delayMs / 60_000} minutes after such a change`;
  const [owner] = env('GITHUB_REPOSITORY').split('/');
  const others = await all(`/pulls?state=all&head=${encodeURIComponent(`${owner}:${pull.head.ref}`)}`);
  const other = others.find((one) => one.number !== pull.number && wasOpen(one, at));
  return other === undefined
    ? undefined
    : `pull request ${other.number} was open from the same branch, and run ${run.id} may be for that one: close it, and plan from a branch of its own`;
}

function wasOpen({ created_at: opened, closed_at: closed }, at) {
  return Date.parse(opened) <= at && (closed == null || Date.parse(closed) + delayMs > at);
}
