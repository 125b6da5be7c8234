import type { Commit, PullRequest } from './facts.ts';
import type { FakeGithub } from './fake-github.ts';
import { changes } from './graph.ts';

export type How = 'merge' | 'squash' | 'rebase';

/** Moves a branch on by commits, in one push. */
function push(github: FakeGithub, name: string, add: () => void): string {
  const branch = github.branch(name);
  const before = branch.sha;
  add();
  github.pushes.push({ branch: name, before, after: branch.sha });
  return branch.sha;
}

function grow(github: FakeGithub, name: string, facts: Partial<Commit> & Pick<Commit, 'tree'>): string {
  const branch = github.branch(name);
  const { sha } = github.graph.add({
    parents: [branch.sha],
    author: 'ada',
    date: github.time(),
    ...facts,
  });
  branch.sha = sha;
  return sha;
}

/** A commit of somebody straight to a branch. */
export function commitTo(github: FakeGithub, name: string, tree: Commit['tree'], author = 'ada'): string {
  return push(github, name, () => grow(github, name, { tree, author }));
}

export function land(github: FakeGithub, pull: PullRequest, how: How): string {
  return push(github, pull.base.ref, () => landOne(github, pull, how));
}

/** A merge queue lands several pull requests in one push, each as a commit of its own. */
export function landQueue(github: FakeGithub, pulls: readonly PullRequest[], how: How = 'merge'): string {
  const [first] = pulls;
  if (first === undefined) throw new Error('a queue lands something');
  return push(github, first.base.ref, () => {
    for (const pull of pulls) landOne(github, pull, how);
  });
}

function landOne(github: FakeGithub, pull: PullRequest, how: How): void {
  const base = pull.base.ref;
  const from = github.branch(base).sha;
  const landed: string[] = [];
  if (how === 'rebase') {
    for (const commit of github.graph.compare(from, pull.head.sha).ahead) {
      const tree = { ...github.graph.get(github.branch(base).sha).tree };
      const parent = github.graph.get(commit.parents[0] ?? '').tree;
      for (const { filename, status } of changes(parent, commit.tree))
        if (status === 'removed') delete tree[filename];
        else tree[filename] = commit.tree[filename] ?? '';
      landed.push(grow(github, base, { tree, author: commit.author }));
    }
  } else {
    const parents = how === 'merge' ? [from, pull.head.sha] : [from];
    const brought = github.graph.compare(from, pull.head.sha).ahead.map(({ sha }) => sha);
    const sha = grow(github, base, { tree: github.graph.merged(from, pull.head.sha), parents });
    landed.push(...(how === 'merge' ? brought : []), sha);
  }
  pull.state = 'closed';
  pull.merged_at = github.time();
  pull.closed_at = pull.merged_at;
  pull.merge_commit_sha = landed.at(-1) ?? null;
  pull.landed = landed;
}
