// The digest of the plan as a check on the head commit, with the hash of the receipt: apply compares both.
import { call, env, fail, isFork, readEvent, runUrl, say } from '../api.js';
import { checkName } from '../names.js';

const TITLES = { 0: 'No changes', 2: 'Changes to review', 5: 'Blocked by a guard' };

async function check(headSha) {
  const code = env('EXIT_CODE');
  const digest = env('DIGEST');
  await call('POST', '/check-runs', {
    name: checkName(),
    head_sha: headSha,
    status: 'completed',
    conclusion: code === '0' || code === '2' ? 'success' : 'failure',
    external_id: env('SEAL'),
    details_url: runUrl(),
    output: {
      title: TITLES[code] ?? `Errors (exit ${code})`,
      summary: digest === '' ? 'There is no plan to approve.' : `Digest of the plan: \`${digest}\``,
    },
  });
  say('posted the digest as a check');
}

const event = readEvent();
if (isFork(event)) say('a pull request from a fork: no check is posted');
else
  await check(event.pull_request?.head.sha ?? env('GITHUB_SHA')).catch((error) =>
    fail(`${error.message}. The plan needs checks: write.`),
  );
