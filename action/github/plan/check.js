// The plan as a check on the head commit: also where it could not be commented, was skipped, or did not end.
import { call, env, isFork, readEvent, say } from '../api.js';
import { checkName } from '../names.js';
import { readFacts } from '../talk/facts.js';
import { runLink } from '../talk/links.js';
import { lost } from '../talk/lost.js';
import { planCounts } from '../talk/words.js';
import { checkWords } from './check-words.js';

const event = readEvent();
const head = event.pull_request?.head.sha ?? event.merge_group?.head_sha ?? env('GITHUB_SHA');
const run = runLink();
const { conclusion, ...output } = checkWords({
  exit: env('EXIT_CODE'),
  skip: env('SKIP'),
  digest: env('DIGEST'),
  event: env('GITHUB_EVENT_NAME'),
  counts: planCounts(readFacts('plan.json')),
  run,
  report: env('REPORT'),
});
if (isFork(event)) say('a pull request from a fork: no check is posted');
else
  await call('POST', '/check-runs', {
    name: checkName(),
    head_sha: head,
    status: 'completed',
    conclusion,
    external_id: env('DIGEST'),
    details_url: run,
    output,
  }).then(
    () => say('posted the plan as a check'),
    (error) => lost('The check of the plan was not posted', error, 'It needs checks: write.'),
  );
