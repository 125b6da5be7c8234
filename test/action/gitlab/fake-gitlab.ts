import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Approval,
  Commit,
  Deployment,
  Issue,
  Job,
  MergeRequest,
  Note,
  Pipeline,
  Version,
} from './model.ts';
import { answerTo } from './routes.ts';

export const PROJECT = 12;
/** The access tokens; each belongs to a user of its own. */
export const READER = { token: 'glpat-reads-acme', id: 900 };
export const COMMENTER = { token: 'glpat-comments-acme', id: 901 };

export type Broken = 'gone' | { readonly status: number; readonly body: string };

/** A GitLab with one project, and with a clock and a commit graph of its own. */
export class FakeGitlab {
  readonly commits = new Map<string, Commit>();
  readonly branches = new Map<string, string>();
  readonly requests: MergeRequest[] = [];
  readonly pipelines: Pipeline[] = [];
  readonly jobs: Job[] = [];
  /** Oldest first. */
  readonly deployments: Deployment[] = [];
  readonly approvals = new Map<number, Approval[]>();
  /** The versions of each merge request, oldest first. */
  readonly versions = new Map<number, Version[]>();
  readonly notes = new Map<number, Note[]>();
  readonly issues: Issue[] = [];
  /** User → access level. */
  readonly members = new Map<number, number>();
  readonly bots = new Set<number>();
  /** `METHOD path` of each request, without the project. */
  readonly asked: string[] = [];
  /** The statuses of the next requests; undefined lets one through. */
  readonly faults: (number | undefined)[] = [];
  /**
   * What a request is answered instead, by its path below the project; undefined: the usual answer. `gone`: the connection
   * breaks.
   */
  breaks: (path: string) => Broken | undefined = () => undefined;
  /** For how many requests a commit is not linked with its merge request yet. */
  unlinkedAsks = 0;
  url = '';
  #seconds = 0;
  #id = 100;
  readonly #server: Server;

  static async open(): Promise<FakeGitlab> {
    const fake = new FakeGitlab();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.#server.address() as AddressInfo).port}/api/v4`;
    return fake;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const path = decodeURI(url.pathname).replace('/api/v4', '').replace(`/projects/${PROJECT}`, '');
      const method = request.method ?? 'GET';
      const user = [READER, COMMENTER].find(
        ({ token }) => request.headers.authorization === `Bearer ${token}`,
      );
      this.asked.push(`${method} ${path}`);
      const fault = this.faults.shift();
      if (fault !== undefined) return void response.writeHead(fault).end('{}');
      const broken = this.breaks(path);
      if (broken === 'gone') return void request.socket.destroy();
      if (broken !== undefined) return void response.writeHead(broken.status).end(broken.body);
      if (user === undefined) return void response.writeHead(401).end('{}');
      // The token that reads has the scope read_api.
      if (method !== 'GET' && user === READER) return void response.writeHead(403).end('{}');
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      const answer = answerTo(this, { method, path, query: url.searchParams, body, user: user.id });
      if (answer === undefined) return void response.writeHead(404).end('{}');
      if (Buffer.isBuffer(answer)) return void response.end(answer);
      const page = Number(url.searchParams.get('page') ?? 1);
      const size = Number(url.searchParams.get('per_page') ?? 20);
      const part = Array.isArray(answer) ? answer.slice((page - 1) * size, page * size) : answer;
      response.end(JSON.stringify(part));
    });
  }

  close(): void {
    this.#server.close();
  }

  /** A time that is a minute later at each call. */
  now(): string {
    this.#seconds += 60;
    return new Date(Date.UTC(2026, 10, 28, 9) + this.#seconds * 1000).toISOString();
  }

  nextId(): number {
    return ++this.#id;
  }

  commit(name: string, parents: readonly string[], files: readonly string[]): string {
    const id = createHash('sha1').update(name).digest('hex');
    this.commits.set(id, { id, parent_ids: parents, files });
    return id;
  }

  /** A commit and all before it. */
  reachable(sha: string | undefined, firstParent = false): string[] {
    const found: string[] = [];
    const open = sha === undefined ? [] : [sha];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (found.includes(next)) continue;
      found.push(next);
      const parents = this.commits.get(next)?.parent_ids ?? [];
      open.push(...(firstParent ? parents.slice(0, 1) : parents));
    }
    return found;
  }

  resolve(ref: string): string | undefined {
    return this.branches.get(ref) ?? (this.commits.has(ref) ? ref : undefined);
  }
}
