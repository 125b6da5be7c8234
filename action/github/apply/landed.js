// The pull requests that were merged into this branch within a range of commits.
import { all, env, pause, say } from '../api.js';
import { ownBranch } from '../workflow.js';

/** How often the newest commit is asked for its pull request, which GitHub knows a while after the push only. */
const mostAsks = 5;

/** @param {ReadonlyMap<string, readonly string[]>} commits parents by commit. */
export async function landedPulls(commits) {
  const found = new Map();
  const tip = env('GITHUB_SHA');
  const open = [tip];
  const seen = new Set();
  for (let sha = open.shift(); sha !== undefined; sha = open.shift()) {
    if (seen.has(sha)) continue;
    seen.add(sha);
    const merged = (sha === tip ? await patiently(sha) : await pullsOf(sha)).filter(
      (pull) => pull.merged_at != null && pull.base.ref === ownBranch() && commits.has(pull.merge_commit_sha),
    );
    for (const pull of merged) found.set(pull.number, pull);
    // Behind the commit that a pull request was merged as lies only what that brought.
    const isMerge = merged.some((pull) => pull.merge_commit_sha === sha);
    const [first, ...others] = commits.get(sha) ?? [];
    open.push(...[first, ...(isMerge ? [] : others)].filter((parent) => commits.has(parent)));
  }
  return [...found.values()].sort((one, other) => one.number - other.number);
}

async function patiently(sha) {
  // Only a push is that new.
  const asks = env('GITHUB_EVENT_NAME') === 'push' ? mostAsks : 1;
  for (let ask = 1; ; ask++) {
    const pulls = await pullsOf(sha);
    if (pulls.length > 0 || ask === asks) return pulls;
    say('GitHub knows no pull request of this commit yet');
    await pause(2 ** ask);
  }
}

function pullsOf(sha) {
  return all(`/commits/${sha}/pulls`);
}
