// What GitHub knows of those who gave allowances, and of those who wrote what they are for.
import { all, call, env, graphql } from '../api.js';

/** GitHub lists so many commits of a pull request at most. */
const mostCommits = 250;
/** Of one page; more pushes than these to one branch are not looked through. */
const mostPushes = 100;

/** Labels as events, whose names are those of then. */
export function eventsOf(pull) {
  return all(`/issues/${pull.number}/events`);
}

const REVIEWS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    reviews(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { fullDatabaseId author { __typename login } state body commit { oid } submittedAt lastEditedAt }
    }
  } }
}`;

/** Whether a review was edited, which everybody who may write can do, is known to GraphQL only. */
export async function reviewsOf(pull) {
  const reviews = await listOf(REVIEWS, pull, 'reviews');
  return reviews.map(({ fullDatabaseId, author, state, body, commit, submittedAt, lastEditedAt }) => ({
    id: Number(fullDatabaseId),
    by: author && { login: author.login, type: author.__typename },
    state,
    body,
    commit: commit?.oid,
    // One that is not sent has no time.
    at: submittedAt ?? new Date(0).toISOString(),
    edited: lastEditedAt !== null,
  }));
}

const COMMITS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    commits(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { commit {
        oid
        authors(first: 100) { totalCount nodes { email user { login } } }
        committer { email user { login } }
      } }
    }
  } }
}`;

/** Who wrote each commit: its author, those of its Co-authored-by lines, and who committed it. */
export async function commitsOf(pull) {
  const nodes = await listOf(COMMITS, pull, 'commits');
  const commits = nodes.map(({ commit: { oid, authors, committer } }) => {
    const people = [...authors.nodes, committer].filter((one) => one !== null);
    return {
      sha: oid,
      logins: loginsOf(people),
      // Without those of Co-authored-by lines, such as of a suggestion that was taken.
      makers: loginsOf([authors.nodes[0], committer].filter((one) => one != null)),
      emails: people.map(({ email }) => email ?? ''),
      isKnown: authors.nodes[0]?.user != null && authors.totalCount === authors.nodes.length,
    };
  });
  const isWhole = commits.length === pull.commits && commits.length < mostCommits;
  return { commits, ...(isWhole ? {} : { doubt: 'the pull request has more commits than GitHub lists' }) };
}

function loginsOf(people) {
  return people.flatMap(({ user }) => (user === null ? [] : [user.login]));
}

/** Who moved the branch of the pull request, and when: a commit names whom its writer likes, a push does not. */
export async function pushesOf(pull) {
  const ref = encodeURIComponent(`refs/heads/${pull.head.ref}`);
  const moves = await call('GET', `/activity?ref=${ref}&per_page=${mostPushes}`);
  const pushes = moves.map(({ actor, after, timestamp }) => ({ login: actor?.login, after, at: timestamp }));
  const isWhole =
    moves.length < mostPushes || Date.parse(moves.at(-1).timestamp) < Date.parse(pull.created_at);
  return {
    pushes,
    ...(isWhole ? {} : { doubt: 'its branch was pushed to more often than can be looked through' }),
  };
}

async function listOf(text, { number }, field) {
  const [owner, name] = env('GITHUB_REPOSITORY').split('/');
  const found = [];
  for (let after = null; ; ) {
    const { repository } = await graphql(text, { owner, name, number, after });
    const { nodes, pageInfo } = repository.pullRequest[field];
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}
