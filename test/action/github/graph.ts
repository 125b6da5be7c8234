import { createHash } from 'node:crypto';
import type { Commit } from './facts.ts';

/** The most files that GitHub lists in a comparison. */
export const MOST_FILES = 300;

export interface ChangedFile {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified';
}

export interface Comparison {
  readonly status: 'ahead' | 'behind' | 'diverged' | 'identical';
  readonly mergeBase: string;
  readonly ahead: readonly Commit[];
  readonly behind: readonly Commit[];
  readonly files: readonly ChangedFile[];
}

/** The commits of a repository. Each has its whole tree, so that a revert leaves no difference. */
export class CommitGraph {
  readonly commits: Commit[] = [];

  add(facts: Omit<Commit, 'sha'>): Commit {
    const sha = createHash('sha1')
      .update(JSON.stringify([facts, this.commits.length]))
      .digest('hex');
    const commit = { sha, ...facts };
    this.commits.push(commit);
    return commit;
  }

  find(sha: string): Commit | undefined {
    return this.commits.find((one) => one.sha === sha);
  }

  get(sha: string): Commit {
    const commit = this.find(sha);
    if (commit === undefined) throw new Error(`there is no commit ${sha}`);
    return commit;
  }

  /** What `base...head` shows, oldest commit first; its files are those that head changed since the common commit. */
  compare(base: string, head: string): Comparison {
    const [before, after] = [this.#reachable(base), this.#reachable(head)];
    const ahead = this.commits.filter(({ sha }) => after.has(sha) && !before.has(sha));
    const behind = this.commits.filter(({ sha }) => before.has(sha) && !after.has(sha));
    const common = this.commits.filter(({ sha }) => before.has(sha) && after.has(sha)).at(-1);
    if (common === undefined) throw new Error('the two have no commit in common');
    const [isAhead, isBehind] = [ahead.length > 0, behind.length > 0];
    let status: Comparison['status'] = 'identical';
    if (isAhead) status = isBehind ? 'diverged' : 'ahead';
    else if (isBehind) status = 'behind';
    const files = changes(common.tree, this.get(head).tree);
    return { status, mergeBase: common.sha, ahead, behind, files };
  }

  /** The tree of `onto` with what `head` changed since their common commit. */
  merged(onto: string, head: string): Commit['tree'] {
    const tree = { ...this.get(onto).tree };
    const changed = this.get(head).tree;
    for (const { filename, status } of this.compare(onto, head).files)
      if (status === 'removed') delete tree[filename];
      else tree[filename] = changed[filename] ?? '';
    return tree;
  }

  #reachable(sha: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const open = [sha];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...this.get(next).parents);
    }
    return seen;
  }
}

export function changes(before: Commit['tree'], after: Commit['tree']): readonly ChangedFile[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .sort()
    .map((filename) => {
      const status = before[filename] === undefined ? 'added' : 'modified';
      return { filename, status: after[filename] === undefined ? 'removed' : status };
    });
}
