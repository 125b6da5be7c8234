import type { Comment, Issue } from './facts.ts';
import { type Answer, type Ask, found, type Routes, refusal } from './route.ts';

/** What GitHub takes. */
const MOST_CHARACTERS = 65_536;

export const ISSUES: Routes = {
  'GET /issues': ({ github, query, page }) =>
    found(
      page(
        github.issues.filter(
          ({ state, user }) =>
            [state, 'all'].includes(query.get('state') ?? 'open') &&
            [null, user.login].includes(query.get('creator')),
        ),
      ),
    ),
  'POST /issues': (ask) =>
    write(ask, (body) => {
      const { github, sent } = ask;
      const issue: Issue = {
        number: github.nextId(),
        user: writer(ask),
        title: String(sent['title']),
        body,
        state: 'open',
      };
      github.issues.push(issue);
      return issue;
    }),
  'PATCH /issues/*': (ask) => {
    const issue = ask.github.issues.find(({ number }) => number === Number(ask.parts[0]));
    if (issue === undefined) return refusal(404, 'Not Found');
    return write(ask, () => Object.assign(issue, ask.sent));
  },
  'GET /issues/*/events': ({ github, parts, page }) =>
    found(page(github.events.filter(({ issue }) => issue === Number(parts[0])))),
  'GET /issues/*/comments': ({ github, parts, page }) =>
    found(page(github.comments.filter(({ issue }) => issue === Number(parts[0])).map(listed))),
  'POST /issues/*/comments': (ask) =>
    write(ask, (body) => {
      const { github, parts } = ask;
      const created_at = github.time();
      const comment = { id: github.nextId(), issue: Number(parts[0]), user: writer(ask), created_at, body };
      github.comments.push(comment);
      return listed(comment);
    }),
  'PATCH /issues/comments/*': (ask) => {
    const comment = ask.github.comments.find(({ id }) => id === Number(ask.parts[0]));
    if (comment === undefined) return refusal(404, 'Not Found');
    return write(ask, (body) => {
      comment.body = body;
      return listed(comment);
    });
  },
};

function listed(comment: Comment) {
  const html_url = `https://github.test/acme/crm/pull/${comment.issue}#issuecomment-${comment.id}`;
  return { ...comment, node_id: `IC_${comment.id}`, html_url };
}

function writer({ github: { login } }: Ask) {
  return { login, type: login.endsWith('[bot]') ? ('Bot' as const) : ('User' as const) };
}

function write({ sent }: Ask, how: (body: string) => object): Answer {
  const body = String(sent['body'] ?? '');
  if (body.length > MOST_CHARACTERS) return refusal(422, 'Body is too long');
  return { status: 200, body: how(body) };
}
