import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { type ActionRun, runAction } from './composite.ts';
import {
  type PullRequest,
  REPOSITORY,
  type Review,
  TOKEN,
  type User,
  type WorkflowRun,
} from './github/facts.ts';
import { FakeGithub } from './github/fake-github.ts';
import { commitTo, type How, land, landQueue } from './github/landing.ts';
import { OtherActions } from './runner.ts';

export const INTERCOM_TOKEN = 'dG9r-canary-of-intercom';
export const WORKFLOW = '.github/workflows/interform.yml';
const MAIN = 'main';
/** The payloads of events other than pushes and pull requests. */
const EVENTS: Readonly<Record<string, (head: string) => object>> = {
  schedule: () => ({ schedule: '0 6 * * *' }),
  merge_group: (head_sha) => ({ merge_group: { head_sha, base_ref: `refs/heads/${MAIN}` } }),
};

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The file of the workflow that runs. */
  readonly workflow?: string;
  /** For a plan: the run to which it is another job. */
  readonly run?: number | undefined;
}

export interface PullOptions {
  /** The repository of its branch. */
  readonly source?: string;
  readonly base?: string;
  /** Its commit; without one, a commit of the working copy. */
  readonly head?: string;
  /** The name of its branch. */
  readonly ref?: string;
  readonly author?: string;
}

export interface PushOptions {
  readonly coAuthors?: readonly string[];
  /** The account that pushes, where the commit names somebody else. */
  readonly pusher?: string;
}

/** What a run was started with; a re-run gets the same. */
interface Launch {
  readonly event: object;
  readonly facts: Readonly<Record<string, string>>;
  /** The commit that is checked out, where the graph has it. */
  readonly commit: string | undefined;
  readonly tree?: Readonly<Record<string, string>>;
  readonly options: RunOptions;
}

/** A repository on a GitHub of its own, with a project over an emulator. */
export class Repository {
  readonly github: FakeGithub;
  readonly emulator: Emulator;
  /** The working copy, and the checkout of every run. */
  readonly folder: string;
  readonly others: OtherActions;
  readonly #launches = new Map<number, Launch>();
  /** The files of the working copy, and which of them no commit holds. */
  #files: Record<string, string> = {};
  readonly #unsaved = new Set<string>();
  readonly #tracked = new Set<string>();
  readonly #intercom: { readonly url: string; close(): Promise<void> };
  readonly #temporary: string;

  static async open(
    files: Readonly<Record<string, string>>,
    options: EmulatorOptions = {},
  ): Promise<Repository> {
    const emulator = createEmulator({ rateLimit: 0, ...options });
    const repository = new Repository(await FakeGithub.open(), emulator, await emulator.listen({ port: 0 }));
    for (const [name, text] of Object.entries(files)) repository.write(name, text);
    return repository;
  }

  private constructor(
    github: FakeGithub,
    emulator: Emulator,
    intercom: { readonly url: string; close(): Promise<void> },
  ) {
    this.github = github;
    this.others = new OtherActions(github);
    this.emulator = emulator;
    this.#intercom = intercom;
    this.#temporary = mkdtempSync(join(tmpdir(), 'interform-action-'));
    this.folder = join(this.#temporary, 'repository');
    mkdirSync(this.folder);
    const first = github.graph.add({ parents: [], tree: {}, author: 'ada', date: github.time() });
    github.branches.push({ name: MAIN, sha: first.sha });
  }

  /** Writes into the working copy. The file is in the checkout of later runs too, committed or not. */
  write(name: string, text: string): void {
    this.#files[name] = text;
    this.#unsaved.add(name);
    this.#tracked.add(name);
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  /** Makes the working copy equal to a branch. */
  switchTo(branch: string): void {
    this.#files = { ...this.github.graph.get(this.github.branch(branch).sha).tree };
    this.#unsaved.clear();
  }

  openPull(
    number: number,
    { source = REPOSITORY, base = MAIN, head, ref = `branch-of-${number}`, author = 'ada' }: PullOptions = {},
  ): PullRequest {
    const from = this.github.branch(base).sha;
    const sha = head ?? this.#commit(from, author);
    const created_at = this.github.time();
    if (source === REPOSITORY && !this.github.branches.some(({ name }) => name === ref)) {
      this.github.branches.push({ name: ref, sha });
      this.#moved(ref, sha, author);
    }
    const pull: PullRequest = {
      number,
      user: user(author),
      created_at,
      state: 'open',
      merged_at: null,
      merge_commit_sha: null,
      labels: [],
      landed: [],
      base: { ref: base, sha: from },
      head: { sha, ref, repo: { full_name: source } },
    };
    this.github.pulls.push(pull);
    return pull;
  }

  /** A commit of the working copy on the branch of a pull request. */
  push(pull: PullRequest, author = 'ada', more: PushOptions = {}): string {
    pull.head.sha = this.#commit(pull.head.sha, author, more.coAuthors);
    this.#moved(pull.head.ref, pull.head.sha, more.pusher ?? author);
    return pull.head.sha;
  }

  /** Changes the base of a pull request. */
  retarget(pull: PullRequest, base: string): void {
    const [id, created_at] = [this.github.nextId(), this.github.time()];
    const facts = { issue: pull.number, actor: pull.user, performed_via_github_app: null };
    this.github.events.push({ id, event: 'base_ref_changed', created_at, ...facts });
    pull.base = { ref: base, sha: this.github.branch(base).sha };
  }

  /** Puts a label on, or takes it off. */
  label(pull: PullRequest, name: string, by = 'grace', event: 'labeled' | 'unlabeled' = 'labeled'): void {
    const [id, created_at, label] = [this.github.nextId(), this.github.time(), { name }];
    const facts = { issue: pull.number, actor: user(by), performed_via_github_app: null };
    this.github.events.push({ id, event, label, created_at, ...facts });
    pull.labels = pull.labels.filter((one) => one.name !== name);
    if (event === 'labeled') pull.labels.push(label);
    this.#meet(user(by));
  }

  /** A commit of the working copy on main, without a pull request. */
  pushMain(): string {
    const tip = this.github.graph.get(this.github.branch(MAIN).sha);
    return commitTo(this.github, MAIN, this.#saved(tip.tree));
  }

  /** Merges, and returns the resulting commit of the base branch. */
  merge(pull: PullRequest, how: How = 'merge'): string {
    return land(this.github, pull, how);
  }

  /** Has a merge queue land these at once, and returns the last commit of main. */
  mergeQueue(pulls: readonly PullRequest[], how: How = 'merge'): string {
    return landQueue(this.github, pulls, how);
  }

  /** A review by somebody who may write to the repository, unless `facts` say otherwise. */
  review(pull: PullRequest, facts: Partial<Review> & { readonly by?: string } = {}): Review {
    const { by = 'grace', ...more } = facts;
    const [id, submitted_at] = [this.github.nextId(), this.github.time()];
    const state = 'APPROVED';
    const review: Review = {
      ...{ id, pull: pull.number, user: user(by), state, body: '', commit_id: pull.head.sha, submitted_at },
      ...more,
    };
    this.#meet(review.user);
    this.github.reviews.push(review);
    return review;
  }

  #meet(person: User): void {
    if (!this.github.people.some((one) => one.user.login === person.login))
      this.github.people.push({ user: person, permission: 'write' });
  }

  #moved(branch: string, after: string, pusher: string): void {
    const [ref, timestamp] = [`refs/heads/${branch}`, this.github.time()];
    this.github.moves.push({ ref, after, actor: user(pusher), timestamp });
  }

  /** `command: plan` in a run of the workflow for this pull request. */
  plan(pull: PullRequest, options: RunOptions = {}): Promise<Ran> {
    const run =
      this.github.runs.find(({ id }) => id === options.run) ??
      this.#begin('pull_request', pull.head.sha, {
        head_branch: pull.head.ref,
        path: options.workflow ?? WORKFLOW,
        head_repository: { full_name: pull.head.repo?.full_name ?? '' },
      });
    const { landed: _, ...facts } = structuredClone(pull);
    const inputs = { command: 'plan', ...options.inputs };
    const into = this.github.branch(pull.base.ref).sha;
    return this.#run(run, {
      // The event keeps the facts of the time at which it happened.
      event: { pull_request: facts },
      commit: undefined,
      tree: this.github.graph.merged(into, pull.head.sha),
      facts: {
        GITHUB_SHA: sha(`${pull.number} into main`),
        GITHUB_REF: `refs/pull/${pull.number}/merge`,
        GITHUB_EVENT_NAME: 'pull_request',
      },
      options: { ...options, inputs },
    });
  }

  /** `command: apply` in a run for a push to main. */
  apply(commit: string, options: RunOptions = {}): Promise<Ran> {
    const run = this.#begin('push', commit, { path: options.workflow ?? WORKFLOW });
    const before = this.github.pushes.find(({ after }) => after === commit)?.before;
    const event = { before, after: commit, ref: `refs/heads/${MAIN}` };
    return this.#run(run, {
      event,
      commit,
      facts: factsOf('push', commit),
      options: { ...options, inputs: { command: 'apply', ...options.inputs } },
    });
  }

  /** Runs any command, by hand or on a schedule; a run that exists gets another job. */
  dispatch(id: number, options: RunOptions, event = 'schedule'): Promise<Ran> {
    const commit = this.github.branch(MAIN).sha;
    const run = this.github.runs.find((one) => one.id === id) ?? this.#begin(event, commit, { id });
    return this.#run(run, {
      event: EVENTS[event]?.(run.head_sha) ?? {},
      commit: run.head_sha,
      facts: factsOf(run.event, run.head_sha),
      options,
    });
  }

  /** Runs a run again, as its button does: with the same event and commit, whatever has changed since. */
  rerun({ id }: Pick<Ran, 'id'>, options: RunOptions = {}): Promise<Ran> {
    const [run, launch] = [this.github.runs.find((one) => one.id === id), this.#launches.get(id)];
    if (run === undefined || launch === undefined) throw new Error(`there was no run ${id}`);
    this.github.attempts.push(structuredClone(run));
    run.run_attempt += 1;
    run.run_started_at = this.github.time();
    const inputs = { ...launch.options.inputs, ...options.inputs };
    return this.#run(run, { ...launch, options: { ...launch.options, ...options, inputs } });
  }

  #begin(event: string, head_sha: string, facts: Partial<WorkflowRun>): WorkflowRun {
    const created_at = this.github.time();
    const run: WorkflowRun = {
      id: this.github.nextId(),
      ...{ event, head_sha, created_at, run_started_at: created_at },
      head_branch: MAIN,
      path: WORKFLOW,
      head_repository: { full_name: REPOSITORY },
      ...{ run_attempt: 1, status: 'in_progress', conclusion: null },
      ...facts,
    };
    this.github.runs.push(run);
    return run;
  }

  async #run(run: WorkflowRun, launch: Launch): Promise<Ran> {
    const { event, facts, options } = launch;
    this.#launches.set(run.id, launch);
    run.status = 'in_progress';
    run.conclusion = null;
    const tree = launch.tree ?? this.github.graph.find(launch.commit ?? '')?.tree;
    if (tree !== undefined) this.#checkOut(tree);
    const temporary = mkdtempSync(join(this.#temporary, 'runner-'));
    const [eventFile, summary] = [join(temporary, 'event.json'), join(temporary, 'summary.md')];
    writeFileSync(eventFile, JSON.stringify(event));
    writeFileSync(summary, '');
    const ran = await runAction({
      inputs: { checkout: 'repository', ...options.inputs },
      temporary,
      workspace: this.#temporary,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: temporary,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: this.github.url,
        GITHUB_SERVER_URL: 'https://github.test',
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_RUN_ID: String(run.id),
        GITHUB_RUN_ATTEMPT: String(run.run_attempt),
        GITHUB_EVENT_PATH: eventFile,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: this.#temporary,
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/${run.path}@${facts['GITHUB_REF']}`,
        RUNNER_TEMP: temporary,
        TOKEN_OF_THE_JOB: TOKEN,
        INTERCOM_ACCESS_TOKEN: INTERCOM_TOKEN,
        INTERCOM_BASE_URL: this.#intercom.url,
        // How long a second of waiting for the API takes.
        INTERFORM_WAIT_MS: '1',
        ...facts,
        ...options.env,
      },
      uses: (action, input) => this.others.use(run.id, action, input),
    });
    run.status = 'completed';
    run.conclusion = ran.ok ? 'success' : 'failure';
    return { ...ran, id: run.id, summary: readFileSync(summary, 'utf8') };
  }

  /** A commit of the working copy. */
  #commit(parent: string, author: string, coAuthors: readonly string[] = []): string {
    const { tree } = this.github.graph.get(parent);
    const date = this.github.time();
    return this.github.graph.add({ parents: [parent], tree: this.#saved(tree), author, coAuthors, date }).sha;
  }

  #saved(tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    this.#unsaved.clear();
    return { ...tree, ...this.#files };
  }

  /** Writes the committed files, and over them those that no commit holds; nothing that git ignores. */
  #checkOut(tree: Readonly<Record<string, string>>): void {
    rmSync(join(this.folder, '.interform'), { recursive: true, force: true });
    for (const name of this.#tracked) rmSync(join(this.folder, name), { force: true });
    const unsaved = [...this.#unsaved].map((name) => [name, this.#files[name] ?? ''] as const);
    for (const [name, text] of [...Object.entries(tree), ...unsaved]) {
      this.#tracked.add(name);
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  /** Requests to Intercom that change something. */
  intercomWrites(): readonly string[] {
    return this.emulator.requests
      .filter((one) => one.method !== 'GET' && !/\/(?:search|list|preview)$/.test(one.path))
      .map((one) => `${one.method} ${one.path}`);
  }

  async close(): Promise<void> {
    await Promise.all([this.#intercom.close(), this.github.close()]);
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}

export interface Ran extends ActionRun {
  readonly id: number;
  readonly summary: string;
}

function user(login: string): User {
  return { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

export function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function factsOf(event: string, commit: string): Readonly<Record<string, string>> {
  return { GITHUB_SHA: commit, GITHUB_REF: `refs/heads/${MAIN}`, GITHUB_EVENT_NAME: event };
}
