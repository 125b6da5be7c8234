// node apply.js --plan-job=NAME [--preview-job=NAME] [-C PROJECT] [--env ENVIRONMENT] [more flags of interform apply]
// Applies what the merge requests showed that this branch took in since the last apply, and nothing else. Whatever is in doubt brings no
// receipt; without one nothing is applied, and the log says why.
// INTERFORM_GITLAB_TOKEN: an access token with read_api, of a Developer. INTERFORM_COMMENT_TOKEN: tells the merge requests what was done.
import { rmSync, writeFileSync } from 'node:fs';
import { complain, env, fail, gitlab, say } from './api.js';
import {
  appliesBefore,
  hasChanged,
  isOfProject,
  lastApplied,
  mergedSince,
  refuseOldState,
} from './apply/history.js';
import { Doubt, landedAs } from './apply/judge.js';
import { previewReceipt } from './apply/preview.js';
import { readsOf } from './apply/reads.js';
import { receiptOf } from './apply/receipts.js';
import { applyReviewed } from './apply/run.js';
import { tellAll } from './apply/tell.js';
import { subjectOf } from './interform.js';
import { ownFlags } from './own-flags.js';

const { own, flags } = ownFlags(process.argv.slice(2), ['plan-job', 'preview-job']);
const api = gitlab(env('INTERFORM_GITLAB_TOKEN'));
const TEXT = 'apply.md';
let hasBegun = false;

/** Each merge request of this project since the last apply, with its receipt or why it brings none. */
async function reviewed() {
  if (env('CI_COMMIT_BRANCH') === '' || env('CI_MERGE_REQUEST_IID') !== '')
    throw new Doubt(
      `a pipeline of ${env('CI_COMMIT_REF_NAME')} (${env('CI_PIPELINE_SOURCE')}) never applies`,
      'Apply in pipelines of a branch, such as the default one',
    );
  const reads = readsOf(flags);
  const applies = await appliesBefore(api);
  if (env('INTERFORM_ALLOW_OLD') !== 'true') await refuseOldState(api, applies, reads);
  const base = await lastApplied(api, applies);
  const merged = [];
  for (const request of await mergedSince(api, base))
    if (await isOfProject(api, request, reads)) merged.push(request);
  if (merged.length === 0 && !(await hasChanged(api, base, reads))) return undefined;
  const mustBeApproved = env('INTERFORM_REQUIRE_APPROVAL') === 'true';
  const found = [];
  for (const request of merged) {
    const of = { job: own['plan-job'], subject: subjectOf(flags), mustBeApproved };
    found.push({ request, ...(await refusable(() => receiptUnlessShared(request, merged, of))) });
  }
  return found;
}

/** One commit can close two merge requests: without an approval of its own, nobody knows which of them was reviewed. */
function receiptUnlessShared(request, merged, of) {
  const landed = landedAs(request);
  const other = merged.find((one) => one.iid !== request.iid && landedAs(one) === landed);
  if (other !== undefined && !of.mustBeApproved)
    throw new Doubt(
      `merge request ${other.iid} was merged as the same commit ${landed}, so it is not known which of them was reviewed`,
      'Set INTERFORM_REQUIRE_APPROVAL=true, which asks each for its own, or plan in a new merge request',
    );
  return receiptOf(api, request, of);
}

async function refusable(work) {
  try {
    return { receipt: await work() };
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
    return { doubt: error };
  }
}

/** What stood in the way, and what to do about it. Nothing is claimed of an apply that has begun. */
function sayOf(error) {
  if (hasBegun)
    return `${error.message}. The apply had begun: the log of the job and interform history say what was done.`;
  const isRefused = [401, 403, 404].includes(error.status);
  const token = 'INTERFORM_GITLAB_TOKEN needs the scope read_api and the role Developer';
  const help = error instanceof Doubt ? error.help : isRefused ? token : 'Run the job again';
  return `${error.message}. Nothing was applied. ${help}.`;
}

function show(text) {
  writeFileSync(TEXT, `${text.trim()}\n`);
  process.stdout.write(`${text.trim()}\n`);
}

try {
  rmSync(TEXT, { recursive: true, force: true });
  const found = await reviewed();
  const receipts = (found ?? []).flatMap(({ receipt }) => receipt ?? []);
  for (const { request, receipt, doubt } of found ?? []) {
    if (doubt === undefined) say(`merge request !${request.iid} brings the receipt of job ${receipt.job}`);
    else complain(`merge request !${request.iid} brings no receipt: ${doubt.message}. ${doubt.help}.`);
  }
  if (found === undefined)
    show('Nothing that this project reads has changed since the last apply. Nothing was applied.');
  else if (receipts.length === 0) {
    if (found.length === 0)
      throw new Doubt('no merge request was merged as this commit, so nobody has reviewed a plan of it');
    const why = found.map(({ request, doubt }) => `- !${request.iid}: ${doubt.message}. ${doubt.help}.`);
    show(
      [
        '### interform apply: refused',
        '',
        'Nothing was applied: there is no plan that was reviewed.',
        '',
        ...why,
      ].join('\n'),
    );
    await tellAll(found, { flags, refused: true });
    process.exitCode = 1;
  } else {
    const preview =
      own['preview-job'] === undefined ? undefined : await previewReceipt(api, own['preview-job'], flags);
    hasBegun = true;
    const { exit, stdout, onlyUnreviewed } = applyReviewed(flags, receipts, preview);
    show(
      stdout.trim() === ''
        ? `### interform apply did not run (exit ${exit})\n\nThe log of the job says why.`
        : stdout,
    );
    await tellAll(found, { flags, text: stdout, exit });
    // What only a merge request without a receipt showed is left too, and that is no drift.
    const isWarning =
      onlyUnreviewed &&
      env('INTERFORM_UNREVIEWED') !== 'fail' &&
      found.every(({ doubt }) => doubt === undefined);
    if (isWarning)
      complain('what is left was not reviewed, and is left alone: INTERFORM_UNREVIEWED=fail fails for it');
    process.exitCode = isWarning ? 0 : exit;
  }
} catch (error) {
  const text = sayOf(error);
  if (!hasBegun) show(`### interform apply: refused\n\n${text}`);
  fail(text);
}
