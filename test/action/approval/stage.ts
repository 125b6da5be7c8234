import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PullRequest } from '../github/facts.ts';
import type { FakeGithub } from '../github/fake-github.ts';
import { type PullOptions, type Ran, Repository, type RunOptions } from '../repository.ts';

const COMMAND = fileURLToPath(new URL('./fake-interform.js', import.meta.url));

/** A repository with a command line that only records what it may do. */
export class Stage {
  readonly repository: Repository;
  readonly #folder = mkdtempSync(join(tmpdir(), 'interform-stage-'));
  readonly #env: Readonly<Record<string, string>>;

  static async open(): Promise<Stage> {
    return new Stage(await Repository.open({}));
  }

  private constructor(repository: Repository) {
    this.repository = repository;
    // Of what the action starts with Node.js, only the command line is replaced.
    const node = join(this.#folder, 'node');
    writeFileSync(
      node,
      `#!/bin/sh\ncase $1 in */bin/run.js) shift; set -- '${COMMAND}' "$@" ;; esac\nexec '${process.execPath}' "$@"\n`,
    );
    chmodSync(node, 0o755);
    this.#env = {
      PATH: `${this.#folder}:${process.env['PATH']}`,
      LIVE: join(this.#folder, 'live.json'),
    };
  }

  get github(): FakeGithub {
    return this.repository.github;
  }

  /** A pull request from the tip of main that sets values. */
  pull(number: number, values: Readonly<Record<string, string>>, options: PullOptions = {}): PullRequest {
    this.repository.switchTo('main');
    this.set(number, values);
    return this.repository.openPull(number, options);
  }

  /** Another commit of a pull request. */
  amend(pull: PullRequest, values: Readonly<Record<string, string>>): void {
    this.set(pull.number, values);
    this.repository.push(pull);
  }

  set(version: number, values: Readonly<Record<string, string>>): void {
    const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}\n`);
    this.repository.write(`migrations/${String(version).padStart(4, '0')}.yaml`, lines.join(''));
  }

  /** A commit on main that touches no file of the project. */
  pushDocs(): string {
    this.repository.switchTo('main');
    this.repository.write('README.md', `As of ${this.github.time()}`);
    return this.repository.pushMain();
  }

  plan(pull: PullRequest, options: RunOptions = {}): Promise<Ran> {
    return this.repository.plan(pull, this.#with(options));
  }

  apply(commit: string, options: RunOptions = {}): Promise<Ran> {
    return this.repository.apply(commit, this.#with(options));
  }

  rerun(ran: Pick<Ran, 'id'>, options: RunOptions = {}): Promise<Ran> {
    return this.repository.rerun(ran, this.#with(options));
  }

  dispatch(id: number, options: RunOptions, event?: string): Promise<Ran> {
    return this.repository.dispatch(id, this.#with(options), event);
  }

  /** What the workspace holds; a test may change it, as somebody else would. */
  get live(): Readonly<Record<string, string>> {
    const file = this.#env['LIVE'] ?? '';
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  set live(values: Readonly<Record<string, string>>) {
    writeFileSync(this.#env['LIVE'] ?? '', JSON.stringify(values));
  }

  async close(): Promise<void> {
    await this.repository.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #with(options: RunOptions): RunOptions {
    // Comments on pull requests are tested elsewhere, and take as much time as all the rest.
    return {
      ...options,
      inputs: { comment: 'false', ...options.inputs },
      env: { ...this.#env, ...options.env },
    };
  }
}
