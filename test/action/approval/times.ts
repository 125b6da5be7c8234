import type { Scenario } from './scenario.ts';

export const TIMES: readonly Scenario[] = [
  {
    title: 'the plan was run again after the merge, and shows more',
    expected: 'in part',
    live: { seats: '1' },
    says: ', attempt 1',
    play: async (stage) => {
      stage.live = { tier: 'gold' };
      stage.set(1, { tier: 'gold' });
      stage.repository.pushMain();
      const pull = stage.pull(7, { seats: '1' });
      const planned = await stage.plan(pull);
      const commit = stage.repository.merge(pull);
      stage.live = {};
      await stage.rerun(planned);
      return stage.apply(commit);
    },
  },
  {
    title: 'it was planned after the merge only',
    expected: 'nothing',
    live: {},
    says: 'it was planned after it was merged',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      const commit = stage.repository.merge(pull);
      await stage.plan(pull);
      return stage.apply(commit);
    },
  },
  {
    title: 'the plan was run again before the merge, and the newer one counts',
    expected: 'applied',
    live: { tier: 'gold', seats: '1' },
    says: ', attempt 2',
    play: async (stage) => {
      stage.live = { tier: 'gold' };
      stage.set(1, { tier: 'gold' });
      stage.repository.pushMain();
      const pull = stage.pull(7, { seats: '1' });
      const planned = await stage.plan(pull);
      stage.live = {};
      await stage.rerun(planned);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the newest plan before the merge failed',
    expected: 'nothing',
    live: {},
    says: 'failed (exit 1)',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      const planned = await stage.plan(pull);
      // Main broke it.
      stage.set(1, { tier: 'broken' });
      const broken = stage.repository.pushMain();
      stage.github.branch('main').sha = broken;
      await stage.plan(pull);
      return stage.apply(stage.repository.merge(pull), { inputs: { workflow: planned.ok ? '' : 'never' } });
    },
  },
  {
    title: 'the newest plan before the merge was blocked by a guard',
    expected: 'nothing',
    live: {},
    says: 'was blocked by a guard',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: 'blocked' });
      await stage.plan(pull);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'a later run was to plan before the merge, and kept nothing',
    expected: 'nothing',
    live: {},
    says: 'was to plan it again before the merge, and kept nothing',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.repository.others.uploadsLeft = 0;
      await stage.plan(pull);
      stage.repository.others.uploadsLeft = Number.POSITIVE_INFINITY;
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'a later run of the workflow had nothing to do',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      const planned = await stage.plan(pull);
      const run = stage.github.runs.find(({ id }) => id === planned.id);
      if (run === undefined) throw new Error('there is no run');
      const created_at = stage.github.time();
      stage.github.runs.push({ ...run, id: stage.github.nextId(), created_at, conclusion: 'skipped' });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the receipt has expired',
    expected: 'nothing',
    live: {},
    says: 'has expired',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      for (const artifact of stage.github.artifacts) artifact.expired = true;
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'a plan on a schedule between review and apply',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.repository.review(pull);
      const commit = stage.repository.merge(pull);
      await stage.dispatch(stage.github.nextId(), { inputs: { command: 'plan' } });
      return stage.apply(commit, { inputs: { 'require-approval': 'true' } });
    },
  },
  {
    title: 'the workspace changed after the review',
    expected: 'in part',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      stage.live = { tier: 'gold' };
      stage.set(1, { tier: 'gold' });
      stage.repository.pushMain();
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.live = {};
      return stage.apply(stage.repository.merge(pull));
    },
  },
];
