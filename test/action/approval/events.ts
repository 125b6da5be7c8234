import type { Scenario } from './scenario.ts';

export const EVENTS: readonly Scenario[] = [
  {
    title: 'a plan for pull_request_target',
    expected: 'nothing',
    live: {},
    says: 'pull_request_target runs with the secrets of the repository',
    play: (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      return stage.plan(pull, { env: { GITHUB_EVENT_NAME: 'pull_request_target' } });
    },
  },
  ...['pull_request', 'merge_group', 'workflow_run', 'issue_comment'].map(
    (event): Scenario => ({
      title: `an apply for ${event}`,
      expected: 'nothing',
      live: {},
      says: 'apply runs for a push',
      play: async (stage) => {
        const pull = stage.pull(7, { seats: '1' });
        await stage.plan(pull);
        stage.repository.merge(pull);
        return stage.dispatch(stage.github.nextId(), { inputs: { command: 'apply' } }, event);
      },
    }),
  ),
  {
    title: 'a plan and an apply of one run, by hand (expect: this-run)',
    expected: 'applied',
    live: { seats: '1' },
    says: 'an earlier job of this run has planned',
    play: async (stage) => {
      stage.set(1, { seats: '1' });
      stage.repository.pushMain();
      const run = stage.github.nextId();
      await stage.dispatch(run, { inputs: { command: 'plan' } }, 'workflow_dispatch');
      return stage.dispatch(run, { inputs: { command: 'apply', expect: 'this-run' } });
    },
  },
  {
    title: 'an apply by hand whose run has not planned (expect: this-run)',
    expected: 'nothing',
    live: {},
    says: 'No earlier job of this run has planned',
    play: async (stage) => {
      stage.set(1, { seats: '1' });
      stage.repository.pushMain();
      await stage.dispatch(stage.github.nextId(), { inputs: { command: 'plan' } });
      return stage.dispatch(stage.github.nextId(), { inputs: { command: 'apply', expect: 'this-run' } });
    },
  },
  {
    title: 'a push whose run planned once more (expect: pull-request, this-run): what both hold',
    expected: 'in part',
    live: { seats: '1' },
    says: 'an earlier job of this run has planned',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1', plan: 'pro' });
      await stage.plan(pull);
      stage.repository.merge(pull);
      const run = stage.github.nextId();
      // Somebody has set the plan already, and takes it back after the environment was approved.
      stage.live = { plan: 'pro' };
      await stage.dispatch(run, { inputs: { command: 'plan' } }, 'push');
      stage.live = {};
      return stage.dispatch(run, { inputs: { command: 'apply', expect: 'pull-request, this-run' } }, 'push');
    },
  },
];
