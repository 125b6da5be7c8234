import type { PullRequest } from '../github/facts.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

const inputs = { 'require-approval': 'true' };

/** A planned pull request, its reviews, and the merge. */
const reviewed = (
  title: string,
  says: string | undefined,
  review: (stage: Stage, pull: PullRequest) => unknown,
): Scenario => ({
  title,
  expected: says === undefined ? 'applied' : 'nothing',
  live: says === undefined ? { seats: '1' } : {},
  says: says ?? 'approved by grace',
  play: async (stage) => {
    const pull = stage.pull(7, { seats: '1' });
    await stage.plan(pull);
    await review(stage, pull);
    return stage.apply(stage.repository.merge(pull), { inputs });
  },
});
const permit = ({ github }: Stage, login: string, permission: 'read' | 'write' | 'admin') =>
  github.people.push({ user: { login, type: 'User' }, permission });

export const REVIEWS: readonly Scenario[] = [
  reviewed('approved by somebody who may write', undefined, ({ repository }, pull) =>
    repository.review(pull),
  ),
  reviewed('approved, and commented by the same person later', undefined, ({ repository }, pull) => {
    repository.review(pull);
    repository.review(pull, { state: 'COMMENTED' });
  }),
  reviewed('approved by nobody', 'nobody approved its head after it was planned', () => undefined),
  reviewed('an approval that was dismissed', 'the review of grace was dismissed', ({ repository }, pull) =>
    repository.review(pull, { state: 'DISMISSED' }),
  ),
  reviewed('approved, and changes asked for later', 'nobody approved its head', ({ repository }, pull) => {
    repository.review(pull);
    repository.review(pull, { state: 'CHANGES_REQUESTED' });
  }),
  reviewed('approved by a reader', 'eve may not write to the repository', (stage, pull) => {
    permit(stage, 'eve', 'read');
    stage.repository.review(pull, { by: 'eve' });
  }),
  reviewed('approved by an account that is gone', 'eve may not write to the repository', (stage, pull) => {
    stage.repository.review(pull, { by: 'eve' });
    stage.github.people.splice(0);
  }),
  reviewed('approved by a bot', 'robot[bot] is no person', (stage, pull) =>
    stage.repository.review(pull, { by: 'robot[bot]' }),
  ),
  reviewed('approved by the author', 'ada is the author', (stage, pull) => {
    permit(stage, 'ada', 'admin');
    stage.repository.review(pull, { by: 'ada' });
  }),
  reviewed(
    'approved by who pushed a commit of it under the name of another',
    'grace pushed commits of it',
    async (stage, pull) => {
      stage.set(7, { seats: '1' });
      stage.repository.push(pull, 'ada', { pusher: 'grace' });
      await stage.plan(pull);
      stage.repository.review(pull);
    },
  ),
  reviewed('approved by who wrote a commit of it', 'grace wrote commit', async (stage, pull) => {
    stage.set(7, { seats: '1' });
    stage.repository.push(pull, 'grace', { pusher: 'ada' });
    await stage.plan(pull);
    stage.repository.review(pull);
  }),
  reviewed('approved by who suggested a line of it', undefined, async (stage, pull) => {
    stage.set(7, { seats: '1' });
    stage.repository.push(pull, 'ada', { coAuthors: ['grace'] });
    await stage.plan(pull);
    stage.repository.review(pull);
  }),
  {
    title: 'an approval of an older head',
    expected: 'nothing',
    live: {},
    says: 'grace approved another commit',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      const commit_id = pull.head.sha;
      stage.amend(pull, { seats: '2' });
      await stage.plan(pull);
      stage.repository.review(pull, { commit_id });
      return stage.apply(stage.repository.merge(pull), { inputs });
    },
  },
  {
    title: 'an approval before there was a plan',
    expected: 'nothing',
    live: {},
    says: 'grace approved before the plan was there',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      stage.repository.review(pull);
      await stage.plan(pull);
      return stage.apply(stage.repository.merge(pull), { inputs });
    },
  },
  {
    title: 'an approval, after which the plan was run again and shows more',
    expected: 'nothing',
    live: {},
    says: 'grace approved before the plan was there',
    play: async (stage) => {
      stage.live = { tier: 'gold' };
      stage.set(1, { tier: 'gold' });
      stage.repository.pushMain();
      const pull = stage.pull(7, { seats: '1' });
      const planned = await stage.plan(pull);
      stage.repository.review(pull);
      stage.live = {};
      await stage.rerun(planned);
      return stage.apply(stage.repository.merge(pull), { inputs });
    },
  },
];
