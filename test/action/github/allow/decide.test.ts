import { describe, expect, it } from 'vitest';
import { newestOfEach, offersOf, settle, stillValid } from '../../../../action/github/allow/decide.js';
import {
  at,
  byReview,
  commit,
  FACTS,
  type Facts,
  LABEL,
  labeled,
  NO_ALLOWANCES,
  REFUSED_LABELS,
  REFUSED_REVIEWS,
  review,
  user,
} from './attempts.ts';

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
  it.each(REFUSED_LABELS)('%s', (_, reason, facts) => {
    expect(why(facts)).toContain(reason);
  });

  it.each(NO_ALLOWANCES)('%s, and there is nothing to say', (_, facts) => {
    expect(look(facts)).toEqual({ valid: [], allowed: [], refused: [] });
  });

  it.each(REFUSED_REVIEWS)('of a review %s', (_, reason, reviews) => {
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
