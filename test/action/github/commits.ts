import type { Commit } from './facts.ts';
import { MOST_FILES } from './graph.ts';
import { found, type Routes } from './route.ts';

export const COMMITS: Routes = {
  // Of every pull request that has the commit, whether it was merged as that or brought it along; nothing for a while.
  'GET /commits/*/pulls': ({ github, parts: [sha = ''], page }) => {
    if (github.associationLag > 0) {
      github.associationLag -= 1;
      return found([]);
    }
    return found(
      page(
        github.pulls.filter(
          ({ merge_commit_sha, head, landed }) =>
            merge_commit_sha === sha || head.sha === sha || landed.includes(sha),
        ),
      ),
    );
  },
  // By cursor: there is no second page here. Newest first.
  'GET /activity': ({ github, query }) =>
    found(
      github.moves
        .filter(({ ref }) => ref === query.get('ref'))
        .reverse()
        .slice(0, Number(query.get('per_page') ?? 30)),
    ),
  'GET /commits/*': ({ github, parts: [sha = ''] }) => {
    const commit = github.graph.find(sha);
    return found(commit && listed(commit));
  },
  'GET /branches/*': ({ github, parts: [name] }) => {
    const branch = github.branches.find((one) => one.name === name);
    return found(branch && { name, commit: { sha: branch.sha } });
  },
  // Commits are paged; files stand on the first page only, 300 at most.
  'GET /compare/*': ({ github, parts: [basehead = ''], query, page }) => {
    const [base = '', head = ''] = basehead
      .split('...')
      .map((ref) => github.branches.find(({ name }) => name === ref)?.sha ?? ref);
    if (github.graph.find(base) === undefined || github.graph.find(head) === undefined)
      return found(undefined);
    const { status, mergeBase, ahead, behind, files } = github.graph.compare(base, head);
    return found({
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      merge_base_commit: { sha: mergeBase },
      commits: page(ahead.map(listed)),
      files: Number(query.get('page') ?? 1) === 1 ? files.slice(0, MOST_FILES) : [],
    });
  },
};

function listed({ sha, parents, author, date }: Commit) {
  return {
    sha,
    parents: parents.map((parent) => ({ sha: parent })),
    author: { login: author },
    commit: { author: { date }, committer: { date } },
  };
}
