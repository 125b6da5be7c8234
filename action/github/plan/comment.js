// The plan as a comment on the pull request, one that stands for each environment.
import { call, env, isFork, readEvent, say } from '../api.js';
import { marker, subject } from '../names.js';
import { replace, stands } from '../talk/comments.js';
import { readText } from '../talk/facts.js';
import { runLink } from '../talk/links.js';
import { lost } from '../talk/lost.js';
import { skippedWords } from './check-words.js';
import { planComment } from './comment-body.js';

async function comment(pull) {
  const { head } = await call('GET', `/pulls/${pull.number}`);
  if (head.sha !== pull.head.sha)
    return say('the pull request has a newer commit, whose plan is the one to comment');
  const mark = marker();
  const skip = env('SKIP');
  // Where an earlier commit was planned, its plan must not be left standing.
  if (skip !== '' && !(await stands(pull.number, mark))) return say('there is no plan to comment');
  const digest = env('DIGEST');
  const body = planComment(skip === '' ? readText('plan.md') : skippedWords(skip), {
    mark,
    digest,
    head: pull.head.sha,
    report: env('REPORT'),
    run: runLink(),
    place: subject((name) => name),
  });
  await replace(pull.number, { mark, of: digest, body });
}

const event = readEvent();
if (event.pull_request === undefined)
  say('no pull request to comment on: the plan is in the summary of the job');
else if (isFork(event)) say('a pull request from a fork: the plan is in the summary of the job');
else
  await comment(event.pull_request).catch((error) =>
    lost(
      'The plan was not commented',
      error,
      'What stands on the pull request may be an earlier plan. Commenting needs pull-requests: write.',
    ),
  );
