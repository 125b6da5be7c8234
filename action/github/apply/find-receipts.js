// node find-receipts.js READS: what approves the changes of this apply, as arguments of it, one a line, in $FOLDER/expected. Whatever
// is in doubt approves nothing, and with nothing approved the job ends here. READS is what `interform validate --list-files` printed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectReads, touchedPaths } from '../../reads.js';
import { keepAllowances } from '../allow/keep.js';
import { sealedAllowances } from '../allow/sealed.js';
import { all, env, say, setOutput, warn } from '../api.js';
import { inert } from '../talk/inert.js';
import { summarize } from '../talk/summary.js';
import { planningWorkflow } from '../workflow.js';
import { landedPulls } from './landed.js';
import { requireNewest } from './later.js';
import { ownPlan } from './own-plan.js';
import { NoPlan, planOf } from './plans.js';
import { commitsToApply } from './range.js';
import { Doubt, PLAN_AGAIN, record, refuse } from './refusal.js';
import { requireApproval } from './reviews.js';

/** GitHub lists so many files of a pull request at most. */
const mostFiles = 3000;
const expects = env('INPUT_EXPECT').split(/\s*,\s*/);
const list = existsSync(process.argv[2]) ? readFileSync(process.argv[2], 'utf8') : undefined;
const reads = (others) => projectReads(list || undefined, env('INPUT_PROJECT'), others);
const folder = join(env('FOLDER'), 'receipts');

/** Each pull request with its receipt, or the reason why it brings none. */
async function approvedPulls() {
  const found = [];
  for (const pull of await landedPulls(await commitsToApply())) {
    const files = await all(`/pulls/${pull.number}/files`);
    const touched = touchedPaths(reads([planningWorkflow()]), files.length < mostFiles ? files : undefined);
    if (touched.length === 0) say(`pull request ${pull.number} touches nothing that this project reads`);
    else found.push(await receiptOf(pull));
  }
  return found;
}

async function receiptOf(pull) {
  const { number } = pull;
  try {
    const plan = await planOf(pull);
    const by =
      env('INPUT_REQUIRE_APPROVAL') === 'true' ? await requireApproval(pull, plan.madeAt) : undefined;
    return { number, reason: null, plan, by };
  } catch (error) {
    if (error instanceof NoPlan) return { number, reason: error.message };
    throw error;
  }
}

function requireSome(pulls) {
  if (pulls.some(({ reason }) => reason === null)) return;
  throw new Doubt(
    pulls.length === 0
      ? 'No pull request that changes this project was merged since the last apply, so nobody has reviewed a plan of it'
      : 'No pull request that was merged since the last apply brings a plan that was reviewed',
    PLAN_AGAIN,
  );
}

function keep(receipt, name) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.receipt`);
  writeFileSync(file, receipt);
  return file;
}

let pulls = [];
const reasons = () => pulls.map(({ number, reason }) => ({ number, reason }));
try {
  if (env('INPUT_ALLOW_OLD') !== 'true') await requireNewest(reads([]));
  const expected = expects.filter((one) => one.startsWith('sha256:')).map((digest) => `--expect=${digest}`);
  if (expects.includes('pull-request')) {
    pulls = await approvedPulls();
    requireSome(pulls);
    for (const { number, reason, plan, by } of pulls) {
      if (reason !== null) {
        warn(
          `The receipt of pull request ${number} is not taken: ${reason}. What only it showed is not applied. ${PLAN_AGAIN}`,
        );
        continue;
      }
      expected.push(`--expect=${keep(plan.receipt, `pull-${number}`)}`);
      const approved = by === undefined ? '' : `, approved by ${by}`;
      say(
        `pull request ${number} was planned by run ${plan.seal.run}, attempt ${plan.seal.attempt}${approved}`,
      );
    }
    if (env('INPUT_ALLOW_FROM') === 'labels')
      keepAllowances(
        await sealedAllowances(
          pulls.flatMap(({ number, reason, plan }) => (reason === null ? [{ number, seal: plan.seal }] : [])),
        ),
      );
    summarize(wordsOf(pulls));
  }
  if (expects.includes('this-run')) {
    const { receipt } = await ownPlan();
    expected.push(`--${expects.includes('pull-request') ? 'within' : 'expect'}=${keep(receipt, 'this-run')}`);
    say('an earlier job of this run has planned');
  }
  writeFileSync(join(env('FOLDER'), 'expected'), expected.map((one) => `${one}\n`).join(''));
  record({ refused: null, pulls: reasons() });
  setOutput('pulls', pulls.flatMap(({ number, reason }) => (reason === null ? [number] : [])).join(' '));
} catch (error) {
  if (error instanceof Doubt) refuse(error, reasons());
  if (error instanceof NoPlan)
    refuse(new Doubt(sentence(error.message), 'Run all jobs of the workflow again.'), reasons());
  refuse(
    new Doubt(
      error.message,
      'Re-run the job. It needs contents: read, pull-requests: read and actions: read.',
    ),
    reasons(),
  );
}

function wordsOf(found) {
  const lines = found.map(({ number, reason, by }) =>
    reason === null
      ? `- #${number}: what its plan showed${by === undefined ? '' : `, approved by ${inert(by)}`}.`
      : `- #${number}: **not taken**, ${inert(reason)}.`,
  );
  return ['**Pull requests of this apply**', '', ...lines].join('\n');
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
