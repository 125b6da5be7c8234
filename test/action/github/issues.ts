import { type Answer, type Ask, found, type Routes, refusal } from './route.ts';

/** What GitHub takes. */
const MOST_CHARACTERS = 65_536;

export const ISSUES: Routes = {
  'GET /issues/*/events': ({ github, parts, page }) =>
    found(page(github.events.filter(({ issue }) => issue === Number(parts[0])))),
  'GET /issues/*/comments': ({ github, parts, page }) =>
    found(page(github.comments.filter(({ issue }) => issue === Number(parts[0])))),
  'POST /issues/*/comments': (ask) =>
    write(ask, (body) => {
      const user = { login: 'github-actions[bot]', type: 'Bot' };
      const { github, parts } = ask;
      const created_at = github.time();
      github.comments.push({ id: github.nextId(), issue: Number(parts[0]), user, created_at, body });
    }),
  'PATCH /issues/comments/*': (ask) =>
    write(ask, (body) => {
      const comment = ask.github.comments.find(({ id }) => id === Number(ask.parts[0]));
      if (comment !== undefined) comment.body = body;
    }),
  'DELETE /issues/comments/*': ({ github, parts }) => {
    const at = github.comments.findIndex(({ id }) => id === Number(parts[0]));
    if (at !== -1) github.comments.splice(at, 1);
    return { status: 204, body: undefined };
  },
};

function write({ sent }: Ask, how: (body: string) => void): Answer {
  const body = String(sent['body'] ?? '');
  if (body.length > MOST_CHARACTERS) return refusal(422, 'Body is too long');
  how(body);
  return { status: 200, body: {} };
}
