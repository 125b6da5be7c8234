import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { type ActionRun, runAction } from './composite.ts';
import { FakeGithub, type PullRequest, REPOSITORY, TOKEN } from './fake-github.ts';

export const INTERCOM_TOKEN = 'dG9r-canary-of-intercom';
const WORKFLOW = '.github/workflows/interform.yml';

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A repository on a GitHub of its own, with a project over an emulator. */
export class Repository {
  readonly github: FakeGithub;
  readonly emulator: Emulator;
  readonly folder: string;
  /** How many artifacts can be uploaded before the runner is lost. */
  uploadsLeft = Number.POSITIVE_INFINITY;
  #seconds = 0;
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
    this.emulator = emulator;
    this.#intercom = intercom;
    this.#temporary = mkdtempSync(join(tmpdir(), 'interform-action-'));
    this.folder = join(this.#temporary, 'repository');
    mkdirSync(this.folder);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  openPull(number: number, source = REPOSITORY): PullRequest {
    const pull: PullRequest = {
      number,
      merged_at: null,
      merge_commit_sha: null,
      base: { ref: 'main' },
      head: { sha: sha(`head of ${number}`), repo: { full_name: source } },
    };
    this.github.pulls.push(pull);
    return pull;
  }

  /** The commit on main that it became. */
  merge(pull: PullRequest): string {
    pull.merged_at = '2026-11-25T12:00:00Z';
    pull.merge_commit_sha = sha(`merge of ${pull.number}`);
    return pull.merge_commit_sha;
  }

  /** `command: plan` in a run of the workflow for this pull request. */
  plan(pull: PullRequest, options: RunOptions & { readonly workflow?: string } = {}): Promise<Ran> {
    const { workflow = WORKFLOW, ...rest } = options;
    const id = this.github.nextId();
    this.github.runs.push({
      id,
      event: 'pull_request',
      head_sha: pull.head.sha,
      head_branch: pull.head.ref ?? `branch-of-${pull.number}`,
      path: workflow,
      head_repository: { full_name: pull.head.repo?.full_name ?? '' },
    });
    // The event is of when it happened.
    const event = { pull_request: structuredClone(pull) };
    const facts = {
      GITHUB_SHA: sha(`${pull.number} into main`),
      GITHUB_REF: `refs/pull/${pull.number}/merge`,
      GITHUB_EVENT_NAME: 'pull_request',
    };
    return this.#run(id, event, facts, { ...rest, inputs: { command: 'plan', ...rest.inputs } });
  }

  /** `command: apply` in a run for a push to main. */
  apply(commit: string, options: RunOptions = {}): Promise<Ran> {
    const inputs = { command: 'apply', ...options.inputs };
    const run = this.#runOf('push', commit);
    return this.#run(run.id, { after: commit }, run.facts, { ...options, inputs });
  }

  /** Any command in a run by hand or on a schedule. */
  dispatch(run: number, options: RunOptions): Promise<Ran> {
    const { facts } = this.#runOf('schedule', sha('main'), run);
    return this.#run(run, { schedule: '0 6 * * *' }, facts, options);
  }

  /** A run on main. */
  #runOf(event: string, commit: string, id = this.github.nextId()) {
    const repository = { full_name: REPOSITORY };
    if (!this.github.runs.some((run) => run.id === id))
      this.github.runs.push({
        id,
        event,
        head_sha: commit,
        head_branch: 'main',
        path: WORKFLOW,
        head_repository: repository,
      });
    return {
      id,
      facts: { GITHUB_SHA: commit, GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_NAME: event },
    };
  }

  async #run(
    id: number,
    event: object,
    facts: Readonly<Record<string, string>>,
    { inputs = {}, env = {} }: RunOptions,
  ): Promise<Ran> {
    const temporary = mkdtempSync(join(this.#temporary, 'runner-'));
    const [eventFile, summary] = [join(temporary, 'event.json'), join(temporary, 'summary.md')];
    writeFileSync(eventFile, JSON.stringify(event));
    writeFileSync(summary, '');
    // A checkout brings nothing that git ignores.
    rmSync(join(this.folder, '.interform'), { recursive: true, force: true });
    const ran = await runAction({
      inputs,
      temporary,
      workspace: this.folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: temporary,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: this.github.url,
        GITHUB_SERVER_URL: 'https://github.test',
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_RUN_ID: String(id),
        GITHUB_EVENT_PATH: eventFile,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: this.folder,
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/${WORKFLOW}@refs/heads/main`,
        RUNNER_TEMP: temporary,
        TOKEN_OF_THE_JOB: TOKEN,
        INTERCOM_ACCESS_TOKEN: INTERCOM_TOKEN,
        INTERCOM_BASE_URL: this.#intercom.url,
        ...facts,
        ...env,
      },
      uses: (action, input) => this.#uses(id, action, input),
    });
    return { ...ran, id, summary: readFileSync(summary, 'utf8') };
  }

  /** What the actions of GitHub do that action.yml uses. */
  #uses(id: number, action: string, input: Readonly<Record<string, string>>): void {
    const { artifacts } = this.github;
    const { name = '', path = '' } = input;
    if (action === 'actions/setup-node@v4') return;
    if (/[":<>|*?\r\n\\/]/.test(name)) throw new Error(`an artifact cannot be called ${name}`);
    if (action === 'actions/upload-artifact@v4') {
      if (this.uploadsLeft === 0) throw new Error('the runner is lost');
      this.uploadsLeft -= 1;
      const before = artifacts.findIndex((one) => one.run === id && one.name === name);
      if (before !== -1 && input['overwrite'] !== 'true') throw new Error(`there is an artifact ${name}`);
      if (before !== -1) artifacts.splice(before, 1);
      const content = readFileSync(path, 'latin1');
      this.#seconds += 1;
      const created_at = new Date(Date.UTC(2026, 10, 28) + this.#seconds * 1000).toISOString();
      artifacts.push({ id: this.github.nextId(), run: id, name, content, created_at, expired: false });
    } else if (action === 'actions/download-artifact@v4') {
      const run = Number(input['run-id']);
      const wanted = input['artifact-ids'];
      const found = artifacts.find(
        (one) =>
          one.run === run &&
          (wanted === undefined ? one.name === name : one.id === Number(wanted)) &&
          !one.expired,
      );
      if (found === undefined) throw new Error(`run ${run} has no artifact ${name}`);
      mkdirSync(path, { recursive: true });
      const file = found.name.startsWith('interform-store') ? 'interform.store' : 'plan.receipt';
      writeFileSync(join(path, file), found.content, 'latin1');
    } else throw new Error(`the action uses ${action}, which this test does not know`);
  }

  /** Requests to Intercom that change something. */
  intercomWrites(): readonly string[] {
    return this.emulator.requests
      .filter((one) => one.method !== 'GET' && !/\/(?:search|list)$/.test(one.path))
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

export function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
