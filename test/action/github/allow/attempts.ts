import type { offersOf } from '../../../../action/github/allow/decide.js';

export type Facts = Parameters<typeof offersOf>[0];

const HEAD = 'a'.repeat(40);
export const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 12, minute)).toISOString();
export const user = (login: string) => ({ login, type: 'User' });
export const LABEL = 'interform/allow merge=50';

export const labeled = (minute: number, login = 'grace', name = LABEL, event = 'labeled') => ({
  id: minute,
  event,
  actor: user(login),
  label: { name },
  created_at: at(minute),
});
export const review = (
  minute: number,
  more: Partial<Facts['reviews'][number]> = {},
): Facts['reviews'][number] => ({
  id: minute,
  by: user('grace'),
  state: 'APPROVED',
  body: `Fifty leads, as we said.\n\n${LABEL}`,
  commit: HEAD,
  at: at(minute),
  edited: false,
  ...more,
});
export const commit = (more: Partial<Facts['commits'][number]> = {}): Facts['commits'][number] => ({
  sha: HEAD,
  logins: ['ada'],
  emails: ['ada@acme.test'],
  isKnown: true,
  ...more,
});

/** Ada opened it and pushed at 0, it was planned at 5, Grace put the label on at 10. */
export const FACTS: Facts = {
  subject: '',
  head: HEAD,
  author: 'ada',
  labels: ['bug', LABEL],
  asOf: undefined,
  plannedAt: at(5),
  events: [labeled(2, 'ada', 'bug'), labeled(10)],
  reviews: [],
  commits: [commit()],
  pushes: [{ login: 'ada', after: HEAD, at: at(0) }],
};
export const byReview: Partial<Facts> = { labels: [], events: [] };

/** Labels that do not count, and a part of the reason that is given. */
export const REFUSED_LABELS: readonly (readonly [string, string, Partial<Facts>])[] = [
  ['of a reader, who may label with the triage role', 'eve may not write', { events: [labeled(10, 'eve')] }],
  ['of a stranger', 'stranger may not write', { events: [labeled(10, 'stranger')] }],
  ['of the author of the pull request', 'ada opened', { events: [labeled(10, 'ada')] }],
  ['of the author, in another case', 'opened', { author: 'ADA', events: [labeled(10, 'ada')] }],
  ['of who wrote a commit', 'grace wrote', { commits: [commit(), commit({ logins: ['linus', 'Grace'] })] }],
  [
    'of a co-author by an address of GitHub',
    'grace wrote',
    { commits: [commit({ emails: ['ada@acme.test', '1234+Grace@users.noreply.github.com'] })] },
  ],
  [
    'where a commit is of nobody known',
    'the author of commit aaaaaaa is no account',
    { commits: [commit({ logins: [], isKnown: false })] },
  ],
  [
    'of who pushed a commit under the name of another',
    'mallory pushed',
    {
      events: [labeled(10, 'mallory')],
      pushes: [...FACTS.pushes, { login: 'mallory', after: HEAD, at: at(1) }],
    },
  ],
  [
    'of a bot',
    'account is a person',
    { events: [{ ...labeled(10), actor: { login: 'robot[bot]', type: 'Bot' } }] },
  ],
  ['of a deleted account', 'account is a person', { events: [{ ...labeled(10), actor: null }] }],
  [
    'of an app in the name of somebody',
    'an app put it on',
    { events: [{ ...labeled(10), performed_via_github_app: { slug: 'labeler' } }] },
  ],
  ['from before the plan', 'older than the first plan', { events: [labeled(4)] }],
  ['from the second of the plan', 'older than the first plan', { events: [labeled(5)] }],
  ['without a plan to look at', 'no plan of this commit yet', { plannedAt: undefined }],
  [
    'after a new head, also one that is gone again',
    'something was pushed since',
    { pushes: [...FACTS.pushes, { login: 'ada', after: 'b'.repeat(40), at: at(11) }] },
  ],
  ['where GitHub did not tell all', 'more commits', { doubt: 'it has more commits than GitHub lists' }],
  [
    'of a wrong verb',
    'verbs are',
    { labels: ['interform/allow x=1'], events: [labeled(10, 'grace', 'interform/allow x=1')] },
  ],
];

/** Labels and reviews that are none: there is nothing to say of them. */
export const NO_ALLOWANCES: readonly (readonly [string, Partial<Facts>])[] = [
  ['that was taken off', { labels: ['bug'], events: [labeled(10), labeled(12, 'ada', LABEL, 'unlabeled')] }],
  ['that was deleted or renamed since', { labels: ['bug'] }],
  // Events keep the name that a label had then.
  ['whose label got this name later', { events: [labeled(10, 'grace', 'needs review')] }],
  [
    'that was taken off, and whose name another label got',
    { events: [labeled(10), labeled(12, 'grace', LABEL, 'unlabeled'), labeled(13, 'ada', 'other')] },
  ],
  [
    'that was taken off before the merge',
    {
      asOf: at(20),
      labels: ['bug'],
      events: [labeled(10), labeled(15, 'grace', LABEL, 'unlabeled')],
    },
  ],
  ['that was put on after the merge', { asOf: at(9) }],
  [
    'that was taken off before the merge and put on after it',
    {
      asOf: at(20),
      events: [labeled(10), labeled(15, 'grace', LABEL, 'unlabeled'), labeled(25)],
    },
  ],
  ['of a review that was dismissed', { ...byReview, reviews: [review(10, { state: 'DISMISSED' })] }],
  ['of a review that is not sent yet', { ...byReview, reviews: [review(10, { state: 'PENDING' })] }],
  [
    'of a review that asks for changes',
    { ...byReview, reviews: [review(10, { state: 'CHANGES_REQUESTED' })] },
  ],
  ['of a review after the merge', { ...byReview, asOf: at(9), reviews: [review(10)] }],
];

/** Reviews that do not count, and a part of the reason that is given. */
export const REFUSED_REVIEWS: readonly (readonly [string, string, readonly Facts['reviews'][number][]])[] = [
  ['of another commit', 'another commit', [review(10, { commit: 'b'.repeat(40) })]],
  ['that was edited, which whoever may write can do', 'was edited', [review(10, { edited: true })]],
  [
    'of who asked for changes since',
    'asked for changes',
    [review(10), review(11, { state: 'CHANGES_REQUESTED', body: 'Stop.' })],
  ],
  ['from before the plan', 'older than the first plan', [review(4)]],
  ['of a reader', 'eve may not write', [review(10, { by: user('eve') })]],
  ['of a bot', 'account is a person', [review(10, { by: { login: 'robot', type: 'Bot' } })]],
];
