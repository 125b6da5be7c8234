// What labels and reviews let this plan do. A pull request is looked at as of now; the plan of a push counts what the plans of the
// pull requests counted that it brought.
import { all, call, isFork, readEvent, say } from '../api.js';
import { landedPulls } from '../apply/landed.js';
import { NoPlan, planOf } from '../apply/plans.js';
import { commitsToApply } from '../apply/range.js';
import { firstPlanOf } from './first-plan.js';
import { keepAllowances, labelSubject } from './keep.js';
import { allowancesNow } from './look-up.js';
import { sealedAllowances } from './sealed.js';

async function ofPull({ pull_request: { number, head } }) {
  const pull = await call('GET', `/pulls/${number}`);
  // A newer head has a plan of its own, and nothing that is given for that is for this one.
  return pull.head.sha === head.sha ? [await lookAt(pull)] : [];
}

async function lookAt(pull) {
  return { number: pull.number, ...(await allowancesNow(pull, labelSubject(), () => firstPlanOf(pull))) };
}

/** A queue asks for what will land, and approves nothing. */
async function ofGroup({ merge_group: group }) {
  const numbers = new Set();
  for (const { sha } of await all(`/compare/${group.base_sha}...${group.head_sha}`, 'commits'))
    for (const { number, state } of await all(`/commits/${sha}/pulls`))
      if (state === 'open') numbers.add(number);
  const found = [];
  for (const number of numbers) found.push(await lookAt(await call('GET', `/pulls/${number}`)));
  return found;
}

async function ofBranch() {
  const plans = [];
  for (const pull of await landedPulls(await commitsToApply())) {
    try {
      plans.push({ number: pull.number, seal: (await planOf(pull)).seal });
    } catch (error) {
      // It approves nothing, and so allows nothing.
      if (!(error instanceof NoPlan)) throw error;
    }
  }
  return sealedAllowances(plans);
}

function find(event) {
  if (isFork(event)) return [];
  if (event.pull_request !== undefined) return ofPull(event);
  if (event.merge_group !== undefined) return ofGroup(event);
  return ofBranch();
}

try {
  keepAllowances(await find(readEvent()));
} catch (error) {
  // The guards hold, then.
  say(
    `labels and reviews were not looked at: ${error.message}. It needs contents: read, pull-requests: read and actions: read.`,
  );
}
