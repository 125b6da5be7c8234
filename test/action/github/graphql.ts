import type { PullRequest, User } from './facts.ts';
import type { FakeGithub } from './fake-github.ts';
import { type Answer, refusal } from './route.ts';

/** GitHub answers for so many commits of a pull request. */
const MOST_COMMITS = 250;

/** The lists of a pull request that the action asks GraphQL for, which tells more of them than the REST API. */
export function answerQuery(github: FakeGithub, sent: Readonly<Record<string, unknown>>): Answer {
  const { query, variables } = sent as {
    readonly query: string;
    readonly variables: { readonly number: number; readonly after: string | null };
  };
  github.asked.push('POST /graphql');
  if (github.forbidden?.test('/graphql')) return refusal(403, 'Resource not accessible by integration');
  const pull = github.pulls.find(({ number }) => number === variables.number);
  // With status 200, unlike the REST API.
  if (pull === undefined)
    return { status: 200, body: { data: null, errors: [{ message: 'Could not resolve to a PullRequest' }] } };
  const list = (nodes: readonly unknown[]) => {
    const from = Number(variables.after ?? 0);
    const pageInfo = { hasNextPage: from + 100 < nodes.length, endCursor: String(from + 100) };
    return { pageInfo, nodes: nodes.slice(from, from + 100) };
  };
  const fields = /\breviews\(/.test(query)
    ? { reviews: list(reviews(github, pull)) }
    : { commits: list(commits(github, pull)) };
  return { status: 200, body: { data: { repository: { pullRequest: fields } } } };
}

function reviews(github: FakeGithub, pull: PullRequest) {
  return github.reviews
    .filter((review) => review.pull === pull.number)
    .map(({ id, user, state, body, commit_id, submitted_at, lastEditedAt = null }) => ({
      fullDatabaseId: String(id),
      author: { __typename: user.type, login: loginOf(user) },
      ...{ state, body, commit: { oid: commit_id }, submittedAt: submitted_at, lastEditedAt },
    }));
}

function commits(github: FakeGithub, pull: PullRequest) {
  const { ahead } = github.graph.compare(pull.base.sha, pull.head.sha);
  return ahead.slice(0, MOST_COMMITS).map(({ sha, author, coAuthors = [] }) => {
    const nodes = [author, ...coAuthors].map(person);
    return {
      commit: { oid: sha, authors: { totalCount: nodes.length, nodes }, committer: person(author) },
    };
  });
}

/** A name with an @ is an address that is nobody's account. */
function person(name: string) {
  return name.includes('@')
    ? { email: name, user: null }
    : { email: `${name}@acme.test`, user: { login: name } };
}

/** Without the brackets that the REST API puts behind it. */
function loginOf({ login }: User): string {
  return login.replace(/\[bot\]$/, '');
}
