import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PullRequest } from './facts.ts';
import { FakeGithub } from './fake-github.ts';
import { runScript } from './script.ts';

let github: FakeGithub;
let base: string;
beforeEach(async () => {
  github = await FakeGithub.open();
  base = github.graph.add({ parents: [], tree: {}, author: 'ada', date: github.time() }).sha;
});
afterEach(() => github.close());

const OUT_OF_DATE = '**Out of date.**';
/** A commit for each name. */
const heads = new Map<string, string>();
function head(name: string): string {
  const { sha } =
    github.graph.find(heads.get(name) ?? '') ??
    github.graph.add({ parents: [base], tree: { name }, author: 'ada', date: github.time() });
  heads.set(name, sha);
  return sha;
}
const bodies = () => github.comments.map(({ body }) => body);

/** The comment step behind a plan of pull request 7; a plan called '' is an error. */
async function comment(plan: string, { of = 'a head', env = {} as Readonly<Record<string, string>> } = {}) {
  const repo = { full_name: 'acme/crm' };
  const pull = { number: 7, base: { ref: 'main', sha: base }, head: { sha: head(of), ref: 'vip', repo } };
  github.pulls.splice(0, 1, pull as unknown as PullRequest);
  const digest = plan === '' ? '' : `sha256:${createHash('sha256').update(plan).digest('hex')}`;
  const ran = await runScript(github, 'plan/comment.js', {
    event: { pull_request: pull },
    files: { 'plan.md': plan === '' ? 'not-a-manifest' : `### Acme\n\n${plan}` },
    env: { DIGEST: digest, REPORT: 'https://github.test/report', ...env },
  });
  expect(ran.exit, ran.log).toBe(0);
  return ran;
}

describe('the comment of a plan', () => {
  it('is updated in place while the plan stays, whoever runs it and of whatever head', async () => {
    await comment('vip');
    await comment('vip');
    await comment('vip', { of: 'a second head' });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain(head('a second head'));
    expect(github.hidden).toEqual([]);
  });

  it('is a new one where one head comes to another plan, and what was read stays, out of date', async () => {
    await comment('vip');
    const [read = ''] = bodies();
    await comment('vip and unread');
    expect(bodies()).toHaveLength(2);
    const [first, second] = github.comments;
    expect(first?.body).toContain(`\n${read}`);
    expect(first?.body.split('\n')[1]).toContain(OUT_OF_DATE);
    expect(first?.body.split('\n')[1]).toContain(`#issuecomment-${second?.id}`);
    expect(first?.body).not.toContain('unread');
    expect(second?.body).toContain('unread');
    expect(github.hidden).toEqual([`IC_${first?.id}`]);
    // Said once; and back to the first plan is another comment again.
    await comment('vip and unread');
    expect(bodies()[0]?.split(OUT_OF_DATE)).toHaveLength(2);
    await comment('vip');
    expect(bodies().map((body) => body.includes(OUT_OF_DATE))).toEqual([true, true, false]);
  });

  it('is a new one after an error, which is a new one after a plan', async () => {
    for (const plan of ['vip', '', 'vip']) await comment(plan);
    expect(bodies().map((body) => [body.includes(OUT_OF_DATE), body.includes('not-a-manifest')])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
  });

  it('is folded where the token may not hide it', async () => {
    await comment('vip');
    const [read = ''] = bodies();
    github.faults.push({ of: /^POST \/graphql minimize/, status: 403, times: 9 });
    await comment('beta');
    expect(bodies()[0]).toMatch(/\n<details>[\s\S]*<\/details>$/);
    expect(bodies()[0]).toContain(read);
  });

  it('leaves alone what others wrote, whatever marker it has', async () => {
    await comment('vip');
    const [ours] = github.comments.splice(0);
    const others = ['eve', 'dependabot[bot]', 'github-actions'].map((login, id) => ({
      ...ours!,
      id,
      user: { login, type: login.endsWith(']') ? 'Bot' : 'User' },
    }));
    github.comments.push(...structuredClone(others));
    await comment('vip');
    await comment('beta');
    expect(github.comments.slice(0, 3)).toEqual(others);
    expect(bodies().map((body) => body.includes(OUT_OF_DATE))).toEqual([false, false, false, true, false]);
  });

  it('knows who we are, and takes us for the job where GitHub does not say', async () => {
    github.login = 'acme-deploys[bot]';
    await comment('vip');
    await comment('vip');
    github.login = 'github-actions[bot]';
    github.faults.push({ of: /^POST \/graphql viewer/, status: 403, times: 99 });
    await comment('vip');
    await comment('vip');
    expect(github.comments.map(({ user }) => user.login)).toEqual([
      'acme-deploys[bot]',
      'github-actions[bot]',
    ]);
    expect(bodies().join()).not.toContain(OUT_OF_DATE);
  });

  it.each([
    ['a refusal', 403, /^POST \/issues\/7\/comments/],
    ['a server that fails again and again', 502, /^POST \/issues\/7\/comments/],
    ['a list that does not come', 500, /^GET \/issues\/7\/comments/],
  ])('that does not get through for %s is a warning', async (_what, status, of) => {
    github.faults.push({ of, status, times: 99 });
    const ran = await comment('vip');
    expect(ran.log).toMatch(/^::warning title=interform::The plan was not commented.*pull-requests: write/m);
    expect(ran.summary).toContain('The plan was not commented');
  });

  it('says where there is no report', async () => {
    await comment('vip', { env: { REPORT: '' } });
    expect(bodies()[0]).toContain('full report was not kept');
  });

  it('is not written for a project that nothing changes, but over a plan of a commit before', async () => {
    const env = { SKIP: 'untouched', DIGEST: '' };
    await comment('', { env });
    expect(bodies()).toEqual([]);
    await comment('vip');
    await comment('', { env });
    await comment('', { env });
    expect(bodies().map((body) => body.includes(OUT_OF_DATE))).toEqual([true, false]);
    expect(bodies()[1]).toContain('Changes nothing of this project');
  });
});
