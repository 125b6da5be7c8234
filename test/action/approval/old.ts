import type { Ran } from '../repository.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

/** A pull request that sets seats, merged and applied. */
async function applied(stage: Stage, number: number, seats: string): Promise<Ran> {
  const pull = stage.pull(number, { seats });
  await stage.plan(pull);
  return stage.apply(stage.repository.merge(pull));
}

export const OLD: readonly Scenario[] = [
  {
    title: 'the run of an old push again, after a later commit of the project',
    expected: 'nothing',
    live: { seats: '2' },
    says: 'Later commits of the branch change what this project reads (migrations/0008.yaml)',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      stage.live = { seats: '2' };
      const pull = stage.pull(8, { seats: '2' });
      stage.repository.merge(pull);
      return stage.rerun(old);
    },
  },
  {
    title: 'the same, after the later commit was applied too',
    expected: 'nothing',
    live: { seats: '2' },
    says: 'has applied a later commit than this one',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      await applied(stage, 8, '2');
      return stage.rerun(old);
    },
  },
  {
    title: 'the same with allow-old: true',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      await applied(stage, 8, '2');
      return stage.rerun(old, { inputs: { 'allow-old': 'true' } });
    },
  },
  {
    title: 'the run of a push again, after a commit that is none of the project’s',
    expected: 'applied',
    live: { seats: '1' },
    says: 'later commits of the branch change nothing that this project reads',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      stage.pushDocs();
      stage.live = {};
      return stage.rerun(old);
    },
  },
  {
    title: 'the same, after a run of that later commit has applied',
    expected: 'nothing',
    live: {},
    says: 'has applied a later commit than this one',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      stage.pushDocs();
      await stage.dispatch(stage.github.nextId(), { inputs: { command: 'apply', expect: 'none' } });
      stage.live = {};
      return stage.rerun(old);
    },
  },
  {
    title: 'the run of the newest push again',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const old = await applied(stage, 7, '1');
      stage.live = {};
      return stage.rerun(old);
    },
  },
  {
    title: 'a commit that a force push took off the branch',
    expected: 'nothing',
    live: { seats: '1' },
    says: 'This commit is no longer part of the branch main',
    play: async (stage) => {
      const before = stage.github.branch('main').sha;
      const old = await applied(stage, 7, '1');
      stage.github.branch('main').sha = before;
      return stage.rerun(old);
    },
  },
  {
    title: 'somebody else’s artifact says that a later run has applied',
    expected: 'applied',
    live: { seats: '1' },
    says: 'pull request 7 was planned by run',
    play: async (stage) => {
      const { github } = stage;
      const old = await applied(stage, 7, '1');
      const pull = stage.pull(8, { seats: '9' });
      await stage.plan(pull);
      const run = github.runs.find(({ head_sha }) => head_sha === pull.head.sha);
      const [began] = github.artifacts.filter(({ name }) => name === 'interform-began');
      if (run === undefined || began === undefined) throw new Error('nothing has begun');
      github.artifacts.push({ ...began, id: github.nextId(), run: run.id });
      stage.live = {};
      return stage.rerun(old);
    },
  },
  {
    title:
      'a run of a tag called like the branch says that an old commit was applied last, to bring back what was approved then',
    expected: 'nothing',
    live: { seats: '2' },
    says: 'No pull request that was merged since the last apply brings a plan',
    play: async (stage) => {
      const { github, repository } = stage;
      const before = github.branch('main').sha;
      await applied(stage, 7, '1');
      await applied(stage, 8, '2');
      const tree = { 'migrations/0009.yaml': 'seats: 1\n' };
      const facts = { author: 'eve', date: github.time() };
      const forged = github.graph.add({ ...facts, parents: [before], tree: {} }).sha;
      const head = github.graph.add({ ...facts, parents: [forged], tree }).sha;
      const pull = repository.openPull(9, { head, author: 'eve' });
      const [run] = github.runs.filter(({ event }) => event === 'push');
      const [mark] = github.artifacts.filter(({ name }) => name === 'interform-applied');
      if (run === undefined || mark === undefined) throw new Error('nothing was applied');
      const id = github.nextId();
      github.runs.push({ ...run, id, head_sha: forged });
      github.artifacts.push({ ...mark, id: github.nextId(), run: id, created_at: github.time() });
      return stage.apply(repository.merge(pull));
    },
  },
  {
    title: 'an old plan and apply of one run (expect: this-run) again, after a later commit of the project',
    expected: 'nothing',
    live: { seats: '2' },
    says: 'Later commits of the branch change what this project reads',
    play: async (stage) => {
      stage.set(1, { seats: '1' });
      stage.repository.pushMain();
      const run = stage.github.nextId();
      const own = { inputs: { command: 'apply', expect: 'this-run' } };
      await stage.dispatch(run, { inputs: { command: 'plan' } });
      await stage.dispatch(run, own);
      stage.live = { seats: '2' };
      stage.set(2, { seats: '2' });
      stage.repository.pushMain();
      return stage.rerun({ id: run });
    },
  },
];
