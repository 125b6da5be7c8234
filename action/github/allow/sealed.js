// What the plans of merged pull requests counted of labels and reviews, as far as it still held when they were merged.
import { call } from '../api.js';
import { firstPlanOf } from './first-plan.js';
import { labelSubject } from './keep.js';
import { allowancesOfSeal } from './look-up.js';

/** @param {readonly { number: number, seal: import('../seal.js').Seal }[]} plans */
export async function sealedAllowances(plans) {
  const found = [];
  for (const { number, seal } of plans) {
    const pull = await call('GET', `/pulls/${number}`);
    const { allowed, lost } = await allowancesOfSeal(
      pull,
      labelSubject(),
      () => firstPlanOf(pull),
      seal.allowed,
    );
    found.push({ number, allowed, refused: lost });
  }
  return found;
}
