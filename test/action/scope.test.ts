import { afterEach, describe, expect, it } from 'vitest';
import { Repository, type RunOptions } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const TAGS = `${header('Tags')}tags: [vip, beta]\n`;

let repository: Repository;
afterEach(() => repository.close());
/** What is on main already. */
const open = async (files: Readonly<Record<string, string>>) => {
  repository = await Repository.open(files);
  repository.pushMain();
  return repository;
};
const plan = async (number: number, name: string, text: string, options?: RunOptions) => {
  repository.switchTo('main');
  repository.write(name, text);
  return repository.plan(repository.openPull(number), options);
};

describe('a pull request that touches nothing of the project', () => {
  it('is not planned, and its check says so at once', async () => {
    const { github } = await open({ 'crm/migrations/0001-tags.yaml': TAGS });
    const ran = await plan(7, 'docs/guide.md', 'Hello', { inputs: { project: 'crm' } });
    expect(ran.ok, ran.log).toBe(true);
    expect(ran.outputs).toMatchObject({ 'exit-code': '0', changes: 'false', digest: '' });
    expect(ran.summary).toContain('nothing to plan');
    expect(github.checks).toMatchObject([
      { conclusion: 'success', output: { title: 'Changes nothing of this project' } },
    ]);
    expect(repository.emulator.requests).toEqual([]);
    expect({ comments: github.comments, artifacts: github.artifacts }).toEqual({
      comments: [],
      artifacts: [],
    });
  });

  it('takes the plan of an older head back', async () => {
    const { github } = await open({ 'migrations/0001-tags.yaml': TAGS });
    repository.write('migrations/0002-tags.yaml', `${header('Tags')}tags: [later]\n`);
    const pull = repository.openPull(7);
    await repository.plan(pull);
    expect(github.comments[0]?.body).toContain('create');
    // Another head without it.
    repository.switchTo('main');
    repository.write('README.md', 'Hello');
    const other = repository.openPull(8);
    pull.head.sha = other.head.sha;
    expect((await repository.plan(pull)).ok).toBe(true);
    expect(github.comments.at(-1)?.body).toContain('Changes nothing of this project');
  });
});

describe('a push', () => {
  it('that touches nothing of the project asks for no approval, and posts no check', async () => {
    const { github } = await open({ 'crm/migrations/0001-tags.yaml': TAGS });
    repository.write('docs/guide.md', 'Hello');
    const inputs = { command: 'plan', project: 'crm' };
    const ran = await repository.apply(repository.pushMain(), { inputs });
    expect(ran.outputs, ran.log).toMatchObject({ 'exit-code': '0', changes: 'false' });
    expect(repository.emulator.requests).toEqual([]);
    repository.write('crm/migrations/0001-tags.yaml', `${header('Tags')}tags: [vip]\n`);
    const touching = await repository.apply(repository.pushMain(), { inputs });
    expect(touching.outputs, touching.log).toMatchObject({ 'exit-code': '2', changes: 'true' });
    expect(github.checks).toEqual([]);
  });
});

describe('a pull request is planned', () => {
  it.each([
    ['a manifest', 'crm/migrations/0002-more.yaml', `${header('Tags')}tags: [later]\n`],
    ['a file that cannot be read', 'crm/migrations/0001-tags.yaml', 'nonsense'],
    ['the workflow, which may name another version', '.github/workflows/interform.yml', 'jobs: {}\n'],
  ])('that touches %s', async (_, name, text) => {
    await open({ 'crm/migrations/0001-tags.yaml': TAGS });
    const ran = await plan(7, name, text, { inputs: { project: 'crm' } });
    expect(ran.steps['scope']?.outputs['touched']).toBe('true');
    expect(ran.steps['plan']?.outcome, ran.log).toBe('success');
  });

  it('where GitHub does not tell what it touches', async () => {
    const { github } = await open({ 'migrations/0001-tags.yaml': TAGS });
    github.forbidden = /\/files$/;
    const ran = await plan(7, 'README.md', 'Hello');
    expect(ran.steps['plan']?.outcome, ran.log).toBe('success');
    expect(ran.log).toContain('what changes cannot be told');
  });
});
