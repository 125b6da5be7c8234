// One comment on the pull request for each environment, updated in place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, call, env, fail, isFork, ownLogin, readEvent, runUrl, say } from '../api.js';
import { marker } from '../names.js';

/** What GitHub takes. */
const MOST_CHARACTERS = 65_536;

function bodyOf(pull) {
  const plan = readFileSync(join(env('FOLDER'), 'plan.md'), 'utf8').trim();
  const digest = env('DIGEST') === '' ? '' : ` · digest <code>${env('DIGEST')}</code>`;
  const foot = `<sub>Plan of ${pull.head.sha} · <a href="${runUrl()}">run</a>${digest}</sub>`;
  const body = [marker(), plan, '', foot].join('\n');
  if (body.length <= MOST_CHARACTERS) return body;
  return [
    marker(),
    `**The plan is too long for a comment: <a href="${runUrl()}">the summary of the run</a> holds it.**`,
    '',
    foot,
  ].join('\n');
}

async function comment(pull) {
  const { head } = await call('GET', `/pulls/${pull.number}`);
  if (head.sha !== pull.head.sha)
    return say('the pull request has a newer commit, whose plan is the one to comment');
  const login = await ownLogin();
  // Anybody can write the marker; only what is ours is updated.
  const isOurs = ({ user }) => (login === undefined ? user?.type === 'Bot' : user?.login === login);
  const mark = marker();
  const [first, ...others] = (await all(`/issues/${pull.number}/comments`)).filter(
    (one) => isOurs(one) && one.body?.startsWith(mark),
  );
  const body = bodyOf(pull);
  if (first === undefined) await call('POST', `/issues/${pull.number}/comments`, { body });
  else await call('PATCH', `/issues/comments/${first.id}`, { body });
  // Two runs at one time can have made two; a stale one would be read as the plan.
  for (const { id } of others) await call('DELETE', `/issues/comments/${id}`);
  say(first === undefined ? 'commented the plan' : 'updated the comment');
}

const event = readEvent();
if (event.pull_request === undefined)
  say('no pull request to comment on: the plan is in the summary of the job');
else if (isFork(event)) say('a pull request from a fork: the plan is in the summary of the job');
else
  await comment(event.pull_request).catch((error) =>
    fail(`${error.message}. The plan needs pull-requests: write.`),
  );
