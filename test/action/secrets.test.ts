import { afterEach, describe, expect, it } from 'vitest';
import { Repository, type RunOptions } from './repository.ts';

const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n';
const NO_SECRETS = { INTERCOM_ACCESS_TOKEN: '' };

let repository: Repository;
afterEach(() => repository.close());
const plan = async (options: RunOptions, source?: string, tags = TAGS) => {
  repository = await Repository.open({ 'migrations/0001-tags.yaml': tags });
  const pull = repository.openPull(7, source === undefined ? {} : { source });
  return repository.plan(pull, options);
};

describe('a run without secrets', () => {
  it('of Dependabot is skipped with a word', async () => {
    const ran = await plan({ env: { ...NO_SECRETS, GITHUB_ACTOR: 'dependabot[bot]' } });
    expect(ran.ok, ran.log).toBe(true);
    expect(ran.summary).toContain('secrets of Dependabot');
    expect(ran.log).not.toMatch(/^::error/m);
    expect(repository.emulator.requests).toEqual([]);
    expect(ran.outputs['digest']).toBe('');
  });

  it('of a fork without a snapshot is skipped with a word', async () => {
    const ran = await plan({ env: NO_SECRETS }, 'eve/crm');
    expect(ran.ok, ran.log).toBe(true);
    expect(ran.summary).toContain('name a snapshot');
    expect(repository.github.writes).toEqual([]);
  });

  it('of Dependabot that has a secret of its own is planned', async () => {
    const ran = await plan({ env: { GITHUB_ACTOR: 'dependabot[bot]' } });
    expect(ran).toMatchObject({ ok: true, outputs: { changes: 'true' } });
  });

  it('still fails for what is wrong with the project itself', async () => {
    const ran = await plan(
      { env: { ...NO_SECRETS, GITHUB_ACTOR: 'dependabot[bot]' } },
      undefined,
      'nonsense',
    );
    expect(ran).toMatchObject({ ok: false, exit: 1, summary: expect.stringContaining('not-a-manifest') });
  });

  it('fails for everybody else, and names the variable that is empty', async () => {
    const ran = await plan({ env: { ...NO_SECRETS, GITHUB_ACTOR: 'ada' } });
    expect(ran).toMatchObject({ ok: false, exit: 1 });
    expect(ran.summary).toContain('set INTERCOM_ACCESS_TOKEN');
    expect(ran.log).toMatch(/^::error .*no-token/m);
  });
});
