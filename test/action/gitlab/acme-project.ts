import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../composite.ts';
import { COMMENTER, FakeGitlab, PROJECT, READER } from './fake-gitlab.ts';
import type { Deployment, Job, MergeRequest, Pipeline } from './model.ts';

export const ADA = 1;
export const GRACE = 2;
const FILE = 'migrations/0001-tags.yaml';
const LEFT = ['plan.md', 'plan.html', 'plan.receipt', 'plan.seal.json', 'apply.md', 'interform.store'];

export interface Ran {
  readonly exit: number;
  readonly output: string;
  readonly job: Job;
}

export interface RunOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A project on a GitLab of its own, with its pipelines. The command line is a stub (stub-cli.js) unless `open` is told
 * otherwise.
 */
export class AcmeProject {
  readonly gitlab: FakeGitlab;
  readonly folder: string;
  readonly #scratch: string;
  readonly #scripts: string;

  /** With `built`, the command line of this repository instead of the stub: its project is in `folder`. */
  static async open(built = false): Promise<AcmeProject> {
    return new AcmeProject(await FakeGitlab.open(), built);
  }

  private constructor(gitlab: FakeGitlab, built: boolean) {
    this.gitlab = gitlab;
    this.#scratch = mkdtempSync(join(tmpdir(), 'interform-gitlab-'));
    this.folder = join(this.#scratch, 'checkout');
    const stub = join(this.#scratch, 'package');
    this.#scripts = join(built ? root : stub, 'action/gitlab');
    cpSync(join(root, 'action'), join(stub, 'action'), { recursive: true });
    mkdirSync(join(stub, 'bin'));
    cpSync(join(root, 'test/action/gitlab/stub-cli.js'), join(stub, 'bin/run.js'));
    writeFileSync(join(stub, 'package.json'), '{ "type": "module" }');
    mkdirSync(this.folder);
    gitlab.members.set(ADA, 40).set(GRACE, 30);
    gitlab.branches.set('main', gitlab.commit('begin', [], [FILE]));
    this.state({ changes: ['create vip'], reads: ['interform.yaml', 'migrations/'] });
  }

  close(): void {
    this.gitlab.close();
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  /** Sets the changes that plans show from now on. */
  changes(...changes: readonly string[]): void {
    this.state({ changes });
  }

  state(state: Readonly<Record<string, unknown>>): void {
    const before = existsSync(this.#state) ? JSON.parse(readFileSync(this.#state, 'utf8')) : {};
    writeFileSync(this.#state, JSON.stringify({ ...before, ...state }));
  }

  get #state(): string {
    return join(this.#scratch, 'state.json');
  }

  get main(): string {
    return this.gitlab.branches.get('main') ?? '';
  }

  /** A merge request of Ada, from a branch of the project. */
  open(iid: number, facts: Partial<MergeRequest> = {}): MergeRequest {
    const { files = [FILE] } = facts;
    const request: MergeRequest = {
      iid,
      state: 'opened',
      target_branch: 'main',
      source_project_id: PROJECT,
      target_project_id: PROJECT,
      author: { id: ADA },
      sha: this.gitlab.commit(`head of ${iid}`, [this.main], files),
      merged_at: null,
      merge_commit_sha: null,
      squash_commit_sha: null,
      files,
      ...facts,
    };
    this.gitlab.requests.push(request);
    this.#version(request);
    return request;
  }

  push(request: MergeRequest, name: string): void {
    this.reset(request, this.gitlab.commit(name, [request.sha], request.files));
  }

  /** Force-pushes another head, such as an earlier one. */
  reset(request: MergeRequest, sha: string): void {
    request.sha = sha;
    this.#version(request);
  }

  retarget(request: MergeRequest, branch: string): void {
    request.target_branch = branch;
    this.#version(request);
  }

  #version({ iid, sha }: MergeRequest): void {
    const version = { id: this.gitlab.nextId(), head_commit_sha: sha, created_at: this.gitlab.now() };
    this.gitlab.versions.set(iid, [...(this.gitlab.versions.get(iid) ?? []), version]);
  }

  approve(
    request: MergeRequest,
    user = GRACE,
    facts: { readonly approved_at?: string | undefined } = {},
  ): void {
    const at = 'approved_at' in facts ? facts.approved_at : this.gitlab.now();
    const approvals = this.gitlab.approvals.get(request.iid) ?? [];
    const given = { user: { id: user, username: `user-${user}` } };
    this.gitlab.approvals.set(request.iid, [
      ...approvals,
      at === undefined ? given : { ...given, approved_at: at },
    ]);
  }

  systemNote(request: MergeRequest, user: number, body: string, system = true): void {
    const notes = this.gitlab.notes.get(request.iid) ?? [];
    const note = {
      id: this.gitlab.nextId(),
      author: { id: user },
      system,
      created_at: this.gitlab.now(),
      body,
    };
    this.gitlab.notes.set(request.iid, [...notes, note]);
  }

  /** Merges, and returns the resulting commit of main. */
  merge(request: MergeRequest, how: 'merge' | 'squash' | 'fast-forward' = 'merge'): string {
    const { gitlab } = this;
    request.state = 'merged';
    request.merged_at = gitlab.now();
    if (how === 'merge')
      request.merge_commit_sha = gitlab.commit(
        `merge of ${request.iid}`,
        [this.main, request.sha],
        request.files,
      );
    if (how === 'squash')
      request.squash_commit_sha = gitlab.commit(`squash of ${request.iid}`, [this.main], request.files);
    const landed = request.merge_commit_sha ?? request.squash_commit_sha ?? request.sha;
    gitlab.branches.set('main', landed);
    return landed;
  }

  /** A commit of main without a merge request. */
  pushToMain(name: string, files: readonly string[] = [FILE]): string {
    const sha = this.gitlab.commit(name, [this.main], files);
    this.gitlab.branches.set('main', sha);
    return sha;
  }

  pipeline(facts: Partial<Pipeline> & Pick<Pipeline, 'sha' | 'ref'>): Pipeline {
    const pipeline = {
      id: this.gitlab.nextId(),
      project_id: PROJECT,
      source: facts.ref.startsWith('refs/merge-requests/') ? 'merge_request_event' : 'push',
      ...facts,
    };
    this.gitlab.pipelines.push(pipeline);
    return pipeline;
  }

  /** Starts a job. An earlier one of the same name in the pipeline counts as retried. */
  job(name: string, pipeline: Pipeline): Job {
    for (const before of this.gitlab.jobs)
      if (before.name === name && before.pipeline.id === pipeline.id) before.retried = true;
    const job: Job = {
      id: this.gitlab.nextId(),
      name,
      status: 'running',
      ref: pipeline.ref,
      tag: false,
      pipeline: { id: pipeline.id, sha: pipeline.sha },
      commit: { id: pipeline.sha },
      started_at: this.gitlab.now(),
      finished_at: null,
      retried: false,
      artifacts: new Map(),
    };
    this.gitlab.jobs.push(job);
    return job;
  }

  /** The job `plan` of a pipeline for the head of a merge request. */
  async plan(
    request: MergeRequest,
    { pipeline, ...options }: RunOptions & { readonly pipeline?: Pipeline } = {},
  ): Promise<Ran> {
    const of =
      pipeline ?? this.pipeline({ sha: request.sha, ref: `refs/merge-requests/${request.iid}/head` });
    const env = {
      CI_MERGE_REQUEST_IID: String(request.iid),
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: request.target_branch,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: this.main,
      CI_MERGE_REQUEST_REF_PATH: of.ref,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: of.sha === request.sha ? '' : request.sha,
      CI_COMMIT_REF_NAME: `branch-of-${request.iid}`,
    };
    return this.#run('plan', 'plan.js', of, { ...options, env: { ...env, ...options.env } });
  }

  /** The job `preview` of a pipeline of main. */
  preview(pipeline: Pipeline, { env = {} }: RunOptions = {}): Promise<Ran> {
    return this.#run('preview', 'plan.js', pipeline, { env: { CI_COMMIT_BRANCH: 'main', ...env } });
  }

  /**
   * The job `apply` of a pipeline for a commit of main; of an earlier pipeline where the job is retried. `waits` runs while
   * the job waits for its environment.
   */
  async apply(
    sha: string,
    { pipeline, flags = [], ...options }: RunOptions & { readonly pipeline?: Pipeline } = {},
    waits?: (deployment: Deployment) => Promise<unknown>,
  ): Promise<Ran> {
    const of = pipeline ?? this.pipeline({ sha, ref: 'main' });
    const before = this.gitlab.commits.get(sha)?.parent_ids[0] ?? '0'.repeat(40);
    const env = { CI_COMMIT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: before, CI_ENVIRONMENT_NAME: 'intercom' };
    const deployment: Deployment = {
      id: this.gitlab.nextId(),
      environment: 'intercom',
      job: undefined,
      approvals: [],
    };
    await waits?.(deployment);
    return this.#run(
      'apply',
      'apply.js',
      of,
      { flags: ['--plan-job=plan', ...flags], env: { ...env, ...options.env } },
      deployment,
    );
  }

  drift(options: RunOptions = {}): Promise<Ran> {
    const pipeline = this.pipeline({ sha: this.main, ref: 'main', source: 'schedule' });
    return this.#run('drift', 'drift.js', pipeline, {
      ...options,
      env: { CI_COMMIT_BRANCH: 'main', ...options.env },
    });
  }

  async #run(
    name: string,
    script: string,
    pipeline: Pipeline,
    { flags = [], env = {} }: RunOptions,
    deployment?: Deployment,
  ): Promise<Ran> {
    const job = this.job(name, pipeline);
    if (deployment !== undefined) this.gitlab.deployments.push({ ...deployment, job });
    const facts = {
      PATH: process.env['PATH'],
      CI: 'true',
      STUB: this.#state,
      CI_API_V4_URL: this.gitlab.url,
      CI_PROJECT_ID: String(PROJECT),
      CI_PIPELINE_ID: String(pipeline.id),
      CI_PIPELINE_SOURCE: pipeline.source,
      CI_JOB_ID: String(job.id),
      CI_JOB_NAME: name,
      CI_JOB_URL: `https://gitlab.test/acme/crm/-/jobs/${job.id}`,
      CI_JOB_STARTED_AT: job.started_at ?? '',
      CI_COMMIT_SHA: pipeline.sha,
      CI_COMMIT_REF_NAME: pipeline.ref,
      INTERFORM_PAUSE_MS: '1',
      INTERFORM_GITLAB_TOKEN: READER.token,
      INTERFORM_COMMENT_TOKEN: COMMENTER.token,
    };
    const args = [join(this.#scripts, script), ...flags];
    const ran = await new Promise<Omit<Ran, 'job'>>((resolve) => {
      const options = { cwd: this.folder, env: { ...facts, ...env } };
      execFile(process.execPath, args, options, (error, stdout, stderr) =>
        resolve({ exit: error === null ? 0 : Number(error.code), output: stdout + stderr }),
      );
    });
    for (const file of LEFT)
      if (existsSync(join(this.folder, file))) {
        job.artifacts.set(file, readFileSync(join(this.folder, file)));
        rmSync(join(this.folder, file));
      }
    job.finished_at = this.gitlab.now();
    job.status = ran.exit === 0 ? 'success' : 'failed';
    return { ...ran, job };
  }
}
