// What a GitHub knows, as far as the action asks for it; members are named as in its REST API.

export const REPOSITORY = 'acme/crm';
export const TOKEN = 'ghs_canary-of-the-job';

export interface User {
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** All files of the repository as of this commit. */
  readonly tree: Readonly<Record<string, string>>;
  readonly author: string;
  /** From Co-authored-by lines; an email address where no account has it. */
  readonly coAuthors?: readonly string[];
  readonly date: string;
}

export interface Branch {
  readonly name: string;
  sha: string;
}

/** A push that moved a branch: by several commits, where a queue merged several pull requests. */
export interface Push {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

/** A move of any branch, and the account that made it; the commit may name somebody else. */
export interface Move {
  readonly ref: string;
  readonly after: string;
  readonly actor: User;
  readonly timestamp: string;
}

/** That a label was put on or taken off, under the name that it had then. */
export interface IssueEvent {
  readonly id: number;
  readonly issue: number;
  readonly event: 'labeled' | 'unlabeled' | 'base_ref_changed' | 'automatic_base_change_succeeded';
  readonly actor: User;
  /** For labels only. */
  readonly label?: { readonly name: string };
  readonly created_at: string;
  readonly performed_via_github_app: { readonly slug: string } | null;
}

export interface PullRequest {
  readonly number: number;
  readonly user: User;
  readonly created_at: string;
  state: 'open' | 'closed';
  closed_at?: string;
  merged_at: string | null;
  merge_commit_sha: string | null;
  labels: { readonly name: string }[];
  /** The commits that it became on its base branch, such as all of a rebase. */
  landed: readonly string[];
  base: { ref: string; sha: string };
  readonly head: { sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null };
}

export interface Review {
  readonly id: number;
  readonly pull: number;
  readonly user: User;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  body: string;
  readonly commit_id: string;
  readonly submitted_at: string;
  /** Only GraphQL has it. */
  lastEditedAt?: string;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: { readonly login: string; readonly type: string };
  readonly created_at?: string;
  body: string;
}

export interface Issue {
  readonly number: number;
  readonly user: User;
  title: string;
  body: string;
  state: 'open' | 'closed';
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly conclusion: string;
  readonly external_id: string;
  readonly output?: { readonly title: string; readonly summary: string };
  /** The author: any workflow or app with the permission can write one, under any name. */
  readonly app?: { readonly slug: string };
}

/** A run as of its newest attempt. */
export interface WorkflowRun {
  readonly id: number;
  readonly event: string;
  readonly head_sha: string;
  /** The branch; for a pull request that of its head, which a fork may call main. */
  readonly head_branch: string;
  readonly path: string;
  readonly head_repository: { readonly full_name: string };
  readonly created_at: string;
  run_attempt: number;
  run_started_at: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  /** File name in the zip → its bytes, one character each. */
  readonly files: Readonly<Record<string, string>>;
  readonly created_at: string;
  expired: boolean;
}

/** A person, and their permission in the repository. */
export interface Person {
  readonly user: User;
  readonly permission: 'admin' | 'write' | 'read' | 'none';
}

/** A failure of the server in place of an answer. */
export interface Fault {
  /** The requests that fail: a pattern for `GET /pulls/7` or `POST /graphql viewer`. */
  readonly of: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** True where the request is carried out and only its answer is lost. */
  readonly done?: boolean;
  times: number;
}
