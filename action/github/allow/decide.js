// Which of the allowances of a pull request count. Pure: facts as GitHub gives them, and a reason for each that does not count.
//
//   push ── plan of this head ── label or review ── plan again: --allow ── merge ── apply: looked up as of the merge
//    └ a later push voids it        └ by somebody who may write, and wrote nothing of it
import { askedIn, linesOf } from './asked.js';

/**
 * @typedef {{ login: string, type: string } | null} Giver
 * @typedef {{ verb: string, limit: number, how: 'label' | 'review', by: string, at: string, id: number }} Allowance
 * @typedef {{ text: string, verb?: string, limit?: number, how: 'label' | 'review', by: Giver, at: string, id: number,
 *   problem?: string }} Offer
 * @typedef {{
 *   subject: string,
 *   head: string,
 *   author: string | undefined,
 *   labels: readonly string[],
 *   asOf: string | undefined,
 *   plannedAt: string | undefined,
 *   events: readonly { id: number, event: string, actor: Giver, label?: { name: string }, created_at: string,
 *     performed_via_github_app?: object | null }[],
 *   reviews: readonly { id: number, by: Giver, state: string, body: string, commit: string, at: string, edited: boolean }[],
 *   commits: readonly { sha: string, logins: readonly string[], emails: readonly string[], isKnown: boolean }[],
 *   pushes: readonly { login: string | undefined, after: string, at: string }[],
 *   doubt?: string,
 * }} Facts `asOf` is the merge, undefined before it; `plannedAt` the first plan of this head for this pull request and subject;
 *   `doubt` says what could not be found out, which lets none count.
 */

/** Everything that asks to be counted, newest first; with a `problem` where it does not count, but for the permission. */
export function offersOf(/** @type {Facts} */ facts) {
  return [...labelOffers(facts), ...reviewOffers(facts)]
    .map((offer) => ({ ...offer, problem: offer.problem ?? problemOf(offer, facts) }))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.id - one.id);
}

/**
 * Those whose giver may write, newest first, and of all others why they do not count.
 * @returns {{ valid: Allowance[], refused: { how: string, text: string, by: string | undefined, why: string }[] }}
 */
export function settle(offers, permissions) {
  const valid = [];
  const refused = [];
  for (const { text, problem, by, ...offer } of offers) {
    const mayWrite = ['admin', 'write'].includes(permissions[by?.login]);
    const why = problem ?? (mayWrite ? undefined : `${by.login} may not write to the repository`);
    if (why === undefined) valid.push({ ...offer, by: by.login });
    else refused.push({ how: offer.how, text, by: by?.login, why });
  }
  return { valid, refused };
}

/** One for each verb. */
export function newestOfEach(/** @type {readonly Allowance[]} */ valid) {
  return valid.filter((one, index) => valid.findIndex(({ verb }) => verb === one.verb) === index);
}

/** Of those that the plan counted, which still count; nothing that came after the plan. */
export function stillValid(
  /** @type {readonly Allowance[]} */ sealed,
  /** @type {readonly Allowance[]} */ valid,
) {
  const isSame = (one, other) => ['verb', 'limit', 'how', 'by', 'id'].every((key) => one[key] === other[key]);
  return sealed.filter((one) => valid.some((other) => isSame(one, other)));
}

function labelOffers({ events, labels, subject, asOf }) {
  const offers = [];
  // The name in an event is that of then, the name on the pull request that of now: a label that was renamed since is none.
  const names = new Set(events.flatMap(({ event, label }) => (event === 'labeled' ? [label.name] : [])));
  for (const name of names) {
    const asked = askedIn(name, subject);
    if (asked === undefined) continue;
    const changes = events.filter(
      ({ event, label }) => /^(?:un)?labeled$/.test(event) && label?.name === name,
    );
    const newest = changes
      .filter(({ created_at: at }) => !isAfter(at, asOf))
      .sort(byTime)
      .at(-1);
    const wasTakenOffLater =
      asOf !== undefined && changes.some((one) => one.event === 'unlabeled' && isAfter(one.created_at, asOf));
    if (newest?.event !== 'labeled' || !(labels.includes(name) || wasTakenOffLater)) continue;
    const { id, actor: by, created_at: at, performed_via_github_app: app } = newest;
    const problem = app == null ? undefined : 'an app put it on';
    offers.push({ problem, ...asked, text: name, how: 'label', by, at, id });
  }
  return offers;
}

function reviewOffers({ reviews, subject, asOf, head }) {
  const until = reviews.filter(({ at }) => !isAfter(at, asOf));
  return until
    .filter(({ state }) => state === 'APPROVED' || state === 'COMMENTED')
    .flatMap(({ id, by, body, commit, at, edited }) =>
      linesOf(body).flatMap((text) => {
        const asked = askedIn(text, subject);
        if (asked === undefined) return [];
        const takenBack = until.some(
          (one) => one.state === 'CHANGES_REQUESTED' && one.by?.login === by?.login && isAfter(one.at, at),
        );
        let problem;
        if (commit !== head) problem = 'it is a review of another commit';
        // Whoever may write can edit the words of others.
        else if (edited) problem = 'the review was edited: write a new one';
        else if (takenBack) problem = `${by?.login} has asked for changes since`;
        return [{ problem, ...asked, text: text.trim(), how: 'review', by, at, id }];
      }),
    );
}

function problemOf({ by, at }, { author, commits, pushes, plannedAt, asOf, head, doubt }) {
  if (doubt !== undefined) return doubt;
  if (by === null || by.type !== 'User') return 'nobody gave it whose account is a person’s';
  if (author === undefined) return 'nobody knows who opened the pull request';
  if (isSame(by.login, author)) return `${by.login} opened the pull request`;
  const own = commits.find((commit) => wrote(by.login, commit));
  if (own !== undefined) return `${by.login} wrote commit ${own.sha.slice(0, 7)} of the pull request`;
  const unknown = commits.find(({ isKnown }) => !isKnown);
  if (unknown !== undefined)
    return `the author of commit ${unknown.sha.slice(0, 7)} is no account of GitHub, so that nobody can be told not to be it`;
  const shas = new Set([head, ...commits.map(({ sha }) => sha)]);
  const until = pushes.filter((push) => !/^0+$/.test(push.after) && !isAfter(push.at, asOf));
  if (until.some(({ login, after }) => shas.has(after) && login !== undefined && isSame(login, by.login)))
    return `${by.login} pushed commits of the pull request`;
  if (plannedAt === undefined)
    return 'there was no plan of this commit yet to look at: put it on again, now that there is one';
  if (!isAfter(at, plannedAt)) return 'it is older than the first plan of this commit';
  if (until.some((push) => !isAfter(at, push.at))) return 'something was pushed since';
  return undefined;
}

function wrote(login, { logins, emails }) {
  if (logins.some((one) => isSame(one, login))) return true;
  return emails.some((email) => {
    const [, name] = /^(?:\d+\+)?([^@]+)@users\.noreply\./i.exec(email) ?? [];
    return name !== undefined && isSame(name, login);
  });
}

const isSame = (one, other) => one.toLowerCase() === other.toLowerCase();
const byTime = (one, other) => Date.parse(one.created_at) - Date.parse(other.created_at) || one.id - other.id;
/** Nothing is after no time. */
const isAfter = (at, time) => time !== undefined && Date.parse(at) > Date.parse(time);
