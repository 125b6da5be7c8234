// When the first plan of a pull request's head was made: what is given before that was given without anything to look at.
import { env } from '../api.js';
import { doubtOfRun } from '../apply/other-pulls.js';
import { runsFor } from '../apply/plans.js';
import { artifactsOf, filesOf } from '../artifacts.js';
import { attemptOf, subject } from '../names.js';
import { otherThan, readSeal } from '../seal.js';
import { planningWorkflow } from '../workflow.js';

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
  const runs = await runsFor(pull);
  const kept = (await Promise.all(runs.map(keptBy))).flat();
  kept.sort((one, other) => Date.parse(one.artifact.created_at) - Date.parse(other.artifact.created_at));
  for (const { run, attempt, artifact } of kept) {
    const files = await filesOf(artifact);
    const seal = readSeal(Buffer.from(files?.['seal.json'] ?? '').toString('utf8'));
    const isOurs = seal !== undefined && otherThan(seal, { ...expected, run: run.id, attempt }) === undefined;
    if (!isOurs || !SHOWN.includes(seal.exit)) continue;
    // One that may be of another base had another workflow file, and can have kept anything.
    if ((await doubtOfRun(pull, run)) === undefined) return artifact.created_at;
  }
  return undefined;
}

async function keptBy(run) {
  return (await artifactsOf(run.id)).flatMap((artifact) => {
    const attempt = attemptOf(artifact.name);
    return attempt === undefined || artifact.expired ? [] : [{ run, attempt, artifact }];
  });
}
