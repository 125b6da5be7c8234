import type { PullRequest, User } from './facts.ts';
import type { FakeGithub } from './fake-github.ts';
import { type Answer, type Ask, found, type Routes } from './route.ts';

/** GitHub answers for so many commits of a pull request. */
const MOST_COMMITS = 250;

/** By the first field of the query. */
export const GRAPHQL: Routes = {
  // Unlike the REST API, it tells the token of a job who it is.
  'POST /graphql viewer': ({ github }) => found({ data: { viewer: { login: github.login } } }),
  'POST /graphql minimizeComment': ({ github, sent }) => {
    const { id } = sent['variables'] as { readonly id: string };
    if (!github.comments.some((comment) => `IC_${comment.id}` === id)) return missing('a node');
    github.hidden.push(id);
    return found({ data: { minimizeComment: { clientMutationId: null } } });
  },
  'POST /graphql repository': listsOf,
};

/** `/graphql viewer`: a path of its own for each thing that is asked. */
export function graphqlPath(query: unknown): string {
  return `/graphql ${/\{\s*(\w+)/.exec(String(query))?.[1]}`;
}

/** With status 200, unlike the REST API. */
function missing(what: string): Answer {
  return { status: 200, body: { data: null, errors: [{ message: `Could not resolve to ${what}` }] } };
}

/** The lists of a pull request, of which it tells more than the REST API. */
function listsOf({ github, sent }: Ask): Answer {
  const { query, variables } = sent as {
    readonly query: string;
    readonly variables: { readonly number: number; readonly after: string | null };
  };
  const pull = github.pulls.find(({ number }) => number === variables.number);
  if (pull === undefined) return missing('a PullRequest');
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
