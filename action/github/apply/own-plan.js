// The plan of an earlier job of this very run, which the reviewers of an environment have before them when they are asked.
import { env } from '../api.js';
import { artifactsOf, filesOf } from '../artifacts.js';
import { attemptOf, subject } from '../names.js';
import { otherThan, readSeal } from '../seal.js';
import { ownWorkflow } from '../workflow.js';
import { NoPlan, requireReceipt } from './plans.js';

/** The newest of this run, whose plan may be of an earlier attempt than its apply. Throws NoPlan. */
export async function ownPlan() {
  const id = Number(env('GITHUB_RUN_ID'));
  const [artifact] = (await artifactsOf(id)).filter(({ name }) => attemptOf(name) !== undefined);
  if (artifact === undefined) throw new NoPlan('no earlier job of this run has planned');
  if (artifact.expired) throw new NoPlan('the receipt of this run has expired');
  const files = await filesOf(artifact);
  const seal = readSeal(Buffer.from(files?.['seal.json'] ?? '').toString('utf8'));
  if (seal === undefined) throw new NoPlan('what this run kept has no seal');
  const other = otherThan(seal, {
    repository: env('GITHUB_REPOSITORY'),
    workflow: ownWorkflow(),
    event: env('GITHUB_EVENT_NAME'),
    run: id,
    attempt: attemptOf(artifact.name),
    subject: subject(encodeURIComponent),
    head: env('GITHUB_SHA'),
  });
  if (other !== undefined) throw new NoPlan(`the receipt of this run is not for this: ${other}`);
  return { receipt: requireReceipt({ run: { id }, seal, files }), seal };
}
