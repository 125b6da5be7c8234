import { afterEach, describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const PROJECT = 'apiVersion: interform/v1\nkind: Project\n';
const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n';

let repository: Repository;
afterEach(() => repository.close());

async function matrix(files: Readonly<Record<string, string>>) {
  repository = await Repository.open(files);
  const ran = await repository.plan(repository.openPull(7), { inputs: { command: 'matrix' } });
  expect(ran.ok, ran.log).toBe(true);
  expect(repository.emulator.requests).toEqual([]);
  expect(repository.github.writes).toEqual([]);
  const { matrix: text = '', count } = ran.outputs;
  const { include } = JSON.parse(text) as { include: readonly Readonly<Record<string, string>>[] };
  expect(Number(count)).toBe(include.length);
  return include;
}

describe('command: matrix', () => {
  it('says names of folders so that a runner takes nothing in them for a command', async () => {
    repository = await Repository.open({ '##[set-output name=matrix]/interform.yaml': PROJECT });
    const ran = await repository.plan(repository.openPull(7), { inputs: { command: 'matrix' } });
    expect(ran.log).toContain('interform: ## [set-output name=matrix]');
    expect(ran.log).not.toContain('##[');
  });

  it('lists each environment of each project, with the secrets of its plan and apply', async () => {
    const found = await matrix({
      'interform.yaml': PROJECT,
      'tools/crm/interform.yaml': `${PROJECT}workspace: { token_env: ACME_KEY }\nenvironments:\n  staging: { workspace: { token_env: ACME_STAGING_TOKEN } }\n  production: {}\n`,
      'tools/crm/migrations/0001-tags.yaml': TAGS,
    });
    expect(found).toEqual([
      {
        project: '.',
        environment: '',
        place: 'intercom',
        secret: 'INTERCOM_ACCESS_TOKEN',
        read_secret: 'INTERCOM_ACCESS_READ_TOKEN',
      },
      {
        project: 'tools/crm',
        environment: 'staging',
        place: 'staging@tools%2Fcrm',
        secret: 'ACME_STAGING_TOKEN',
        read_secret: 'ACME_STAGING_READ_TOKEN',
      },
      {
        project: 'tools/crm',
        environment: 'production',
        place: 'production@tools%2Fcrm',
        secret: 'ACME_KEY',
        read_secret: 'ACME_KEY_READ',
      },
    ]);
  });

  it('keeps odd names whole and apart, passes over what is installed, and lists what cannot be read', async () => {
    const found = await matrix({
      'a-b/interform.yaml': PROJECT,
      'a/b/interform.yaml': PROJECT,
      'kunden & "mehr"/interform.yaml': `${PROJECT}environments: { "é\\n::error::x": {}, "a@b": {} }\n`,
      'broken/interform.yaml': 'a: [',
      'node_modules/acme/interform.yaml': PROJECT,
      '.hidden/interform.yaml': PROJECT,
    });
    expect(found.map(({ project, environment }) => [project, environment])).toEqual([
      ['a-b', ''],
      ['a/b', ''],
      ['broken', ''],
      ['kunden & "mehr"', 'é\n::error::x'],
      ['kunden & "mehr"', 'a@b'],
    ]);
    expect(new Set(found.map(({ place }) => place)).size).toBe(found.length);
    for (const { place = '' } of found) expect(place).toMatch(/^[\x21-\x7e]+$/);
  });

  it('lets a job hand over a token whose variable it cannot name', async () => {
    repository = await Repository.open({
      'interform.yaml': `${PROJECT}workspace: { token_env: ACME_KEY }\n`,
      'migrations/0001-tags.yaml': TAGS,
    });
    const token = 'dG9r-canary-of-a-matrix';
    const env = { INTERCOM_ACCESS_TOKEN: '', INTERFORM_TOKEN: token };
    const ran = await repository.plan(repository.openPull(7), { env });
    expect(ran.outputs['changes'], ran.log).toBe('true');
    expect(JSON.stringify([ran, repository.github.comments])).not.toContain(token);
  });

  it('finds nothing in a repository without a project', async () => {
    expect(await matrix({ 'README.md': 'Acme\n' })).toEqual([]);
  });
});
