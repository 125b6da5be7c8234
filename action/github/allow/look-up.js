// Which labels and reviews of a pull request release a guard, as of now, or as of its merge once it is merged.
import { permissionOf } from '../people.js';
import { newestOfEach, offersOf, settle, stillValid } from './decide.js';
import { commitsOf, eventsOf, pushesOf, reviewsOf } from './facts.js';

/**
 * @param pull as `GET /pulls/7` gives it.
 * @param {string} subject as labels write it.
 * @param {() => Promise<string | undefined>} firstPlan when the first plan of its head was made, for this pull request and subject.
 * @returns {Promise<{ allowed: import('./decide.js').Allowance[], refused: { how: string, text: string, by: string | undefined,
 *   why: string }[] }>} what is to be allowed, and what does not count and why.
 */
export async function allowancesNow(pull, subject, firstPlan) {
  const { valid, refused } = await lookUp(pull, subject, firstPlan);
  return { allowed: newestOfEach(valid), refused };
}

/**
 * Of the allowances that a seal records, those that still hold. `lost` are the others, with what is known of why.
 * @param {readonly import('./decide.js').Allowance[]} sealed
 */
export async function allowancesOfSeal(pull, subject, firstPlan, sealed) {
  if (sealed.length === 0) return { allowed: [], lost: [] };
  const { valid, refused } = await lookUp(pull, subject, firstPlan);
  const allowed = stillValid(sealed, valid);
  const lost = sealed
    .filter((one) => !allowed.includes(one))
    .map((one) => ({ ...one, why: refused.find(({ by }) => by === one.by)?.why ?? 'it was taken back' }));
  return { allowed, lost };
}

async function lookUp(pull, subject, firstPlan) {
  const given = {
    ...{
      subject,
      head: pull.head.sha,
      author: pull.user?.login,
      labels: pull.labels.map(({ name }) => name),
    },
    ...{ asOf: pull.merged_at ?? undefined, events: await eventsOf(pull), reviews: await reviewsOf(pull) },
  };
  const nothing = { commits: [], pushes: [], plannedAt: undefined };
  // Nearly every pull request has none: then nothing more is asked.
  if (offersOf({ ...given, ...nothing }).length === 0) return { valid: [], refused: [] };
  const [commits, pushes, plannedAt] = [await commitsOf(pull), await pushesOf(pull), await firstPlan()];
  const offers = offersOf({
    ...given,
    ...pushes,
    ...commits,
    plannedAt,
    doubt: commits.doubt ?? pushes.doubt,
  });
  const permissions = {};
  for (const { by, problem } of offers)
    if (problem === undefined) permissions[by.login] ??= await permissionOf(by.login);
  return settle(offers, permissions);
}
