import { afterEach, describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const tags = (...names: string[]) => `${header('Tags')}tags: [${names.join(', ')}]\n`;

let repository: Repository;
afterEach(() => repository.close());

describe('several projects of one repository', () => {
  it('each bring their own receipt from pull request to apply, whatever their folders are called', async () => {
    // Names that an encoding, an artifact or a URL could make one, or take for something else.
    const folders = ['crm/eu west + 1', 'crm/eu west %2B 1', 'zwölf/ø', 'crm@eu', 'crm/eu'];
    const files = folders.map((folder, index) => [`${folder}/migrations/1.yaml`, tags(`tag-${index}`)]);
    repository = await Repository.open(Object.fromEntries(files));
    const pull = repository.openPull(7);
    let run: number | undefined;
    for (const project of folders) {
      const planned = await repository.plan(pull, { inputs: { project }, run });
      run = planned.id;
      expect(planned.ok, planned.log).toBe(true);
    }
    const { github } = repository;
    const receipts = github.artifacts.filter(({ name }) => name.startsWith('interform-receipt'));
    expect(new Set(receipts.map(({ name }) => name)).size).toBe(folders.length);
    expect(new Set(github.checks.map(({ name }) => name)).size).toBe(folders.length);

    const commit = repository.merge(pull);
    for (const [index, project] of folders.entries()) {
      const applied = await repository.apply(commit, { inputs: { project } });
      expect(applied.ok, applied.log).toBe(true);
      expect(repository.intercomWrites()).toHaveLength(index + 1);
    }
  });

  it('plan and apply only what the pull request touches', async () => {
    repository = await Repository.open({
      'crm/migrations/1.yaml': tags('vip'),
      'billing/migrations/1.yaml': tags('payer'),
    });
    repository.pushMain();
    repository.write('billing/migrations/2.yaml', tags('debtor'));
    const pull = repository.openPull(7);
    const [crm, billing] = [{ project: 'crm' }, { project: 'billing' }];
    expect((await repository.plan(pull, { inputs: crm })).steps['plan']?.outcome).toBe('skipped');
    const planned = await repository.plan(pull, { inputs: billing });
    expect(planned.ok, planned.log).toBe(true);
    const commit = repository.merge(pull);
    const applied = await repository.apply(commit, { inputs: billing });
    expect(applied.ok, applied.log).toBe(true);
    expect((await repository.apply(commit, { inputs: crm })).ok).toBe(false);
    expect(repository.intercomWrites()).toEqual(['POST /tags', 'POST /tags']);
  });
});
