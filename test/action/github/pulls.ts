import type { PullRequest } from './facts.ts';
import { found, type Routes } from './route.ts';

const byNumber = (pulls: readonly PullRequest[], number = '') =>
  pulls.find((pull) => pull.number === Number(number));

export const PULLS: Routes = {
  'GET /pulls': ({ github, query, page }) => {
    const [state, base, head] = ['state', 'base', 'head'].map((name) => query.get(name));
    return found(
      page(
        github.pulls.filter(
          (pull) =>
            (state === 'all' || pull.state === (state ?? 'open')) &&
            (base === null || base === undefined || pull.base.ref === base) &&
            (head === null || head === undefined || `acme:${pull.head.ref}` === head),
        ),
      ),
    );
  },
  'GET /pulls/*': ({ github, parts }) => {
    const pull = byNumber(github.pulls, parts[0]);
    if (pull === undefined) return found(undefined);
    const { ahead, files } = github.graph.compare(pull.base.sha, pull.head.sha);
    return found({ ...pull, commits: ahead.length, changed_files: files.length });
  },
  'GET /pulls/*/reviews': ({ github, parts, page }) =>
    found(page(github.reviews.filter(({ pull }) => pull === Number(parts[0])))),
  'GET /pulls/*/files': ({ github, parts, page }) => {
    const pull = byNumber(github.pulls, parts[0]);
    return found(pull && page(github.graph.compare(pull.base.sha, pull.head.sha).files));
  },
  'GET /pulls/*/commits': ({ github, parts, page }) => {
    const pull = byNumber(github.pulls, parts[0]);
    const commits = pull && github.graph.compare(pull.base.sha, pull.head.sha).ahead;
    return found(
      commits &&
        page(
          commits.map(({ sha, parents, author, date }) => ({
            sha,
            parents: parents.map((parent) => ({ sha: parent })),
            author: { login: author },
            committer: { login: author },
            commit: { author: { date }, committer: { date } },
          })),
        ),
    );
  },
};
