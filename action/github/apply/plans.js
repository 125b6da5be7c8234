// The plan that a pull request was merged with: the newest one that was made for it before the merge, by a run of the workflow itself.
// Trusted is what GitHub knows of that run, not what anybody says of it: checks and comments can be written by everybody who may write.
import { all, call, env } from '../api.js';
import { artifactsOf, filesOf } from '../artifacts.js';
import { artifactName, attemptOf, subject } from '../names.js';
import { digestIn, hashOf, otherThan, readSeal } from '../seal.js';
import { fileOf, planningWorkflow } from '../workflow.js';
import { doubtOfRun } from './other-pulls.js';

/** Why the plan of a pull request approves nothing; one sentence without a full stop. */
export class NoPlan extends Error {}

/**
 * @param pull a merged pull request, as GitHub gives it.
 * @returns {Promise<{ receipt: Uint8Array, seal: import('../seal.js').Seal, madeAt: string }>} `madeAt` is when the
 *   receipt was kept. Throws NoPlan.
 */
export async function planOf(pull) {
  if (pull.head.repo?.full_name !== env('GITHUB_REPOSITORY'))
    throw new NoPlan('it comes from a fork, whose plan was none of the workspace');
  const runs = await runsFor(pull);
  if (runs.length === 0)
    throw new NoPlan(
      `${planningWorkflow()} has no run for its head ${pull.head.sha} on the branch ${pull.head.ref}`,
    );
  const kept = (await Promise.all(runs.map(keptBy))).flat().sort(byAge);
  const inTime = kept.filter(({ artifact }) => isBefore(artifact.created_at, pull.merged_at));
  const newest = await newestOf(pull, inTime);
  if (newest === undefined)
    throw new NoPlan(
      kept.length === 0
        ? `its runs kept no receipt ${artifactName()}`
        : kept.length > inTime.length
          ? 'it was planned after it was merged, when nobody could review that any more'
          : 'the runs for its head were for other pull requests',
    );
  requireNothingLater(pull, runs, kept, newest.artifact);
  await requireRun(pull, newest);
  const receipt = requireReceipt(newest);
  return { receipt, seal: newest.seal, madeAt: newest.artifact.created_at };
}

/** The runs of the workflow for the head of a pull request, and its branch: others can have another file by that name. */
export async function runsFor(pull) {
  const runs = await all(`/actions/runs?event=pull_request&head_sha=${pull.head.sha}`, 'workflow_runs');
  return runs.filter((run) => isFor(run, pull));
}

function isFor(run, pull) {
  return (
    run.event === 'pull_request' &&
    run.head_sha === pull.head.sha &&
    run.head_branch === pull.head.ref &&
    run.head_repository?.full_name === env('GITHUB_REPOSITORY') &&
    fileOf(run) === planningWorkflow()
  );
}

async function keptBy(run) {
  return (await artifactsOf(run.id)).flatMap((artifact) => {
    const attempt = attemptOf(artifact.name);
    return attempt === undefined ? [] : [{ run, attempt, artifact }];
  });
}

/** In doubt, as in the same second, it is not. */
const isBefore = (one, other) => Date.parse(one) < Date.parse(other);
const byAge = (one, other) =>
  Date.parse(other.artifact.created_at) - Date.parse(one.artifact.created_at) ||
  other.artifact.id - one.artifact.id;

/** The first that was made for this pull request: those of others with the same head are passed over. */
async function newestOf(pull, kept) {
  for (const { run, attempt, artifact } of kept) {
    if (artifact.expired) throw new NoPlan(`the receipt of run ${run.id} has expired`);
    const files = await filesOf(artifact);
    const seal = readSeal(Buffer.from(files?.['seal.json'] ?? '').toString('utf8'));
    if (seal === undefined) throw new NoPlan(`what run ${run.id} kept has no seal`);
    if (seal.pull !== pull.number) continue;
    return { run, attempt, artifact, seal, files };
  }
  return undefined;
}

/** A later plan that nobody can look at could have shown something else. */
function requireNothingLater(pull, runs, kept, artifact) {
  const later = runs.find(
    ({ id, created_at: at, conclusion }) =>
      isBefore(artifact.created_at, at) &&
      isBefore(at, pull.merged_at) &&
      conclusion !== 'skipped' &&
      kept.every(({ run }) => run.id !== id),
  );
  if (later !== undefined)
    throw new NoPlan(`run ${later.id} was to plan it again before the merge, and kept nothing`);
}

/** The very attempt, asked for by its id, and everything that its seal says of it. */
async function requireRun(pull, { run: { id }, attempt, seal }) {
  const run = await call('GET', `/actions/runs/${id}/attempts/${attempt}`);
  if (!isFor(run, pull) || run.id !== id || run.run_attempt !== attempt)
    throw new NoPlan(`attempt ${attempt} of run ${id} is not what it was listed as`);
  const other = otherThan(seal, {
    repository: env('GITHUB_REPOSITORY'),
    workflow: planningWorkflow(),
    event: 'pull_request',
    run: id,
    attempt,
    subject: subject(encodeURIComponent),
    pull: pull.number,
    base: pull.base.ref,
    head: pull.head.sha,
  });
  if (other !== undefined) throw new NoPlan(`the receipt of run ${id} is not for this: ${other}`);
  const doubt = await doubtOfRun(pull, run);
  if (doubt !== undefined) throw new NoPlan(doubt);
}

/** The receipt that a seal seals. Throws NoPlan. */
export function requireReceipt({ run: { id }, seal, files }) {
  if (seal.exit === 5) throw new NoPlan(`its newest plan, of run ${id}, was blocked by a guard`);
  if (seal.receipt === null) throw new NoPlan(`its newest plan, of run ${id}, failed (exit ${seal.exit})`);
  const receipt = files['plan.receipt'];
  if (receipt === undefined || hashOf(receipt) !== seal.receipt || digestIn(receipt) !== seal.digest)
    throw new NoPlan(`the receipt of run ${id} is not the one that its seal names`);
  return receipt;
}
