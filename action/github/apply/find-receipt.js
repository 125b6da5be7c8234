// Which run kept the receipt that approves this commit, and what the check on the head commit says of it. Whatever is in doubt
// ends the job: no receipt, nothing applied.
import { all, env, fail, say, setOutput } from '../api.js';
import { artifactName, checkName } from '../names.js';

class Doubt extends Error {}

/** The head commit that was reviewed, and the run that planned it. */
async function reviewed() {
  if (env('INPUT_EXPECT') === 'this-run') return { head: env('GITHUB_SHA'), run: env('GITHUB_RUN_ID') };
  const pull = await mergedPull();
  say(`this commit merged pull request ${pull.number}, whose head was ${pull.head.sha}`);
  return { head: pull.head.sha, run: (await planningRun(pull)).id };
}

async function mergedPull() {
  const [sha, repository] = [env('GITHUB_SHA'), env('GITHUB_REPOSITORY')];
  const merged = (await all(`/commits/${sha}/pulls`)).filter(
    (pull) =>
      pull.merged_at != null &&
      pull.merge_commit_sha === sha &&
      `refs/heads/${pull.base.ref}` === env('GITHUB_REF'),
  );
  const [pull] = merged;
  if (pull === undefined || merged.length > 1)
    throw new Doubt(
      `${merged.length === 0 ? 'No pull request was' : `${merged.length} pull requests were`} merged as this commit, so nobody has reviewed a plan of it`,
    );
  if (pull.head.repo?.full_name !== repository)
    throw new Doubt(
      `Pull request ${pull.number} comes from a fork, whose plan was none of the workspace: plan it again from a branch of ${repository}`,
    );
  return pull;
}

async function planningRun(pull) {
  const workflow = workflowPath();
  const runs = await all(`/actions/runs?event=pull_request&head_sha=${pull.head.sha}`, 'workflow_runs');
  const [newest] = runs
    .filter(
      (run) =>
        run.event === 'pull_request' &&
        run.head_sha === pull.head.sha &&
        run.head_repository?.full_name === env('GITHUB_REPOSITORY') &&
        run.path.split('@')[0] === workflow,
    )
    .sort((a, b) => b.id - a.id);
  if (newest === undefined)
    throw new Doubt(`${workflow} has no run for the head ${pull.head.sha} of pull request ${pull.number}`);
  return newest;
}

/** `.github/workflows/interform.yml`. */
function workflowPath() {
  const named = env('INPUT_WORKFLOW');
  if (named !== '') return named.includes('/') ? named : `.github/workflows/${named}`;
  const [reference = ''] = env('GITHUB_WORKFLOW_REF').split('@');
  return reference.slice(env('GITHUB_REPOSITORY').length + 1);
}

async function requireArtifact(run) {
  const name = artifactName();
  const found = (
    await all(`/actions/runs/${run}/artifacts?name=${encodeURIComponent(name)}`, 'artifacts')
  ).filter((artifact) => artifact.name === name);
  if (found.length === 0) throw new Doubt(`Run ${run} kept no receipt ${name}`);
  if (found.every((artifact) => artifact.expired))
    throw new Doubt(`The receipt ${name} of run ${run} has expired`);
}

async function checkedSeal(head) {
  const name = checkName();
  const runs = await all(
    `/commits/${head}/check-runs?filter=latest&check_name=${encodeURIComponent(name)}`,
    'check_runs',
  );
  const [newest] = runs.filter((run) => run.name === name).sort((a, b) => b.id - a.id);
  if (
    newest?.conclusion !== 'success' ||
    !/^sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}$/.test(newest.external_id ?? '')
  )
    throw new Doubt(`The head ${head} has no check ${JSON.stringify(name)} that names the digest of a plan`);
  return newest.external_id;
}

try {
  const { head, run } = await reviewed();
  await requireArtifact(run);
  setOutput('seal', await checkedSeal(head));
  setOutput('run-id', run);
  say(`the receipt is that of run ${run}`);
} catch (error) {
  const help =
    error instanceof Doubt
      ? 'Plan in a pull request and merge that, or apply with expect: none after a review of your own.'
      : 'The apply needs contents: read, pull-requests: read, checks: read and actions: read.';
  fail(`${error.message}. Nothing was applied. ${help}`);
}
