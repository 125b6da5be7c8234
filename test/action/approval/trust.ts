import { REPOSITORY } from '../github/facts.ts';
import { WORKFLOW } from '../repository.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

/** A planned pull request, something that somebody does, and the merge. */
const merged = async (stage: Stage, meddle: (stage: Stage) => unknown) => {
  const pull = stage.pull(7, { seats: '1' });
  await stage.plan(pull);
  await meddle(stage);
  return stage.apply(stage.repository.merge(pull));
};

/** 7 into main and 8 into another branch, whose workflow file nobody looks at. */
const twoFromOneBranch = (stage: Stage) => {
  stage.github.branches.push({ name: 'next', sha: stage.github.branch('main').sha });
  const pull = stage.pull(7, { seats: '1' });
  const { sha: head, ref } = pull.head;
  return [pull, stage.repository.openPull(8, { base: 'next', head, ref })] as const;
};

/** What a workflow file can make of its own seal. */
const forge = ({ github }: Stage, facts: object) =>
  change(github.artifacts, ({ files }) => {
    const seal = { ...JSON.parse(files['seal.json'] ?? '{}'), ...facts };
    return { files: { ...files, 'seal.json': JSON.stringify(seal) } };
  });

export const TRUST: readonly Scenario[] = [
  {
    title: 'the head was planned for a pull request into another branch only',
    expected: 'nothing',
    live: {},
    says: 'the runs for its head were for other pull requests',
    play: async (stage) => {
      const [pull, other] = twoFromOneBranch(stage);
      await stage.plan(other);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the head was planned for a pull request of another branch with the same commit only',
    expected: 'nothing',
    live: {},
    says: `${WORKFLOW} has no run for its head`,
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      const other = stage.repository.openPull(8, { head: pull.head.sha });
      await stage.plan(other);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the head was planned for two pull requests, for the other one last and over more changes',
    expected: 'in part',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      stage.live = { tier: 'gold' };
      stage.set(1, { tier: 'gold' });
      stage.repository.pushMain();
      const pull = stage.pull(7, { seats: '1' });
      const other = stage.repository.openPull(8, { head: pull.head.sha });
      await stage.plan(pull);
      stage.live = {};
      await stage.plan(other);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the head was planned for two pull requests of one branch, which are open at once',
    expected: 'nothing',
    live: {},
    says: 'pull request 8 was open from the same branch',
    play: async (stage) => {
      const [pull, other] = twoFromOneBranch(stage);
      await stage.plan(pull);
      await stage.plan(other);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'another app or workflow writes a check of the same name, and nothing was planned',
    expected: 'nothing',
    live: {},
    says: `${WORKFLOW} has no run for its head`,
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      const digest = `sha256:${'0'.repeat(64)}`;
      stage.github.checks.push({
        ...{ id: 1, name: 'interform plan', head_sha: pull.head.sha, conclusion: 'success' },
        ...{ external_id: `${digest} ${digest}`, app: { slug: 'eve' } },
      });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'another workflow keeps an artifact of the same name',
    expected: 'nothing',
    live: {},
    says: `${WORKFLOW} has no run for its head`,
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull, { workflow: '.github/workflows/eve.yml' });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  ...['.github/workflows/interform.yml@eve.yml', '.github/workflows/interform.yml@main.yaml'].map(
    (workflow): Scenario => ({
      title: `another workflow is called \`${workflow.split('/').at(-1)}\``,
      expected: 'nothing',
      live: {},
      says: `${WORKFLOW} has no run for its head`,
      play: async (stage) => {
        const pull = stage.pull(7, { seats: '1' });
        await stage.plan(pull, { workflow });
        return stage.apply(stage.repository.merge(pull));
      },
    }),
  ),
  {
    title: 'a pull request from a fork',
    expected: 'nothing',
    live: {},
    says: 'it comes from a fork, whose plan was none of the workspace',
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' }, { source: 'eve/crm' });
      await stage.plan(pull);
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the base of the pull request was changed after it was planned',
    expected: 'nothing',
    live: {},
    says: 'its seal says base \\"next\\", not \\"main\\"'.replaceAll('\\', ''),
    play: async (stage) => {
      stage.github.branches.push({ name: 'next', sha: stage.github.branch('main').sha });
      const pull = stage.pull(7, { seats: '1' }, { base: 'next' });
      await stage.plan(pull);
      stage.repository.retarget(pull, 'main');
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'a workflow file of another base seals its plan as one for this pull request',
    expected: 'nothing',
    live: {},
    says: 'pull request 8 was open from the same branch',
    play: async (stage) => {
      const [pull, other] = twoFromOneBranch(stage);
      await stage.plan(other);
      forge(stage, { pull: 7, base: 'main' });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the same, with the other pull request closed right after',
    expected: 'nothing',
    live: {},
    says: 'pull request 8 was open from the same branch',
    play: async (stage) => {
      const [pull, other] = twoFromOneBranch(stage);
      other.state = 'closed';
      other.closed_at = stage.github.time();
      await stage.plan(other);
      forge(stage, { pull: 7, base: 'main' });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title:
      'a workflow file of another base seals its plan as one for main, and the pull request moves to main',
    expected: 'nothing',
    live: {},
    says: 'its base was changed at',
    play: async (stage) => {
      stage.github.branches.push({ name: 'next', sha: stage.github.branch('main').sha });
      const pull = stage.pull(7, { seats: '1' }, { base: 'next' });
      await stage.plan(pull);
      forge(stage, { base: 'main' });
      stage.repository.retarget(pull, 'main');
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the branch is merged elsewhere by a later pull request',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      stage.github.branches.push({ name: 'next', sha: stage.github.branch('main').sha });
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      const commit = stage.repository.merge(pull);
      const { sha: head, ref } = pull.head;
      stage.repository.openPull(8, { base: 'next', head, ref });
      return stage.apply(commit);
    },
  },
  {
    title: 'a commit was pushed after the plan, and never planned',
    expected: 'nothing',
    live: {},
    says: `${WORKFLOW} has no run for its head`,
    play: async (stage) => {
      const pull = stage.pull(7, { seats: '1' });
      await stage.plan(pull);
      stage.amend(pull, { seats: '2' });
      return stage.apply(stage.repository.merge(pull));
    },
  },
  {
    title: 'the receipt was exchanged for another',
    expected: 'nothing',
    live: {},
    says: 'is not the one that its seal names',
    play: (stage) =>
      merged(stage, ({ github }) =>
        change(github.artifacts, (one) => ({
          files: { ...one.files, 'plan.receipt': `${one.files['plan.receipt']}{"change":"more"}\n` },
        })),
      ),
  },
  {
    title: 'the seal was taken from another run',
    expected: 'nothing',
    live: {},
    says: 'is not for this: its seal says run 1,',
    play: (stage) =>
      merged(stage, ({ github }) =>
        change(github.artifacts, (one) => ({
          files: { ...one.files, 'seal.json': one.files['seal.json']?.replace(/"run":\d+/, '"run":1') ?? '' },
        })),
      ),
  },
  {
    title: 'the artifact is none that interform made',
    expected: 'nothing',
    live: {},
    says: 'has no seal',
    play: (stage) =>
      merged(stage, ({ github }) => change(github.artifacts, () => ({ files: { 'a.txt': '' } }))),
  },
  {
    title: 'a run of the workflow in another repository',
    expected: 'nothing',
    live: {},
    says: `${WORKFLOW} has no run for its head`,
    play: (stage) =>
      merged(stage, ({ github }) =>
        change(github.runs, () => ({ head_repository: { full_name: `eve/${REPOSITORY.split('/')[1]}` } })),
      ),
  },
  {
    title: 'the job may not look at runs',
    expected: 'nothing',
    live: {},
    says: 'It needs contents: read, pull-requests: read and actions: read',
    play: (stage) =>
      merged(stage, ({ github }) => {
        github.forbidden = /\/actions\//;
      }),
  },
];

function change<T>(list: T[], how: (first: T) => Partial<T>): void {
  const [first] = list;
  if (first === undefined) throw new Error('there is nothing to change');
  list.splice(0, 1, { ...first, ...how(first) });
}
