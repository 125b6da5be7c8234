// Whether somebody who may approved what a plan showed. Pure but for who is asked at the end.
import { commitsOf, pushesOf } from '../allow/facts.js';
import { all, call } from '../api.js';
import { permissionOf } from '../people.js';
import { NoPlan } from './plans.js';

/** A comment leaves an approval as it is. */
const DECIDING = ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'];
const MAY_APPROVE = ['admin', 'write'];

/** Throws NoPlan where nobody has approved this head since the receipt was made. */
export async function requireApproval(pull, madeAt) {
  const reviews = await all(`/pulls/${pull.number}/reviews`);
  const { approving, passedOver } = approvals(reviews, {
    head: pull.head.sha,
    author: pull.user?.login,
    madeAt,
  });
  const part = approving.length === 0 ? undefined : await partsOf(pull);
  for (const login of approving) {
    const why = part(login) ?? (await permissionProblem(login));
    if (why === undefined) return login;
    passedOver.push(why);
  }
  throw new NoPlan(
    `nobody approved its head after it was planned${passedOver.length === 0 ? '' : ` (${passedOver.join('; ')})`}`,
  );
}

/** Who approved, newest first, but for their permission; and of the other approvals why they do not count. */
export function approvals(reviews, { head, author, madeAt }) {
  const last = new Map();
  for (const review of [...reviews].sort((a, b) => Date.parse(a.submitted_at) - Date.parse(b.submitted_at)))
    if (review.user != null && DECIDING.includes(review.state)) last.set(review.user.login, review);
  const [approving, passedOver] = [[], []];
  for (const [login, { user, state, commit_id: commit, submitted_at: at }] of last) {
    if (state === 'CHANGES_REQUESTED') continue;
    const why = problem({ login, user, state, commit, at }, { head, author, madeAt });
    if (why === undefined) approving.unshift(login);
    else passedOver.push(why);
  }
  return { approving, passedOver };
}

function problem({ login, user, state, commit, at }, { head, author, madeAt }) {
  if (state === 'DISMISSED') return `the review of ${login} was dismissed`;
  if (user.type !== 'User') return `${login} is no person`;
  if (login.toLowerCase() === author?.toLowerCase()) return `${login} is the author`;
  if (commit !== head) return `${login} approved another commit`;
  return Date.parse(at) > Date.parse(madeAt) ? undefined : `${login} approved before the plan was there`;
}

async function permissionProblem(login) {
  if (MAY_APPROVE.includes(await permissionOf(login))) return undefined;
  return `${login} may not write to the repository`;
}

/** What somebody had a part in: nobody approves what they wrote or pushed, though another account opened the pull request. */
async function partsOf(pull) {
  // Lists of pull requests do not count the commits.
  const whole = await call('GET', `/pulls/${pull.number}`);
  const [{ commits, doubt }, { pushes, doubt: other }] = [await commitsOf(whole), await pushesOf(whole)];
  const shas = new Set([pull.head.sha, ...commits.map(({ sha }) => sha)]);
  const isSame = (one, login) => one?.toLowerCase() === login.toLowerCase();
  return (login) => {
    if (doubt !== undefined || other !== undefined) return doubt ?? other;
    const own = commits.find(({ makers }) => makers.some((one) => isSame(one, login)));
    if (own !== undefined) return `${login} wrote commit ${own.sha.slice(0, 7)} of it`;
    const pushed = pushes.some((push) => shas.has(push.after) && isSame(push.login, login));
    return pushed ? `${login} pushed commits of it` : undefined;
  };
}
