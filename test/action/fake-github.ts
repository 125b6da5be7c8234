import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string; readonly type: string };
  body: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly external_id: string;
}

export interface WorkflowRun {
  readonly id: number;
  readonly event: string;
  readonly head_sha: string;
  /** Of a pull request: that of its head, which a fork may call main. */
  readonly head_branch: string;
  readonly path: string;
  readonly head_repository: { readonly full_name: string };
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  /** Its bytes, each a character. */
  readonly content: string;
  readonly created_at: string;
  expired: boolean;
}

export interface PullRequest {
  readonly number: number;
  merged_at: string | null;
  merge_commit_sha: string | null;
  /** Commits that it brought besides, such as those of a branch that was rebased onto the base. */
  readonly commits?: readonly string[];
  readonly base: { readonly ref: string };
  readonly head: { sha: string; readonly ref?: string; readonly repo: { readonly full_name: string } | null };
}

export const REPOSITORY = 'acme/crm';
export const TOKEN = 'ghs_canary-of-the-job';
/** What the API answers at most, smaller than its own limit would be, to see that pages are followed. */
const MOST_CHARACTERS = 65_536;

/** The parts of GitHub's REST API that the action calls, on loopback. It refuses what the real one refuses. */
export class FakeGithub {
  readonly comments: Comment[] = [];
  readonly checks: CheckRun[] = [];
  readonly runs: WorkflowRun[] = [];
  readonly artifacts: Artifact[] = [];
  readonly pulls: PullRequest[] = [];
  /** `POST /issues/1/comments`. */
  readonly writes: string[] = [];
  /** Paths that answer 403, as for a token without the permission. */
  forbidden: RegExp | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #id = 1000;

  static async open(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await new Promise<void>((resolve) => github.#server.listen(0, '127.0.0.1', resolve));
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What puts everything back as it is now. */
  save(): () => void {
    const lists: unknown[][] = [
      this.comments,
      this.checks,
      this.runs,
      this.artifacts,
      this.pulls,
      this.writes,
    ];
    const copies = lists.map((list) => structuredClone(list));
    return () => {
      for (const [index, list] of lists.entries())
        list.splice(0, list.length, ...structuredClone(copies[index] ?? []));
    };
  }

  nextId(): number {
    return this.#id++;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { status, body } = this.#route(request, text === '' ? undefined : JSON.parse(text));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  #route(request: IncomingMessage, sent: Record<string, string> | undefined): Answer {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', this.url);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, 'Bad credentials');
    // The token of a job belongs to nobody.
    if (url.pathname === '/user') return refusal(403, 'Resource not accessible by integration');
    const prefix = `/repos/${REPOSITORY}`;
    if (!url.pathname.startsWith(`${prefix}/`)) return refusal(404, 'Not Found');
    const path = url.pathname.slice(prefix.length);
    if (this.forbidden?.test(path)) return refusal(403, 'Resource not accessible by integration');
    if (method !== 'GET') this.writes.push(`${method} ${path}`);
    const page = <T>(list: readonly T[]): readonly T[] => {
      const size = Number(url.searchParams.get('per_page') ?? 30);
      const at = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
      return list.slice(at, at + size);
    };
    const [, first, second, third] = path.split('/');
    switch (`${method} ${path.replaceAll(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, '/*')}`) {
      case 'GET /pulls/*':
        return found(this.pulls.find(({ number }) => number === Number(second)));
      case 'GET /issues/*/comments':
        return found(page(this.comments.filter(({ issue }) => issue === Number(second))));
      case 'POST /issues/*/comments':
        return this.#write(sent, (body) => {
          const user = { login: 'github-actions[bot]', type: 'Bot' };
          this.comments.push({ id: this.nextId(), issue: Number(second), user, body });
        });
      case 'PATCH /issues/comments/*':
        return this.#write(sent, (body) => {
          const comment = this.comments.find(({ id }) => id === Number(third));
          if (comment !== undefined) comment.body = body;
        });
      case 'DELETE /issues/comments/*': {
        const at = this.comments.findIndex(({ id }) => id === Number(third));
        this.comments.splice(at, 1);
        return { status: 204, body: undefined };
      }
      case 'POST /check-runs':
        this.checks.push({ ...(sent as unknown as CheckRun), id: this.nextId() });
        return { status: 201, body: {} };
      case 'GET /commits/*/check-runs': {
        const named = this.checks.filter(
          (one) => one.head_sha === second && one.name === url.searchParams.get('check_name'),
        );
        return found({ total_count: named.length, check_runs: page(named) });
      }
      case 'GET /commits/*/pulls':
        // Of every pull request that has the commit, whether it was merged as that or brought it along.
        return found(
          page(
            this.pulls.filter((pull) =>
              [pull.merge_commit_sha, pull.head.sha, ...(pull.commits ?? [])].includes(second ?? ''),
            ),
          ),
        );
      case 'GET /actions/runs': {
        const matching = this.runs.filter(
          (run) =>
            run.head_sha === url.searchParams.get('head_sha') && run.event === url.searchParams.get('event'),
        );
        return found({ total_count: matching.length, workflow_runs: page(matching) });
      }
      case 'GET /actions/runs/*':
        return found(this.runs.find(({ id }) => id === Number(third)));
      case 'GET /actions/artifacts': {
        const named = this.artifacts.filter(({ name }) => name === url.searchParams.get('name'));
        return found({ total_count: named.length, artifacts: page(named.map((one) => this.#listed(one))) });
      }
      case 'GET /actions/runs/*/artifacts': {
        const kept = this.artifacts.filter(
          ({ run, name }) => run === Number(third) && name === url.searchParams.get('name'),
        );
        return found({ total_count: kept.length, artifacts: page(kept) });
      }
      default:
        throw new Error(`the action calls ${method} ${path} (${first}), which this fake does not know`);
    }
  }

  #listed({ content: _, run, ...artifact }: Artifact) {
    const of = this.runs.find(({ id }) => id === run);
    return { ...artifact, workflow_run: { id: run, head_branch: of?.head_branch, head_sha: of?.head_sha } };
  }

  #write(sent: Record<string, string> | undefined, write: (body: string) => void): Answer {
    const body = sent?.['body'] ?? '';
    if (body.length > MOST_CHARACTERS) return refusal(422, 'Body is too long');
    write(body);
    return { status: 200, body: {} };
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function found(body: unknown): Answer {
  return body === undefined ? refusal(404, 'Not Found') : { status: 200, body };
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message } };
}
