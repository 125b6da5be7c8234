import type { How } from '../github/landing.ts';
import type { Scenario } from './scenario.ts';

const landed = (title: string, how: How): Scenario => ({
  title,
  expected: 'applied',
  live: { plan: 'pro', seats: '2' },
  says: 'pull request 7 was planned by run',
  play: async (stage) => {
    const pull = stage.pull(7, { seats: '1' });
    stage.amend(pull, { plan: 'pro', seats: '2' });
    await stage.plan(pull);
    return stage.apply(stage.repository.merge(pull, how));
  },
});

export const LANDING: readonly Scenario[] = [
  landed('a merge commit', 'merge'),
  landed('a squash commit', 'squash'),
  landed('a rebase of several commits', 'rebase'),
  {
    title: 'a merge queue that lands two pull requests in one push',
    expected: 'applied',
    live: { plan: 'pro', seats: '1' },
    says: 'pull request 8 was planned by run',
    play: async (stage) => {
      const pulls = [stage.pull(7, { seats: '1' }), stage.pull(8, { plan: 'pro' })];
      for (const pull of pulls) await stage.plan(pull);
      return stage.apply(stage.repository.mergeQueue(pulls, 'squash'));
    },
  },
  {
    title: 'a merge queue of two pull requests, of which one was never planned',
    expected: 'in part',
    live: { seats: '1' },
    says: '::warning title=interform::The receipt of pull request 8 is not taken: .github/workflows/interform.yml has no run',
    play: async (stage) => {
      const pulls = [stage.pull(7, { seats: '1' }), stage.pull(8, { plan: 'pro' })];
      for (const pull of pulls.slice(0, 1)) await stage.plan(pull);
      return stage.apply(stage.repository.mergeQueue(pulls));
    },
  },
  {
    title: 'a merge queue with a pull request that is none of the project’s',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 8 touches nothing that this project reads',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      stage.repository.switchTo('main');
      stage.repository.write('README.md', 'Acme');
      const docs = stage.repository.openPull(8);
      await stage.plan(pull);
      return stage.apply(stage.repository.mergeQueue([pull, docs]));
    },
  },
  {
    title: 'two merges, where the waiting run of the first was dropped for the second',
    expected: 'applied',
    live: { tier: 'gold', seats: '1', plan: 'pro' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const first = stage.pull(6, { tier: 'gold' });
      await stage.plan(first);
      await stage.apply(stage.repository.merge(first));
      const dropped = stage.pull(7, { seats: '1' });
      await stage.plan(dropped);
      stage.repository.merge(dropped);
      const last = stage.pull(8, { plan: 'pro' });
      await stage.plan(last);
      return stage.apply(stage.repository.merge(last));
    },
  },
  {
    title: 'a merge whose pull request GitHub does not know yet when it is asked',
    expected: 'applied',
    live: { seats: '1' },
    says: 'GitHub knows no pull request of this commit yet',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.github.associationLag = 3;
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'a merge while GitHub fails, limits and loses answers',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.github.faults.push(
        { of: /GET .*\/pulls$/, status: 502, times: 2 },
        { of: /GET .*\/artifacts$/, status: 403, headers: { 'retry-after': '2' }, times: 1 },
        { of: /GET .*\/zip$/, status: 429, times: 1 },
        { of: /GET .*\/attempts\//, status: 403, headers: limitOver(), times: 1 },
      );
      return stage.apply(stage.repository.merge(pull));
    },
  },
  ...[
    [
      'the commit came by a pull request that was merged as a later commit',
      { merge_commit_sha: '1'.repeat(40) },
    ] as const,
    ['the pull request that would be merged as this commit is open', { merged_at: null }] as const,
  ].map(
    ([title, facts]): Scenario => ({
      title,
      expected: 'nothing',
      live: {},
      says: 'No pull request that changes this project was merged since the last apply',
      play: async (stage) => {
        const pull = stage.pull(7, { seats: '1' });
        await stage.plan(pull);
        const commit = stage.repository.merge(pull);
        Object.assign(pull, facts);
        return stage.apply(commit);
      },
    }),
  ),
  {
    title: 'a push to the branch without a pull request',
    expected: 'nothing',
    live: {},
    says: 'No pull request that changes this project was merged since the last apply',
    play: async (stage) => {
      stage.set(7, { seats: '1' });
      return stage.apply(stage.repository.pushMain());
    },
  },
  {
    title: 'a push without a pull request, on top of a merge whose run was dropped',
    expected: 'in part',
    live: { tier: 'gold', seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const first = stage.pull(6, { tier: 'gold' });
      await stage.plan(first);
      await stage.apply(stage.repository.merge(first));
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.repository.merge(pull);
      stage.repository.switchTo('main');
      stage.set(8, { plan: 'pro' });
      return stage.apply(stage.repository.pushMain());
    },
  },
];

/** The headers of an exhausted limit, which lasts for a second of the test. */
function limitOver() {
  const reset = String(Math.ceil(Date.now() / 1000) + 1);
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
}
