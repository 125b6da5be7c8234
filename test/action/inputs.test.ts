import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n';

let repository: Repository;
beforeEach(async () => {
  repository = await Repository.open({ 'migrations/0001-tags.yaml': TAGS });
});
afterEach(() => repository.close());

describe('the inputs of the action', () => {
  it.each([
    ['a command that there is not', { command: 'destroy' }, 'command must be plan, apply, drift or matrix'],
    ['a version that is more', { version: '0.1.0; touch owned' }, 'version must be'],
    ['an expectation that there is not', { expect: 'whatever' }, 'expect must be'],
    ['a doubtful approval', { 'require-approval': 'yes' }, 'require-approval must be true or false'],
    ['another source of allowances', { 'allow-from': 'comments' }, 'allow-from must be labels'],
    ['a doubtful age', { 'allow-old': '1' }, 'allow-old must be true or false'],
    ['another end of what nobody reviewed', { unreviewed: 'ignore' }, 'unreviewed must be warn or fail'],
    ['a checkout outside of the workspace', { checkout: '..' }, 'checkout must be a folder of the workspace'],
    ['a checkout that is not there', { checkout: 'elsewhere' }, 'which is not there'],
    ['a project outside of the checkout', { project: '../' }, 'project must be a folder of the repository'],
  ])('refuse %s', async (_what, inputs, said) => {
    const ran = await repository.plan(repository.openPull(7), { inputs });
    expect(ran).toMatchObject({ ok: false, exit: 1, steps: { names: { outcome: 'failure' } } });
    expect(ran.log).toContain(said);
    expect(repository.emulator.requests).toEqual([]);
    expect(repository.github.writes).toEqual([]);
  });

  it('refuse a project that a link takes out of the checkout', async () => {
    symlinkSync(join(repository.folder, '..'), join(repository.folder, 'crm'));
    const ran = await repository.plan(repository.openPull(7), { inputs: { project: 'crm' } });
    expect(ran.log).toContain('project must be a folder of the repository');
    expect(repository.emulator.requests).toEqual([]);
  });

  it.each(['plan', 'apply', 'drift', 'matrix'])(
    'refuse pull_request_target, whatever %s does',
    async (command) => {
      const env = { GITHUB_EVENT_NAME: 'pull_request_target' };
      const ran = await repository.plan(repository.openPull(7), { inputs: { command }, env });
      expect(ran).toMatchObject({ ok: false, steps: { names: { outcome: 'failure' } } });
      expect(ran.log).toContain('pull_request_target runs with the secrets of the repository');
      expect(repository.emulator.requests).toEqual([]);
    },
  );

  it.each([
    ['pull_request', 'refs/pull/7/merge'],
    ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-7'],
    ['push', 'refs/tags/v1'],
    ['workflow_run', 'refs/heads/main'],
    ['issue_comment', 'refs/heads/main'],
  ])('refuse to apply for %s of %s', async (event, ref) => {
    const env = { GITHUB_EVENT_NAME: event, GITHUB_REF: ref };
    const inputs = { command: 'apply', expect: 'none' };
    const ran = await repository.plan(repository.openPull(7), { inputs, env });
    expect(ran.log).toContain('apply runs for a push, by hand or on a schedule, on a branch');
    expect(repository.intercomWrites()).toEqual([]);
  });
});
