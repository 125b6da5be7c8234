import type { FakeGitlab } from './fake-gitlab.ts';
import type { Job, Note } from './model.ts';

export interface Asked {
  readonly method: string;
  /** Below the project. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly user: number;
}

type Answer = object | readonly unknown[] | Buffer | undefined;
type Route = readonly [RegExp, (fake: FakeGitlab, asked: Asked, ...found: string[]) => Answer];

/** What GitLab answers; undefined for 404. */
export function answerTo(fake: FakeGitlab, asked: Asked): Answer {
  for (const [pattern, answer] of ROUTES) {
    const found = pattern.exec(`${asked.method} ${asked.path}`);
    if (found !== null) return answer(fake, asked, ...found.slice(1));
  }
  return undefined;
}

const requestOf = (fake: FakeGitlab, iid = '') => fake.requests.find((one) => one.iid === Number(iid));
const notesOf = (fake: FakeGitlab, iid = '') => {
  const notes = fake.notes.get(Number(iid)) ?? [];
  fake.notes.set(Number(iid), notes);
  return notes;
};
const shown = ({ artifacts, retried: _, ...job }: Job) => ({
  ...job,
  artifacts: [...artifacts.keys()].map((filename) => ({ filename })),
});
const diffs = (files: Iterable<string>) =>
  [...new Set(files)].map((path) => ({ old_path: path, new_path: path }));

const ROUTES: readonly Route[] = [
  [/^GET \/user$/, (_fake, { user }) => ({ id: user })],
  [/^GET \/users\/(\d+)$/, (fake, _asked, id) => ({ id: Number(id), bot: fake.bots.has(Number(id)) })],
  [
    /^GET \/members\/all\/(\d+)$/,
    (fake, _asked, id) => {
      const level = fake.members.get(Number(id));
      return level === undefined ? undefined : { id: Number(id), access_level: level };
    },
  ],
  [
    /^GET \/merge_requests\/(\d+)\/approvals$/,
    (fake, _asked, iid) => ({ approved_by: fake.approvals.get(Number(iid)) ?? [] }),
  ],
  [
    /^GET \/merge_requests\/(\d+)\/versions$/,
    (fake, _asked, iid) => [...(fake.versions.get(Number(iid)) ?? [])].reverse(),
  ],
  [/^GET \/merge_requests\/(\d+)\/notes$/, (fake, _asked, iid) => notesOf(fake, iid)],
  [
    /^POST \/merge_requests\/(\d+)\/notes$/,
    (fake, { body, user }, iid) => {
      const note: Note = {
        id: fake.nextId(),
        author: { id: user },
        system: false,
        created_at: fake.now(),
        body: String(body['body']),
      };
      notesOf(fake, iid).push(note);
      return note;
    },
  ],
  [
    /^PUT \/merge_requests\/(\d+)\/notes\/(\d+)$/,
    (fake, { body, user }, iid, id) => {
      const note = notesOf(fake, iid).find((one) => one.id === Number(id) && one.author.id === user);
      if (note !== undefined) note.body = String(body['body']);
      return note;
    },
  ],
  [/^GET \/merge_requests\/(\d+)\/diffs$/, (fake, _asked, iid) => diffs(requestOf(fake, iid)?.files ?? [])],
  [
    /^GET \/merge_requests\/(\d+)\/pipelines$/,
    (fake, _asked, iid) =>
      fake.pipelines
        .filter(({ ref }) => ref.startsWith(`refs/merge-requests/${iid}/`))
        .map(({ id, sha, ref }) => ({ id, sha, ref })),
  ],
  [/^GET \/pipelines\/(\d+)$/, (fake, _asked, id) => fake.pipelines.find((one) => one.id === Number(id))],
  [
    /^GET \/pipelines\/(\d+)\/jobs$/,
    (fake, { query }, id) =>
      fake.jobs
        .filter(({ pipeline, retried }) => {
          const isAsked = query.get('include_retried') === 'true' || !retried;
          return pipeline.id === Number(id) && isAsked;
        })
        .map(shown)
        .reverse(),
  ],
  [
    /^GET \/jobs\/(\d+)$/,
    (fake, _asked, id) => fake.jobs.filter((job) => job.id === Number(id)).map(shown)[0],
  ],
  [
    /^GET \/jobs\/(\d+)\/artifacts\/(.+)$/,
    (fake, _asked, id, file = '') => fake.jobs.find((job) => job.id === Number(id))?.artifacts.get(file),
  ],
  [
    /^GET \/deployments$/,
    (fake, { query }) =>
      fake.deployments
        .filter(({ environment }) => environment === query.get('environment'))
        .map(({ id, job }) => ({ id, deployable: job === undefined ? null : shown(job) }))
        .reverse(),
  ],
  [
    /^GET \/deployments\/(\d+)$/,
    (fake, _asked, id) =>
      fake.deployments
        .filter((one) => one.id === Number(id))
        .map(({ approvals }) => ({ id: Number(id), approvals }))[0],
  ],
  [
    /^GET \/repository\/commits$/,
    (fake, { query }) => {
      const [from = '', to = ''] = (query.get('ref_name') ?? '').split('..');
      const before = new Set(fake.reachable(from));
      const first = query.get('first_parent') === 'true';
      return fake
        .reachable(to, first)
        .filter((sha) => !before.has(sha))
        .map((sha) => fake.commits.get(sha));
    },
  ],
  [/^GET \/repository\/commits\/(\w+)$/, (fake, _asked, sha = '') => fake.commits.get(sha)],
  [
    /^GET \/repository\/commits\/(\w+)\/merge_requests$/,
    (fake, _asked, sha = '') => {
      if (fake.unlinkedAsks-- > 0) return [];
      return fake.requests
        .filter((one) => [one.sha, one.merge_commit_sha, one.squash_commit_sha].includes(sha))
        .map(({ files: _, ...request }) => request);
    },
  ],
  [
    /^GET \/repository\/compare$/,
    (fake, { query }) => {
      const from = fake.resolve(query.get('from') ?? '');
      const to = fake.resolve(query.get('to') ?? '');
      if (from === undefined || to === undefined) return undefined;
      const before = new Set(fake.reachable(from));
      const files = fake
        .reachable(to)
        .filter((sha) => !before.has(sha))
        .flatMap((sha) => fake.commits.get(sha)?.files ?? []);
      return { diffs: diffs(files), compare_timeout: false };
    },
  ],
  [
    /^GET \/repository\/merge_base$/,
    (fake, { query }) => {
      const [a = '', b = ''] = query.getAll('refs[]');
      if (!fake.commits.has(a) || !fake.commits.has(b)) return undefined;
      const ofB = new Set(fake.reachable(b));
      const id = fake.reachable(a).find((sha) => ofB.has(sha));
      return id === undefined ? undefined : { id };
    },
  ],
  [
    /^GET \/issues$/,
    (fake, { query }) =>
      fake.issues.filter(
        ({ state, labels }) =>
          state === query.get('state') &&
          (query.get('labels') ?? '').split(',').every((label) => labels.includes(label)),
      ),
  ],
  [
    /^POST \/issues$/,
    (fake, { body, user }) => {
      const issue = {
        iid: fake.issues.length + 1,
        author: { id: user },
        state: 'opened' as const,
        title: String(body['title']),
        description: String(body['description']),
        labels: String(body['labels']).split(','),
      };
      fake.issues.push(issue);
      return issue;
    },
  ],
  [
    /^PUT \/issues\/(\d+)$/,
    (fake, { body }, iid) => {
      const issue = fake.issues.find((one) => one.iid === Number(iid));
      if (issue === undefined) return undefined;
      if (body['description'] !== undefined) issue.description = String(body['description']);
      if (body['state_event'] === 'close') issue.state = 'closed';
      return issue;
    },
  ],
];
