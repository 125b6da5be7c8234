import { describe, expect, it } from 'vitest';
import { newestOfEach, offersOf, settle, stillValid } from '../../../../action/github/allow/decide.js';

type Facts = Parameters<typeof offersOf>[0];

const HEAD = 'a'.repeat(40);
const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 12, minute)).toISOString();
const user = (login: string) => ({ login, type: 'User' });
const LABEL = 'interform/allow merge=50';

const labeled = (minute: number, login = 'grace', name = LABEL, event = 'labeled') => ({
  id: minute,
  event,
  actor: user(login),
  label: { name },
  created_at: at(minute),
});
const review = (minute: number, more: Partial<Facts['reviews'][number]> = {}): Facts['reviews'][number] => ({
  id: minute,
  by: user('grace'),
  state: 'APPROVED',
  body: `Fifty leads, as we said.\n\n${LABEL}`,
  commit: HEAD,
  at: at(minute),
  edited: false,
  ...more,
});
const commit = (more: Partial<Facts['commits'][number]> = {}): Facts['commits'][number] => ({
  sha: HEAD,
  logins: ['ada'],
  emails: ['ada@acme.test'],
  isKnown: true,
  ...more,
});

/** Ada opened it and pushed at 0, it was planned at 5, Grace put the label on at 10. */
const FACTS: Facts = {
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
const PERMISSIONS = { ada: 'admin', grace: 'write', mallory: 'write', eve: 'read', 'robot[bot]': 'write' };
const look = (facts: Partial<Facts>) => {
  const { valid, refused } = settle(offersOf({ ...FACTS, ...facts }), PERMISSIONS);
  return { valid, allowed: newestOfEach(valid), refused };
};
const allowed = (facts: Partial<Facts>) => look(facts).allowed;
const why = (facts: Partial<Facts>) => {
  const { allowed: some, refused } = look(facts);
  expect(some).toEqual([]);
  return refused.map((one) => one.why).join('; ');
};
const byReview: Partial<Facts> = { labels: [], events: [] };

describe('an allowance counts', () => {
  it('that somebody else who may write put on after the plan of this head', () => {
    expect(look({})).toMatchObject({
      allowed: [{ verb: 'merge', limit: 50, how: 'label', by: 'grace', at: at(10), id: 10 }],
      refused: [],
    });
  });

  it('in a review of this head', () => {
    expect(allowed({ ...byReview, reviews: [review(10)] })).toEqual([
      { verb: 'merge', limit: 50, how: 'review', by: 'grace', at: at(10), id: 10 },
    ]);
    expect(allowed({ ...byReview, reviews: [review(10, { state: 'COMMENTED' })] })).toHaveLength(1);
  });

  it('once for each verb: the newest that counts', () => {
    const smaller = 'interform/allow merge=3';
    const labels = [LABEL, smaller, 'interform/allow convert=1'];
    const events = [labeled(10), labeled(11, 'grace', smaller), labeled(12, 'grace', labels[2])];
    expect(allowed({ labels, events }).map(({ verb, limit }) => `${verb}=${limit}`)).toEqual([
      'convert=1',
      'merge=3',
    ]);
    const reviews = [review(20, { body: 'interform/allow merge=60' })];
    expect(allowed({ labels, events, reviews }).find(({ verb }) => verb === 'merge')?.limit).toBe(60);
    // One of somebody who may not takes nothing away.
    const byReader = [review(20, { by: user('eve'), body: 'interform/allow merge=900' })];
    expect(allowed({ labels, events, reviews: byReader }).find(({ verb }) => verb === 'merge')?.limit).toBe(
      3,
    );
  });

  it('when it was put on again after the plan', () => {
    const events = [labeled(2), labeled(8, 'ada', LABEL, 'unlabeled'), labeled(10)];
    expect(allowed({ events })).toHaveLength(1);
  });

  it('at apply as of the merge, whatever happens to the label and the branch then', () => {
    const asOf = at(20);
    const events = [labeled(10), labeled(25, 'ada', LABEL, 'unlabeled')];
    const pushes = [...FACTS.pushes, { login: 'mallory', after: 'b'.repeat(40), at: at(30) }];
    expect(allowed({ asOf, events, pushes, labels: [] })).toHaveLength(1);
    expect(allowed({ asOf })).toHaveLength(1);
  });
});

describe('an allowance does not count', () => {
  it.each<[string, string, Partial<Facts>]>([
    [
      'of a reader, who may label with the triage role',
      'eve may not write',
      { events: [labeled(10, 'eve')] },
    ],
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
  ])('%s', (_, reason, facts) => {
    expect(why(facts)).toContain(reason);
  });

  it.each<[string, Partial<Facts>]>([
    [
      'that was taken off',
      { labels: ['bug'], events: [labeled(10), labeled(12, 'ada', LABEL, 'unlabeled')] },
    ],
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
  ])('%s, and there is nothing to say', (_, facts) => {
    expect(look(facts)).toEqual({ valid: [], allowed: [], refused: [] });
  });

  it.each<[string, string, readonly Facts['reviews'][number][]]>([
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
  ])('of a review %s', (_, reason, reviews) => {
    expect(why({ ...byReview, reviews })).toContain(reason);
  });

  it('of somebody else who put the label on again last', () => {
    const events = [labeled(10), labeled(12, 'ada', LABEL, 'unlabeled'), labeled(13, 'ada')];
    expect(why({ events })).toContain('ada opened');
  });
});

describe('what the plan counted', () => {
  const sealed = allowed({});

  it('still counts at the merge, also beside a newer one that no plan has seen', () => {
    const newer = 'interform/allow merge=900';
    const { valid } = look({ labels: [LABEL, newer], events: [labeled(10), labeled(11, 'grace', newer)] });
    expect(stillValid(sealed, valid)).toEqual(sealed);
  });

  it.each<[string, Partial<Facts>]>([
    ['was taken off', { labels: [] }],
    ['is of another event, as one that was put on anew', { events: [labeled(12)] }],
    ['is of somebody who wrote something since', { commits: [commit({ logins: ['grace'] })] }],
  ])('does not when it %s', (_, facts) => {
    expect(stillValid(sealed, look(facts).valid)).toEqual([]);
  });

  it('does not where a seal says more than the label', () => {
    const more = sealed.map((one) => ({ ...one, limit: 500 }));
    expect(stillValid(more, look({}).valid)).toEqual([]);
  });
});
