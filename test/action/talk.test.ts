import { afterEach, describe, expect, it } from 'vitest';
import type { PullRequest } from './github/facts.ts';
import { runScript } from './github/script.ts';
import { INTERCOM_TOKEN, Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const tags = (...names: string[]) => `${header('Tags')}tags: [${names.join(', ')}]\n`;
const MIGRATION = 'migrations/0001-tags.yaml';

let repository: Repository;
afterEach(() => repository.close());
const open = async (files: Readonly<Record<string, string>> = { [MIGRATION]: tags('vip', 'beta') }) => {
  repository = await Repository.open(files);
  return repository;
};
const comments = () => repository.github.comments;
const bodies = () => comments().map(({ body }) => body);
const planned = async (pull: PullRequest, options: Parameters<Repository['plan']>[1] = {}) => {
  const ran = await repository.plan(pull, options);
  expect(ran.ok, ran.log).toBe(true);
  return ran;
};

describe('the comment of a plan', () => {
  it('that does not get through loses neither check nor receipt', async () => {
    const { github } = await open();
    github.faults.push({ of: /^POST \/issues\/7\/comments/, status: 403, times: 99 });
    const ran = await planned(repository.openPull(7));
    expect(ran.log).toMatch(/^::warning title=interform::The plan was not commented.*pull-requests: write/m);
    expect(ran.summary).toContain('The plan was not commented');
    expect(ran.summary).toContain('**2** create');
    expect(github.checks).toMatchObject([{ conclusion: 'success' }]);
    expect(ran.steps['upload']?.outcome).toBe('success');
  });

  it('comes also where the check cannot be posted', async () => {
    const { github } = await open();
    github.forbidden = /check-runs/;
    const ran = await planned(repository.openPull(7));
    expect(ran.summary).toMatch(/check of the plan was not posted.*checks&#58; write|checks: write/);
    expect(bodies()).toHaveLength(1);
  });

  it('links in its first lines the report, which holds nobody', async () => {
    const { github } = await open({
      'migrations/0001-people.yaml': `${header('ContactSet')}name: beta\ncontacts: [{ external_id: ada, email: ada@acme.test }]\n`,
    });
    await planned(repository.openPull(7));
    const report = github.artifacts.find(
      ({ name }) => name === 'interform-plan~1' || name.startsWith('interform-plan-'),
    );
    expect(Object.keys(report?.files ?? {}).sort()).toEqual(['plan.html', 'plan.md', 'plan.sarif']);
    expect(JSON.stringify(report?.files)).not.toMatch(/ada@acme\.test/);
    expect(JSON.stringify(report?.files)).not.toContain(INTERCOM_TOKEN);
    expect(bodies()[0]?.split('\n').slice(0, 4).join()).toMatch(
      new RegExp(`\\[Full report\\]\\(https://github\\.test/.*/artifacts/${report?.id}\\)`),
    );
  });

  it('says where there is no report', async () => {
    await open();
    repository.others.refuses = /interform-plan/;
    const ran = await planned(repository.openPull(7));
    expect(bodies()[0]).toContain('full report was not kept');
    expect(ran.steps['check']?.outcome).toBe('success');
  });
});

describe('the check', () => {
  it('is on the head of the merge group, and says that it approves nothing', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await planned(pull);
    const before = comments().length;
    const group = repository.mergeQueue([pull]);
    const ran = await repository.dispatch(github.nextId(), { inputs: { command: 'plan' } }, 'merge_group');
    expect(ran.ok, ran.log).toBe(true);
    expect(github.checks.at(-1)).toMatchObject({
      head_sha: group,
      conclusion: 'success',
      output: { title: expect.stringMatching(/^Merge queue, approves nothing: /) },
    });
    expect(comments()).toHaveLength(before);
    expect(ran.summary).toContain('**2** create');
  });

  it('is posted where the plan did not come to an end', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    const { exit } = await runScript(github, 'plan/check.js', {
      event: { pull_request: pull },
      env: { EXIT_CODE: '', GITHUB_EVENT_NAME: 'pull_request' },
    });
    expect(exit).toBe(0);
    expect(github.checks).toMatchObject([
      { head_sha: pull.head.sha, conclusion: 'failure', output: { title: 'The plan did not run' } },
    ]);
  });
});

describe('the result of an apply', () => {
  it('comes back to the pull request that was merged, and so does a refusal', async () => {
    const { github } = await open();
    const [pull, late] = [repository.openPull(7), repository.openPull(8)];
    await planned(pull);
    const applied = await repository.apply(repository.merge(pull));
    expect(applied.ok, applied.log).toBe(true);
    const results = (number: number) =>
      github.comments
        .filter(({ issue, body }) => issue === number && body.startsWith('<!-- interform apply'))
        .map(({ body }) => body.split('\n')[2]);
    expect(results(7)).toEqual([expect.stringMatching(/^\*\*Applied\*\*.*2 done, 0 failed/)]);
    repository.write(MIGRATION, tags('vip', 'beta', 'late'));
    repository.push(late);
    const refused = await repository.apply(repository.merge(late));
    expect(refused.ok).toBe(false);
    expect(results(8)).toEqual([expect.stringMatching(/^\*\*Nothing was applied\*\*/)]);
    expect(results(7)).toHaveLength(1);
  });

  it('is kept as a report, which the summary links', async () => {
    const { github } = await open();
    const inputs = { command: 'apply', expect: 'none' };
    const ran = await repository.dispatch(github.nextId(), { inputs });
    expect(ran.ok, ran.log).toBe(true);
    const report = github.artifacts.find(({ name }) => name.startsWith('interform-result'));
    expect(Object.keys(report?.files ?? {}).sort()).toEqual(['apply.html', 'apply.md']);
    expect(ran.summary).toMatch(/^\*\*2 done, 0 failed\*\*\n/);
    expect(ran.summary).toContain(`/artifacts/${report?.id})`);
  });
});

describe('the summary', () => {
  it('begins with counts, time and links to the report, the pull request and the run', async () => {
    await open();
    const ran = await planned(repository.openPull(7));
    expect(ran.summary).toMatch(
      /^\*\*2 changes: 2 to create · at least \d+ s to apply, by Intercom’s rate limit/,
    );
    expect(repository.github.checks).toMatchObject([{ output: { title: '2 changes: 2 to create' } }]);
    const [first = ''] = ran.summary.split('\n').filter((line) => line.includes('['));
    expect(first).toContain('[Full report](');
    expect(first).toContain('[Pull request #7](https://github.test/acme/crm/pull/7)');
    expect(first).toContain(`[Run](https://github.test/acme/crm/actions/runs/${ran.id}/attempts/1)`);
  });
});
