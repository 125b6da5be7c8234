import { afterEach, describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const tags = (...names: string[]) => `${header('Tags')}tags: [${names.join(', ')}]\n`;
const MIGRATION = 'migrations/0001-tags.yaml';

let repository: Repository;
afterEach(() => repository.close());
const open = async (files: Readonly<Record<string, string>> = { [MIGRATION]: tags('vip', 'beta') }) => {
  repository = await Repository.open(files);
  return repository;
};
const drift = (inputs: Readonly<Record<string, string>> = {}, event = 'schedule') =>
  repository.dispatch(repository.github.nextId(), { inputs: { command: 'drift', ...inputs } }, event);
const followed = async (inputs: Readonly<Record<string, string>> = {}) => {
  const ran = await drift(inputs);
  expect(ran.ok, ran.log).toBe(true);
  return ran;
};
const issues = () => repository.github.issues;
const words = (number: number | undefined) =>
  repository.github.comments.filter(({ issue }) => issue === number).map(({ body }) => body);

describe('drift', () => {
  it('opens an issue, says nothing twice, follows what changes, and closes it when it is gone', async () => {
    const { github } = await open();
    await followed();
    expect(issues()).toMatchObject([{ state: 'open', title: 'Drift in Intercom' }]);
    const [issue] = issues();
    expect(issue?.body).toContain('**2** create');
    expect(issue?.body).toContain('[Full report](');
    const writes = github.writes.length;
    await followed();
    expect(github.writes).toHaveLength(writes);

    repository.write(MIGRATION, tags('vip', 'beta', 'gamma'));
    await followed();
    expect(issues()).toHaveLength(1);
    expect(issues()[0]?.body).toContain('gamma');
    expect(words(issue?.number)).toEqual([expect.stringContaining('another one now')]);

    const applied = await repository.dispatch(github.nextId(), {
      inputs: { command: 'apply', expect: 'none' },
    });
    expect(applied.ok, applied.log).toBe(true);
    await followed();
    expect(issues()).toMatchObject([{ state: 'closed' }]);
    expect(words(issue?.number)).toHaveLength(2);
    expect(words(issue?.number)[1]).toContain('No drift any more');
    const quiet = github.writes.length;
    await followed();
    expect(github.writes).toHaveLength(quiet);
    expect(github.checks).toEqual([]);

    repository.write(MIGRATION, tags('vip', 'beta', 'gamma', 'delta'));
    await followed();
    expect(issues().map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('is an issue for each environment, and none of ours is what somebody else wrote', async () => {
    const { github } = await open({
      'interform.yaml': `${header('Project')}environments: { staging: {}, production: {} }\n`,
      [MIGRATION]: tags('vip'),
    });
    for (const environment of ['staging', 'production', 'staging']) await followed({ environment });
    expect(issues().map(({ title }) => title)).toEqual([
      'Drift in Intercom: staging',
      'Drift in Intercom: production',
    ]);
    const eve = { login: 'eve', type: 'User' as const };
    const copy = { ...structuredClone(issues()[0]!), number: 900, user: eve };
    github.issues.push(structuredClone(copy));
    await repository.dispatch(github.nextId(), {
      inputs: { command: 'apply', expect: 'none', environment: 'staging' },
    });
    await followed({ environment: 'staging' });
    expect(issues().map(({ state }) => state)).toEqual(['closed', 'open', 'open']);
    expect(issues().at(-1)).toEqual(copy);
  });

  it('is not what an error says: the job fails, and the issue is left', async () => {
    const { github } = await open();
    await followed();
    const before = structuredClone(github.issues);
    repository.write(MIGRATION, 'nonsense');
    const failed = await drift();
    expect({ ok: failed.ok, exit: failed.exit }).toEqual({ ok: false, exit: 1 });
    expect(github.issues).toEqual(before);
    expect(words(before[0]?.number)).toEqual([]);
  });

  it('fails the job where that is asked for, and where nobody can be told', async () => {
    const { github } = await open();
    expect(await drift({ 'detailed-exitcode': 'true' })).toMatchObject({ ok: false, exit: 2 });
    expect(issues()).toHaveLength(1);
    github.issues.splice(0);
    github.forbidden = /\/issues/;
    const untold = await drift();
    expect(untold.ok).toBe(false);
    expect(untold.log).toContain('issues: write');
  });

  it('is looked for on a branch only', async () => {
    await open();
    const asked = await drift({}, 'pull_request');
    expect(asked.ok).toBe(false);
    expect(issues()).toEqual([]);
  });
});
