// What a GitLab project holds, as its API shows it.

export interface Commit {
  readonly id: string;
  readonly parent_ids: readonly string[];
  /** The files that it changes compared with its first parent. */
  readonly files: readonly string[];
}

export interface MergeRequest {
  readonly iid: number;
  target_branch: string;
  readonly source_project_id: number;
  readonly target_project_id: number;
  readonly author: { readonly id: number };
  state: 'opened' | 'merged';
  sha: string;
  merged_at: string | null;
  merge_commit_sha: string | null;
  squash_commit_sha: string | null;
  readonly files: string[];
}

/** What GitLab keeps of a merge request each time its head or its target changes. */
export interface Version {
  readonly id: number;
  readonly head_commit_sha: string;
  readonly created_at: string;
}

export interface Pipeline {
  readonly id: number;
  readonly project_id: number;
  source: string;
  sha: string;
  ref: string;
}

export interface Job {
  readonly id: number;
  name: string;
  status: string;
  ref: string;
  tag: boolean;
  pipeline: { id: number; sha: string };
  commit: { id: string };
  started_at: string | null;
  finished_at: string | null;
  retried: boolean;
  readonly artifacts: Map<string, Buffer>;
}

export interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  readonly system: boolean;
  readonly created_at: string;
  body: string;
}

export interface Issue {
  readonly iid: number;
  readonly author: { readonly id: number };
  state: 'opened' | 'closed';
  title: string;
  description: string;
  labels: readonly string[];
}

export interface Approval {
  readonly user: { readonly id: number; readonly username: string };
  /** Absent before GitLab 18. */
  readonly approved_at?: string;
}

export interface Deployment {
  readonly id: number;
  readonly environment: string;
  readonly job: Job | undefined;
  /** Approvals of the protected environment. */
  readonly approvals: { readonly status: 'approved' | 'rejected'; readonly created_at: string }[];
}
