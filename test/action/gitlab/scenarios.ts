import { type AcmeProject, ADA, GRACE, type Ran } from './acme-project.ts';

/** One way in which a plan is reviewed, merged and applied, with the outcome that it must have. The guide shows this table. */
export interface Scenario {
  readonly scenario: string;
  /** As the guide says it. */
  readonly expected: string;
  /** What is applied; undefined where apply must refuse. */
  readonly applied?: string;
  /** A pattern of the log, where something is refused. */
  readonly why?: RegExp;
  readonly run: (project: AcmeProject) => Promise<Ran>;
}

const REVIEWED = 'create vip';
const LATER = ['create vip', 'create unseen'] as const;
const REQUIRED = { env: { INTERFORM_REQUIRE_APPROVAL: 'true' } };
const elsewhere = (...files: readonly string[]) => ({ files: [...files] });

async function reviewed(project: AcmeProject, how?: Parameters<AcmeProject['merge']>[1]): Promise<string> {
  const request = project.open(7);
  await project.plan(request);
  return project.merge(request, how);
}

async function approvedBy(project: AcmeProject, user: number): Promise<Ran> {
  const request = project.open(7);
  await project.plan(request);
  project.approve(request, user);
  return project.apply(project.merge(request), REQUIRED);
}

export const SCENARIOS: readonly Scenario[] = [
  {
    scenario: 'merged with a merge commit',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: async (project) => project.apply(await reviewed(project)),
  },
  {
    scenario: 'merged as one squashed commit',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: async (project) => project.apply(await reviewed(project, 'squash')),
  },
  {
    scenario: 'merged by fast-forward',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: async (project) => project.apply(await reviewed(project, 'fast-forward')),
  },
  {
    scenario: 'planned in a pipeline of the merged result',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      const sha = project.gitlab.commit('result', [project.main, request.sha], []);
      await project.plan(request, {
        pipeline: project.pipeline({ sha, ref: 'refs/merge-requests/7/merge' }),
      });
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'a pipeline of the merged result of an older head',
    expected: 'refused',
    why: /merged another commit than the head/,
    run: async (project) => {
      const request = project.open(7);
      const sha = project.gitlab.commit('result', [project.main, request.sha], []);
      await project.plan(request, {
        pipeline: project.pipeline({ sha, ref: 'refs/merge-requests/7/merge' }),
      });
      project.push(request, 'unseen');
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'a pipeline of the merged result with another branch, whose pipeline forged the seal',
    expected: 'refused',
    why: /merged the head into \w+, which was never a commit of main/,
    run: async (project) => {
      const request = project.open(7);
      const evil = project.gitlab.commit('evil pipeline', [project.main], ['.gitlab-ci.yml']);
      const sha = project.gitlab.commit('result', [evil, request.sha], []);
      project.changes(...LATER);
      await project.plan(request, {
        pipeline: project.pipeline({ sha, ref: 'refs/merge-requests/7/merge' }),
      });
      project.approve(request);
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'a pipeline of a merge train',
    expected: 'refused',
    why: /that of a merge train/,
    run: async (project) => {
      const request = project.open(7);
      const sha = project.gitlab.commit('train', [project.main, request.sha], []);
      await project.plan(request, {
        pipeline: project.pipeline({ sha, ref: 'refs/merge-requests/7/train' }),
      });
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'a pipeline of another commit of the merge request',
    expected: 'refused',
    why: /no pipeline of its head \w+: pipeline \d+ ran for/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.push(request, 'unseen');
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'a pipeline that somebody started by hand or by the API',
    expected: 'refused',
    why: /was started by web/,
    run: async (project) => {
      const request = project.open(7);
      const ref = 'refs/merge-requests/7/head';
      await project.plan(request, { pipeline: project.pipeline({ sha: request.sha, ref, source: 'web' }) });
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'late plan: the plan ended after the merge',
    expected: 'refused',
    why: /ended after the merge/,
    run: async (project) => {
      const request = project.open(7);
      const sha = project.merge(request);
      await project.plan(request);
      return project.apply(sha);
    },
  },
  {
    scenario: 'late plan: retried after the merge, and it shows more',
    expected: 'what the merge request showed before the merge',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      const pipeline = project.pipeline({ sha: request.sha, ref: 'refs/merge-requests/7/head' });
      await project.plan(request, { pipeline });
      const sha = project.merge(request);
      project.changes(...LATER);
      await project.plan(request, { pipeline });
      return project.apply(sha);
    },
  },
  {
    scenario: 'a pipeline of another project',
    expected: 'refused',
    why: /ran in another project/,
    run: async (project) => {
      const request = project.open(7);
      const facts = { sha: request.sha, ref: 'refs/merge-requests/7/head', project_id: 99 };
      await project.plan(request, { pipeline: project.pipeline(facts) });
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'the last plan before the merge was blocked',
    expected: 'refused',
    why: /its last plan, job \d+, ended with failed/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.state({ blocked: true });
      await project.plan(request);
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'no plan at all',
    expected: 'refused',
    why: /has no pipeline of its head/,
    run: async (project) => project.apply(project.merge(project.open(7))),
  },
  {
    scenario: 'the receipt has expired',
    expected: 'refused',
    why: /left no plan\.receipt, or it has expired/,
    run: async (project) => {
      const request = project.open(7);
      const { job } = await project.plan(request);
      job.artifacts.delete('plan.receipt');
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'the receipt of another job under the seal',
    expected: 'refused',
    why: /not the one that its seal is of/,
    run: async (project) => {
      const request = project.open(7);
      const { job } = await project.plan(request);
      project.changes(...LATER);
      const other = await project.plan(project.open(8));
      job.artifacts.set('plan.receipt', other.job.artifacts.get('plan.receipt') ?? Buffer.alloc(0));
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'receipt and seal of another merge request with the same head',
    expected: 'refused',
    why: /its seal says merge_request 8, where it should be 7/,
    run: async (project) => {
      const request = project.open(7);
      const { job } = await project.plan(request);
      project.changes(...LATER);
      const other = await project.plan(project.open(8, { sha: request.sha }));
      for (const [name, bytes] of other.job.artifacts) job.artifacts.set(name, bytes);
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'another open merge request with the same head shows more',
    expected: 'what the merged one showed',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.changes(...LATER);
      await project.plan(project.open(8, { sha: request.sha }));
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'merged by fast-forward, and another open merge request has the same head',
    expected: 'what the merged one showed',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.changes(...LATER);
      await project.plan(project.open(8, { sha: request.sha }));
      return project.apply(project.merge(request, 'fast-forward'));
    },
  },
  {
    scenario: 'one commit closed two merge requests with the same head',
    expected: 'refused, unless approvals are required and tell them apart',
    why: /merge request 8 was merged as the same commit/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.changes(...LATER);
      const other = project.open(8, { sha: request.sha });
      await project.plan(other);
      const sha = project.merge(request);
      Object.assign(other, { state: 'merged', merged_at: request.merged_at, merge_commit_sha: sha });
      return project.apply(sha);
    },
  },
  {
    scenario: 'the plan of another environment or project',
    expected: 'refused',
    why: /its seal says subject "staging", where it should be "production"/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request, { flags: ['--env', 'staging'] });
      return project.apply(project.merge(request), { flags: ['--env=production'] });
    },
  },
  {
    scenario: 'a merge request from a fork',
    expected: 'refused',
    why: /comes from a fork/,
    run: async (project) => {
      const request = project.open(7, { source_project_id: 99 });
      await project.plan(request);
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'a commit that was pushed without a merge request',
    expected: 'refused',
    why: /no merge request was merged as this commit/,
    run: async (project) => project.apply(project.pushToMain('by hand')),
  },
  {
    scenario: 'merged into another branch than the one that applies',
    expected: 'refused',
    why: /no merge request was merged as this commit/,
    run: async (project) => {
      const request = project.open(7, { target_branch: 'next' });
      await project.plan(request);
      return project.apply(project.merge(request));
    },
  },
  {
    scenario: 'merged into another branch, and pointed at this one later',
    expected: 'what the one that was merged into this branch showed',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.changes('create unseen');
      const other = project.open(8, { sha: request.sha });
      await project.plan(other);
      const merged_at = project.gitlab.now();
      const elsewhere = project.gitlab.commit('merge into next', [project.main, request.sha], []);
      const sha = project.merge(request, 'fast-forward');
      Object.assign(other, { state: 'merged', merged_at, merge_commit_sha: elsewhere });
      return project.apply(sha);
    },
  },
  {
    scenario: 'planned for another branch, and pointed at this one later',
    expected: 'refused',
    why: /its seal says target "next", where it should be "main"/,
    run: async (project) => {
      const request = project.open(7, { target_branch: 'next' });
      await project.plan(request);
      const pointed = project.open(7, { sha: request.sha });
      project.gitlab.requests.shift();
      return project.apply(project.merge(pointed));
    },
  },
  {
    scenario: 'several merge requests since the last apply',
    expected: 'what each of them showed',
    applied: 'create vip, create beta',
    run: async (project) => {
      const first = project.open(7);
      await project.plan(first);
      project.changes('create beta');
      const second = project.open(8);
      await project.plan(second);
      await project.apply(await reviewedOther(project));
      project.merge(first);
      return project.apply(project.merge(second));
    },
  },
  {
    scenario: 'several merge requests, one of them without a plan',
    expected: 'what the others showed; the one is named',
    applied: REVIEWED,
    why: /merge request !8 brings no receipt: it has no pipeline/,
    run: async (project) => {
      await project.apply(await reviewedOther(project));
      const [first, second] = [project.open(7), project.open(8)];
      await project.plan(first);
      project.merge(second);
      return project.apply(project.merge(first));
    },
  },
  {
    scenario: 'a merge request that changes nothing of the project',
    expected: 'passed over',
    applied: REVIEWED,
    run: async (project) => {
      await project.apply(await reviewedOther(project));
      const sha = await reviewed(project);
      const docs = project.open(8, elsewhere('README.md'));
      void sha;
      return project.apply(project.merge(docs));
    },
  },
  {
    scenario: 'late re-run: the job of an old pipeline is retried',
    expected: 'refused',
    why: /is an old state: main has changed since in what this project reads/,
    run: async (project) => {
      const old = await reviewed(project);
      const pipeline = project.pipeline({ sha: old, ref: 'main' });
      await project.apply(old, { pipeline });
      const next = project.open(8);
      await project.plan(next);
      project.merge(next);
      return project.apply(old, { pipeline });
    },
  },
  {
    scenario: 'late re-run: a later pipeline has applied',
    expected: 'refused',
    why: /is an old state: job \d+ of pipeline \d+ has applied since/,
    run: async (project) => {
      const old = await reviewed(project);
      const pipeline = project.pipeline({ sha: old, ref: 'main' });
      const next = project.open(8, elsewhere('README.md'));
      await project.apply(project.merge(next));
      return project.apply(old, { pipeline });
    },
  },
  {
    scenario: 'late re-run with INTERFORM_ALLOW_OLD=true',
    expected: 'what its merge request showed',
    applied: REVIEWED,
    run: async (project) => {
      const old = await reviewed(project);
      const pipeline = project.pipeline({ sha: old, ref: 'main' });
      project.pushToMain('later');
      return project.apply(old, { pipeline, env: { INTERFORM_ALLOW_OLD: 'true' } });
    },
  },
  {
    scenario: 're-run after a commit that changes nothing of the project',
    expected: 'what its merge request showed',
    applied: REVIEWED,
    run: async (project) => {
      const old = await reviewed(project);
      project.pushToMain('docs', ['README.md']);
      return project.apply(old);
    },
  },
  {
    scenario: 'apply in a pipeline of a merge request',
    expected: 'refused',
    why: /never applies/,
    run: async (project) => {
      const sha = await reviewed(project);
      return project.apply(sha, { env: { CI_COMMIT_BRANCH: '', CI_MERGE_REQUEST_IID: '7' } });
    },
  },
  {
    scenario: 'approval required: none',
    expected: 'refused',
    why: /nobody approved it/,
    run: async (project) => project.apply(await reviewed(project), REQUIRED),
  },
  {
    scenario: 'approval required: of a Developer after the plan',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: (project) => approvedBy(project, GRACE),
  },
  {
    scenario: 'approval required: of its author',
    expected: 'refused',
    why: /is its author/,
    run: (project) => approvedBy(project, ADA),
  },
  {
    scenario: 'approval required: of somebody who is less than a Developer, or no member',
    expected: 'refused',
    why: /is not at least a Developer/,
    run: (project) => {
      project.gitlab.members.set(3, 20);
      return approvedBy(project, 3);
    },
  },
  {
    scenario: 'approval required: of a bot',
    expected: 'refused',
    why: /is a bot/,
    run: (project) => {
      project.gitlab.members.set(4, 30);
      project.gitlab.bots.add(4);
      return approvedBy(project, 4);
    },
  },
  {
    scenario: 'approval required: GitLab does not show who approved',
    expected: 'refused',
    why: /does not say whether @user-2 is a bot/,
    run: async (project) => {
      project.gitlab.breaks = (path) =>
        path === `/users/${GRACE}` ? { status: 404, body: '{}' } : undefined;
      return approvedBy(project, GRACE);
    },
  },
  {
    scenario: 'approval required: given before the plan',
    expected: 'refused',
    why: /approved before the plan was there/,
    run: async (project) => {
      const request = project.open(7);
      project.approve(request);
      await project.plan(request);
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: given before the plan was retried and showed more',
    expected: 'refused',
    why: /approved before the plan was there/,
    run: async (project) => {
      const request = project.open(7);
      const pipeline = project.pipeline({ sha: request.sha, ref: 'refs/merge-requests/7/head' });
      await project.plan(request, { pipeline });
      project.approve(request);
      project.changes(...LATER);
      await project.plan(request, { pipeline });
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: given for another head, before the planned one was pushed again',
    expected: 'refused',
    why: /approved before its head was what was merged/,
    run: async (project) => {
      const request = project.open(7);
      const unseen = request.sha;
      await project.plan(request);
      project.push(request, 'harmless');
      await project.plan(request);
      project.approve(request);
      project.reset(request, unseen);
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: given while it pointed at another branch',
    expected: 'refused',
    why: /approved before its head was what was merged/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.retarget(request, 'next');
      project.approve(request);
      project.retarget(request, 'main');
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: of somebody who pushed to it',
    expected: 'refused',
    why: /pushed to it/,
    run: async (project) => {
      const request = project.open(7);
      project.push(request, 'of Grace');
      project.systemNote(request, GRACE, 'added 1 commit\n\n<ul><li>1a2b3c4d - of Grace</li></ul>');
      await project.plan(request);
      project.approve(request);
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: given after the merge',
    expected: 'refused',
    why: /approved after the merge/,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      const sha = project.merge(request);
      project.approve(request);
      return project.apply(sha, REQUIRED);
    },
  },
  {
    scenario: 'approval required: GitLab keeps no time of it, its system note does',
    expected: 'what the merge request showed',
    applied: REVIEWED,
    run: async (project) => {
      const request = project.open(7);
      await project.plan(request);
      project.approve(request, GRACE, { approved_at: undefined });
      project.systemNote(request, GRACE, 'approved this merge request');
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'approval required: somebody wrote a comment like a system note',
    expected: 'refused',
    why: /does not say when/,
    run: async (project) => {
      const request = project.open(7);
      project.approve(request, GRACE, { approved_at: undefined });
      await project.plan(request);
      project.systemNote(request, GRACE, 'approved this merge request', false);
      return project.apply(project.merge(request), REQUIRED);
    },
  },
  {
    scenario: 'environment approval: what runs is in the preview of the pipeline too',
    expected: 'what both showed',
    applied: REVIEWED,
    run: async (project) => {
      project.changes(...LATER);
      const sha = await reviewed(project);
      const pipeline = project.pipeline({ sha, ref: 'main' });
      project.changes('create vip', 'create elsewhere');
      await project.preview(pipeline);
      return project.apply(sha, { pipeline, flags: ['--preview-job=preview'] });
    },
  },
  {
    scenario: 'environment approval: the preview was retried after it, and shows more',
    expected: 'what was approved',
    applied: REVIEWED,
    run: async (project) => {
      project.changes(...LATER);
      const sha = await reviewed(project);
      const pipeline = project.pipeline({ sha, ref: 'main' });
      project.changes('create vip');
      await project.preview(pipeline);
      const flags = ['--preview-job=preview'];
      return project.apply(sha, { pipeline, flags }, async ({ approvals }) => {
        approvals.push({ status: 'approved', created_at: project.gitlab.now() });
        project.changes(...LATER);
        await project.preview(pipeline);
      });
    },
  },
  {
    scenario: 'environment approval: GitLab does not show the deployment, and so not who approved it',
    expected: 'refused',
    why: /shows no deployment of this job/,
    run: async (project) => {
      const sha = await reviewed(project);
      const pipeline = project.pipeline({ sha, ref: 'main' });
      await project.preview(pipeline);
      const env = { CI_ENVIRONMENT_NAME: 'another' };
      return project.apply(sha, { pipeline, flags: ['--preview-job=preview'], env });
    },
  },
  {
    scenario: 'environment approval: the preview of another pipeline',
    expected: 'refused',
    why: /has no job preview that is done/,
    run: async (project) => {
      const sha = await reviewed(project);
      await project.preview(project.pipeline({ sha, ref: 'main' }));
      return project.apply(sha, { flags: ['--preview-job=preview'] });
    },
  },
];

/** Another merged merge request, for an apply that has run already. */
async function reviewedOther(project: AcmeProject): Promise<string> {
  const request = project.open(5);
  await project.plan(request);
  return project.merge(request);
}
