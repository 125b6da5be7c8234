import { afterEach, describe, expect, it, vi } from 'vitest';
import { allowancesNow, allowancesOfSeal } from '../../../../action/github/allow/look-up.js';
import { Repository } from '../../repository.ts';
import { REPOSITORY, TOKEN } from '../facts.ts';

const LABEL = 'interform/allow merge=50';

let repository: Repository;
afterEach(async () => {
  vi.unstubAllEnvs();
  await repository.close();
});

/** A pull request of Ada, planned after its last push. */
async function planned() {
  repository = await Repository.open({ 'README.md': 'Hello' });
  const { github } = repository;
  const env = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: REPOSITORY, GITHUB_TOKEN: TOKEN };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.stubEnv('GITHUB_GRAPHQL_URL', '');
  const pull = repository.openPull(7);
  let plannedAt = github.time();
  const now = async () => {
    const response = await fetch(`${github.url}/repos/${REPOSITORY}/pulls/7`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    return response.json();
  };
  return {
    ...{ github, pull, now },
    planAgain: () => {
      plannedAt = github.time();
    },
    look: async () => allowancesNow(await now(), '', async () => plannedAt),
    still: async (sealed: Parameters<typeof allowancesOfSeal>[3]) =>
      allowancesOfSeal(await now(), '', async () => plannedAt, sealed),
  };
}
const whyNot = async ({ look }: { readonly look: () => ReturnType<typeof allowancesNow> }) => {
  const { allowed, refused } = await look();
  expect(allowed).toEqual([]);
  return refused.map(({ why }) => why).join('; ');
};

describe('labels and reviews as GitHub tells of them', () => {
  it('count where somebody else who may write gave them', async () => {
    const { pull, look, github } = await planned();
    repository.label(pull, LABEL);
    repository.review(pull, { by: 'linus', body: 'Sure.\n\ninterform/allow convert=2' });
    expect(await look()).toMatchObject({
      allowed: [
        { verb: 'convert', limit: 2, how: 'review', by: 'linus' },
        { verb: 'merge', limit: 50, how: 'label', by: 'grace', id: github.events[0]?.id },
      ],
      refused: [],
    });
  });

  it('ask for nothing more where there are none', async () => {
    const { pull, look, github } = await planned();
    repository.label(pull, 'bug');
    github.asked.splice(0);
    expect(await look()).toEqual({ allowed: [], refused: [] });
    expect(github.asked).toEqual(['GET /pulls/7', 'GET /issues/7/events', 'POST /graphql repository']);
  });

  it('are void with a new head, until they are given again', async () => {
    const all = await planned();
    repository.label(all.pull, LABEL);
    repository.push(all.pull);
    all.planAgain();
    expect(await whyNot(all)).toContain('older than the first plan');
    repository.label(all.pull, LABEL, 'grace', 'unlabeled');
    repository.label(all.pull, LABEL);
    expect((await all.look()).allowed).toHaveLength(1);
  });

  it('do not count of a reader, the author, a co-author, a pusher, or a bot', async () => {
    const all = await planned();
    const { github, pull } = all;
    const attempt = async (by: string) => {
      repository.label(pull, LABEL, by);
      const why = await whyNot(all);
      repository.label(pull, LABEL, by, 'unlabeled');
      return why;
    };
    github.people.push({ user: { login: 'eve', type: 'User' }, permission: 'read' });
    repository.push(pull, 'ada', {
      coAuthors: ['linus', '7+mallory@users.noreply.github.com'],
      pusher: 'trent',
    });
    all.planAgain();
    expect(await attempt('eve')).toContain('may not write');
    expect(await attempt('ada')).toContain('opened the pull request');
    expect(await attempt('linus')).toContain('linus wrote');
    expect(await attempt('mallory')).toContain('mallory wrote');
    expect(await attempt('trent')).toContain('trent pushed');
    expect(await attempt('github-actions[bot]')).toContain('account is a person');
    repository.label(pull, LABEL, 'grace');
    expect((await all.look()).allowed).toHaveLength(1);
  });

  it('do not count where a commit is of no account, or there are more than GitHub lists', async () => {
    const all = await planned();
    repository.push(all.pull, 'somebody@laptop.local', { pusher: 'ada' });
    all.planAgain();
    repository.label(all.pull, LABEL);
    expect(await whyNot(all)).toContain('is no account of GitHub');
    const many = await planned();
    for (let number = 0; number < 250; number++) repository.push(many.pull);
    many.planAgain();
    repository.label(many.pull, LABEL);
    expect(await whyNot(many)).toContain('more commits than GitHub lists');
  });

  it('do not count where a label got the name later, or a review was edited', async () => {
    const all = await planned();
    repository.label(all.pull, 'needs a look');
    all.pull.labels = [{ name: LABEL }];
    expect(await whyNot(all)).toBe('');
    const review = repository.review(all.pull, { body: 'Not yet.' });
    Object.assign(review, { body: LABEL, lastEditedAt: all.github.time() });
    expect(await whyNot(all)).toContain('was edited');
  });

  it('are looked up again as of the merge', async () => {
    const { pull, look, still, github } = await planned();
    repository.label(pull, LABEL);
    const { allowed } = await look();
    const before = structuredClone({ labels: pull.labels, events: github.events });
    repository.merge(pull);
    // What is tidied up after the merge takes nothing back.
    repository.label(pull, LABEL, 'ada', 'unlabeled');
    expect(await still(allowed)).toEqual({ allowed, lost: [] });
    pull.labels = before.labels;
    github.events.splice(0, github.events.length, ...before.events);
    pull.merged_at = null;
    repository.label(pull, LABEL, 'grace', 'unlabeled');
    pull.merged_at = github.time();
    expect(await still(allowed)).toMatchObject({
      allowed: [],
      lost: [{ verb: 'merge', why: 'it was taken back' }],
    });
  });
});
