// When the first plan of a pull request's head was made: what is given before that was given without anything to look at.
import { all, env } from '../api.js';
import { artifactsOf, filesOf } from '../artifacts.js';
import { attemptOf, subject } from '../names.js';
import { otherThan, readSeal } from '../seal.js';
import { fileOf, planningWorkflow } from '../workflow.js';

/** Exit codes of a plan that shows changes, or that there are none. */
const SHOWN = [0, 2, 5];

/** For this pull request, base and subject, by the workflow's own runs; undefined where there is none. */
export async function firstPlanOf(pull) {
  const expected = {
    repository: env('GITHUB_REPOSITORY'),
    workflow: planningWorkflow(),
    event: 'pull_request',
    subject: subject(encodeURIComponent),
    pull: pull.number,
    base: pull.base.ref,
    head: pull.head.sha,
  };
  const runs = (
    await all(`/actions/runs?event=pull_request&head_sha=${pull.head.sha}`, 'workflow_runs')
  ).filter(
    (run) =>
      run.event === 'pull_request' &&
      run.head_sha === pull.head.sha &&
      run.head_repository?.full_name === env('GITHUB_REPOSITORY') &&
      fileOf(run) === planningWorkflow(),
  );
  const kept = (await Promise.all(runs.map(({ id }) => keptBy(id)))).flat();
  kept.sort((one, other) => Date.parse(one.artifact.created_at) - Date.parse(other.artifact.created_at));
  for (const { run, attempt, artifact } of kept) {
    const files = await filesOf(artifact);
    const seal = readSeal(Buffer.from(files?.['seal.json'] ?? '').toString('utf8'));
    const isOurs = seal !== undefined && otherThan(seal, { ...expected, run, attempt }) === undefined;
    if (isOurs && SHOWN.includes(seal.exit)) return artifact.created_at;
  }
  return undefined;
}

async function keptBy(run) {
  return (await artifactsOf(run)).flatMap((artifact) => {
    const attempt = attemptOf(artifact.name);
    return attempt === undefined || artifact.expired ? [] : [{ run, attempt, artifact }];
  });
}
