// What a plan job says of the receipt that it leaves, beside it as plan.seal.json. Whoever may change the job's script can write
// it, so it proves nothing alone: apply compares each word with what GitLab says of the merge request, its pipeline and the job.
import { createHash } from 'node:crypto';

export const SEAL_FILE = 'plan.seal.json';
export const RECEIPT_FILE = 'plan.receipt';
const FORMAT = 'interform-seal/1';

/** The seal of the job whose variables these are; `receipt` are the bytes of the receipt, undefined where there is none. */
export function sealOf(variable, { subject, exit, receipt }) {
  const word = (...names) => names.map(variable).find((value) => value !== '') ?? null;
  const number = (name) => (variable(name) === '' ? null : Number(variable(name)));
  return {
    format: FORMAT,
    project: number('CI_PROJECT_ID'),
    merge_request: number('CI_MERGE_REQUEST_IID'),
    target: word('CI_MERGE_REQUEST_TARGET_BRANCH_NAME'),
    target_sha: word('CI_MERGE_REQUEST_TARGET_BRANCH_SHA', 'CI_MERGE_REQUEST_DIFF_BASE_SHA'),
    // Only a pipeline of the merged result names the head beside the commit that it runs on.
    head: word('CI_MERGE_REQUEST_SOURCE_BRANCH_SHA', 'CI_COMMIT_SHA'),
    commit: word('CI_COMMIT_SHA'),
    pipeline: number('CI_PIPELINE_ID'),
    job: number('CI_JOB_ID'),
    ref: word('CI_MERGE_REQUEST_REF_PATH', 'CI_COMMIT_REF_NAME'),
    subject,
    digest: receipt === undefined ? null : (digestOf(receipt) ?? null),
    receipt: receipt === undefined ? null : hashOf(receipt),
    exit,
  };
}

/** Of the plan; undefined for a file that is no receipt. Whether it is whole, apply --expect finds out. */
export function digestOf(receipt) {
  try {
    const { format, digest } = JSON.parse(receipt.toString('utf8').split('\n', 1)[0]);
    return /^interform-receipt\/\d+$/.test(format) && /^sha256:[0-9a-f]{64}$/.test(digest)
      ? digest
      : undefined;
  } catch {
    return undefined;
  }
}

export function hashOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Where a seal says something else than `facts` do; undefined where they agree. */
export function sealDoubt(seal, facts) {
  if (seal?.format !== FORMAT) return `${SEAL_FILE} is none of ${FORMAT}`;
  for (const [name, value] of Object.entries(facts))
    if (seal[name] !== value)
      return `its seal says ${name} ${JSON.stringify(seal[name] ?? null)}, where it should be ${JSON.stringify(value)}`;
  return undefined;
}
