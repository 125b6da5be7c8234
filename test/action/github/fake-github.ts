import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CHECKS } from './checks.ts';
import { COMMITS } from './commits.ts';
import {
  type Artifact,
  type Branch,
  type CheckRun,
  type Comment,
  type Fault,
  type Issue,
  type IssueEvent,
  type Move,
  type Person,
  type PullRequest,
  type Push,
  REPOSITORY,
  type Review,
  TOKEN,
  type WorkflowRun,
} from './facts.ts';
import { CommitGraph } from './graph.ts';
import { GRAPHQL, graphqlPath } from './graphql.ts';
import { ISSUES } from './issues.ts';
import { PEOPLE } from './people.ts';
import { PULLS } from './pulls.ts';
import { type Answer, type Routes, refusal } from './route.ts';
import { ARTIFACTS, RUNS, zipOf } from './runs.ts';

const ROUTES: Routes = {
  ...ARTIFACTS,
  ...CHECKS,
  ...COMMITS,
  ...GRAPHQL,
  ...ISSUES,
  ...PEOPLE,
  ...PULLS,
  ...RUNS,
};
const BEGIN = Date.UTC(2026, 10, 28);

/** The parts of GitHub's REST API that the action calls, on loopback. It refuses what the real API refuses. */
export class FakeGithub {
  readonly graph = new CommitGraph();
  readonly branches: Branch[] = [];
  readonly pushes: Push[] = [];
  readonly pulls: PullRequest[] = [];
  readonly moves: Move[] = [];
  readonly events: IssueEvent[] = [];
  readonly reviews: Review[] = [];
  readonly people: Person[] = [];
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  /** Node ids of the comments that are minimized. */
  readonly hidden: string[] = [];
  readonly checks: CheckRun[] = [];
  readonly runs: WorkflowRun[] = [];
  /** Earlier attempts of runs. */
  readonly attempts: WorkflowRun[] = [];
  readonly artifacts: Artifact[] = [];
  /** `POST /issues/1/comments`. */
  readonly writes: string[] = [];
  /** `GET /pulls/7`. */
  readonly asked: string[] = [];
  readonly faults: Fault[] = [];
  /** Paths that answer 403, as for a token without the permission. */
  forbidden: RegExp | undefined;
  /** The account that the token writes as. */
  login = 'github-actions[bot]';
  /** How many times GitHub is asked for the pull requests of a commit before it knows them. */
  associationLag = 0;
  readonly #api = createServer((request, response) => void this.#answer(request, response));
  readonly #blobs = createServer((request, response) => this.#blob(request, response));
  #id = 1000;
  #seconds = 0;

  static async open(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await Promise.all(
      [github.#api, github.#blobs].map(
        (server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
      ),
    );
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#api.address() as AddressInfo).port}`;
  }

  /** Where artifacts are: on another host, which takes no token. */
  get blobUrl(): string {
    return `http://127.0.0.1:${(this.#blobs.address() as AddressInfo).port}`;
  }

  /** A time that is a second later at each call. */
  time(): string {
    this.#seconds += 1;
    return new Date(BEGIN + this.#seconds * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** Returns a function that restores the present state. */
  save(): () => void {
    const lists = (): unknown[][] => [
      this.graph.commits,
      ...Object.values(this).filter((one): one is unknown[] => Array.isArray(one)),
    ];
    const copies = lists().map((list) => structuredClone(list));
    const lag = this.associationLag;
    return () => {
      for (const [index, list] of lists().entries())
        list.splice(0, list.length, ...structuredClone(copies[index] ?? []));
      this.associationLag = lag;
      this.forbidden = undefined;
    };
  }

  nextId(): number {
    return this.#id++;
  }

  branch(name: string): Branch {
    const branch = this.branches.find((one) => one.name === name);
    if (branch === undefined) throw new Error(`there is no branch ${name}`);
    return branch;
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#api, this.#blobs].map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    );
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { status, body, headers } = this.#route(request, text === '' ? {} : JSON.parse(text));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  #route(request: IncomingMessage, sent: Readonly<Record<string, unknown>>): Answer {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', this.url);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, 'Bad credentials');
    // The token of a job belongs to nobody.
    if (url.pathname === '/user') return refusal(403, 'Resource not accessible by integration');
    const prefix = `/repos/${REPOSITORY}`;
    const isGraphql = url.pathname === '/graphql';
    if (!isGraphql && !url.pathname.startsWith(`${prefix}/`)) return refusal(404, 'Not Found');
    const path = isGraphql ? graphqlPath(sent['query']) : url.pathname.slice(prefix.length);
    const called = `${method} ${path}`;
    this.asked.push(called);
    if (this.forbidden?.test(path)) return refusal(403, 'Resource not accessible by integration');
    const fault = this.faults.find(({ of, times }) => times > 0 && of.test(called));
    if (fault !== undefined) fault.times -= 1;
    const answer =
      fault === undefined || fault.done === true ? this.#serve(called, url.searchParams, sent) : undefined;
    if (fault !== undefined)
      return { ...refusal(fault.status, 'Try again later'), headers: fault.headers ?? {} };
    if (answer === undefined) throw new Error(`the action calls ${called}, which this fake does not know`);
    return answer;
  }

  #serve(
    called: string,
    query: URLSearchParams,
    sent: Readonly<Record<string, unknown>>,
  ): Answer | undefined {
    if (!called.startsWith('GET ') && !called.startsWith('POST /graphql')) this.writes.push(called);
    const page = <T>(list: readonly T[]): readonly T[] => {
      const size = Number(query.get('per_page') ?? 30);
      const at = (Number(query.get('page') ?? 1) - 1) * size;
      return list.slice(at, at + size);
    };
    for (const [route, answer] of Object.entries(ROUTES)) {
      const pattern = new RegExp(`^${route.replaceAll('*', '([^/]+)')}$`);
      const match = pattern.exec(called);
      if (match !== null)
        return answer({ parts: match.slice(1).map(decodeURIComponent), query, sent, github: this, page });
    }
    return undefined;
  }

  #blob(request: IncomingMessage, response: ServerResponse): void {
    const artifact = this.artifacts.find(({ id }) => `/${id}.zip` === request.url);
    // What Azure answers to a token that is not its own.
    if (request.headers.authorization !== undefined || artifact === undefined) {
      response.writeHead(400).end('<Error>AuthenticationFailed</Error>');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/zip' }).end(zipOf(artifact));
  }
}
