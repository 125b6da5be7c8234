import { afterEach, describe, expect, it } from 'vitest';
import type { PullRequest } from './github/facts.ts';
import { INTERCOM_TOKEN, Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const tags = (...names: string[]) => `${header('Tags')}tags: [${names.join(', ')}]\n`;
const MIGRATION = 'migrations/0001-tags.yaml';
const OUT_OF_DATE = '**Out of date.**';

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
  it('is updated in place while the plan stays, whoever runs it and of whatever head', async () => {
    await open();
    const pull = repository.openPull(7);
    const first = await planned(pull);
    const read = bodies()[0];
    const again = await repository.rerun(first);
    expect(again.ok, again.log).toBe(true);
    repository.write('README.md', 'Tags of Acme.\n');
    repository.push(pull);
    await planned(pull);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain(pull.head.sha);
    expect(bodies()[0]).not.toBe(read);
    expect(repository.github.hidden).toEqual([]);
  });

  it('is a new one where one head comes to another plan, and what was read stays, out of date', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await planned(pull);
    const [read = ''] = bodies();
    const { id } = comments()[0]!;
    // Live or not committed: the head is the same.
    repository.write(MIGRATION, tags('vip', 'beta', 'unread'));
    const second = await planned(pull);
    expect(bodies()).toHaveLength(2);
    expect(bodies()[0]).toContain(read);
    expect(bodies()[0]?.split('\n')[1]).toContain(OUT_OF_DATE);
    expect(bodies()[0]?.split('\n')[1]).toContain(`#issuecomment-${comments()[1]?.id}`);
    expect(bodies()[0]).not.toContain('unread');
    expect(bodies()[1]).toContain('unread');
    expect(bodies()[1]).toContain(second.outputs['digest']);
    expect(github.hidden).toEqual([`IC_${id}`]);
    // Said once.
    await repository.rerun(second);
    expect(bodies()).toHaveLength(2);
    expect(bodies()[0]?.split(OUT_OF_DATE)).toHaveLength(2);
  });

  it('is a new one after an error, which is a new one after a plan', async () => {
    await open();
    const pull = repository.openPull(7);
    await planned(pull);
    repository.write(MIGRATION, 'nonsense');
    repository.push(pull);
    expect((await repository.plan(pull)).ok).toBe(false);
    repository.write(MIGRATION, tags('vip', 'beta'));
    repository.push(pull);
    await planned(pull);
    expect(bodies().map((body) => [body.includes(OUT_OF_DATE), body.includes('not-a-manifest')])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
  });

  it('is folded where the token may not hide it', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await planned(pull);
    const [read = ''] = bodies();
    github.faults.push({ of: /^POST \/graphql minimize/, status: 403, times: 9 });
    repository.write(MIGRATION, tags('vip'));
    await planned(pull);
    expect(bodies()[0]).toMatch(/\n<details>[\s\S]*<\/details>$/);
    expect(bodies()[0]).toContain(read);
  });

  it('leaves alone what others wrote, whatever marker it has', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await planned(pull);
    const [ours] = comments().splice(0);
    const others = [
      { login: 'eve', type: 'User' },
      { login: 'dependabot[bot]', type: 'Bot' },
      { login: 'github-actions', type: 'User' },
    ].map((user, id) => ({ ...ours!, id, user }));
    github.comments.push(...structuredClone(others));
    for (const names of [['vip', 'beta'], ['vip']]) {
      repository.write(MIGRATION, tags(...names));
      await planned(pull);
    }
    expect(comments().slice(0, 3)).toEqual(others);
    expect(
      bodies()
        .slice(3)
        .map((body) => body.includes(OUT_OF_DATE)),
    ).toEqual([true, false]);
  });

  it('knows who we are, and takes us for the job where GitHub does not say', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    github.login = 'acme-deploys[bot]';
    await planned(pull);
    await planned(pull);
    expect(comments().map(({ user }) => user.login)).toEqual(['acme-deploys[bot]']);
    github.login = 'github-actions[bot]';
    github.faults.push({ of: /^POST \/graphql viewer/, status: 403, times: 99 });
    await planned(pull);
    await planned(pull);
    expect(comments().map(({ user }) => user.login)).toEqual(['acme-deploys[bot]', 'github-actions[bot]']);
    expect(bodies().join()).not.toContain(OUT_OF_DATE);
  });

  it.each([
    ['a refusal', 403],
    ['a server that fails again and again', 502],
  ])('that does not get through for %s loses neither check nor receipt', async (_what, status) => {
    const { github } = await open();
    github.faults.push({ of: /^POST \/issues\/7\/comments/, status, times: 99 });
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
    const ran = await repository.plan(repository.openPull(7), { inputs: { project: 'gone' } });
    expect(ran.ok).toBe(false);
    expect(github.checks).toMatchObject([
      { conclusion: 'failure', output: { title: 'The plan did not run' } },
    ]);
    expect(ran.summary).toContain('did not run');
  });
});

describe('the summary', () => {
  it('begins with links to the report, the pull request and the run', async () => {
    await open();
    const ran = await planned(repository.openPull(7));
    const [first = ''] = ran.summary.split('\n').filter((line) => line.includes('['));
    expect(first).toContain('[Full report](');
    expect(first).toContain('[Pull request #7](https://github.test/acme/crm/pull/7)');
    expect(first).toContain(`[Run](https://github.test/acme/crm/actions/runs/${ran.id}/attempts/1)`);
  });
});
