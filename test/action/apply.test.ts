import { afterEach, describe, expect, it } from 'vitest';
import { Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const TAGS = `${header('Tags')}tags: [vip, beta]\n`;
const ENVIRONMENTS = `${header('Project')}environments: { staging: {}, production: {} }\n`;

let repository: Repository;
afterEach(() => repository.close());
const open = async (files: Readonly<Record<string, string>> = { 'migrations/0001-tags.yaml': TAGS }) => {
  repository = await Repository.open(files);
  return repository;
};

describe('drift', () => {
  it('fails a run on a schedule that asks for it, and not one that does not', async () => {
    await open();
    const inputs = { command: 'plan' };
    expect(await repository.dispatch(1, { inputs })).toMatchObject({
      ok: true,
      outputs: { changes: 'true' },
    });
    const drift = await repository.dispatch(2, { inputs: { ...inputs, 'detailed-exitcode': 'true' } });
    expect(drift).toMatchObject({ ok: false, exit: 2 });
    expect(drift.summary).toContain('**2** create');
    expect(repository.github.comments).toEqual([]);
    await repository.apply(repository.pushMain(), { inputs: { expect: 'none' } });
    expect(
      await repository.dispatch(3, { inputs: { ...inputs, 'detailed-exitcode': 'true' } }),
    ).toMatchObject({
      ok: true,
      outputs: { changes: 'false' },
    });
  });

  it('is put right by the receipt of an earlier job of the same run', async () => {
    await open();
    const run = repository.github.nextId();
    await repository.dispatch(run, { inputs: { command: 'plan' } });
    const applied = await repository.dispatch(run, { inputs: { command: 'apply', expect: 'this-run' } });
    expect(applied.ok, applied.log).toBe(true);
    expect(repository.intercomWrites()).toEqual(['POST /tags', 'POST /tags']);
    const other = await repository.dispatch(run + 1, { inputs: { command: 'apply', expect: 'this-run' } });
    expect(other.ok).toBe(false);
  });
});

describe('the apply on main', () => {
  it('makes what the merged pull request showed, and nothing that came later', async () => {
    await open();
    const pull = repository.openPull(7);
    await repository.plan(pull);
    repository.write('migrations/0002-more.yaml', `${header('Tags')}tags: [unreviewed]\n`);
    const applied = await repository.apply(repository.merge(pull));
    expect(applied.ok, applied.log).toBe(true);
    expect(applied.log).toContain('::warning title=interform apply::All that was approved is done.');
    // Everything that was approved is done, so that the next apply begins after it.
    expect(repository.github.artifacts.map(({ name }) => name)).toContain('interform-applied');
    expect(repository.intercomWrites()).toEqual(['POST /tags', 'POST /tags']);
    expect(applied.summary).toContain('unreviewed');
    expect(applied.outputs['exit-code']).toBe('3');
  });

  it('is done with exit 0 when the plan is still the same', async () => {
    await open();
    const pull = repository.openPull(7);
    await repository.plan(pull);
    const applied = await repository.apply(repository.merge(pull));
    expect(applied.ok, applied.log).toBe(true);
    expect(applied.summary).toContain('2 done');
  });

  it('takes the receipt of the head that was merged, not of another head or pull request', async () => {
    await open();
    const pull = repository.openPull(7);
    await repository.plan(pull);
    repository.write('migrations/0001-tags.yaml', `${header('Tags')}tags: [vip]\n`);
    repository.push(pull);
    await repository.plan(pull);
    const other = repository.openPull(8);
    repository.write('migrations/0001-tags.yaml', `${header('Tags')}tags: [vip, beta]\n`);
    await repository.plan(other);
    const applied = await repository.apply(repository.merge(pull), { inputs: { unreviewed: 'fail' } });
    expect(applied).toMatchObject({ ok: false, exit: 3 });
    expect(repository.intercomWrites()).toEqual(['POST /tags']);
  });

  it('applies nothing with the receipt of another environment', async () => {
    const { github } = await open({ 'interform.yaml': ENVIRONMENTS, 'migrations/0001-tags.yaml': TAGS });
    const pull = repository.openPull(7);
    await repository.plan(pull, { inputs: { environment: 'staging' } });
    const commit = repository.merge(pull);
    const inputs = { environment: 'production' };
    expect(await repository.apply(commit, { inputs })).toMatchObject({
      ok: false,
      log: expect.stringContaining('kept no receipt interform-receipt-production'),
    });
    // Renamed by somebody who can: its seal says what it is of.
    github.artifacts.splice(0, 1, { ...github.artifacts[0]!, name: 'interform-receipt-production~1' });
    expect(await repository.apply(commit, { inputs })).toMatchObject({
      ok: false,
      log: expect.stringContaining('its seal says subject "staging", not "production"'),
    });
    expect(repository.intercomWrites()).toEqual([]);
  });

  it('takes a digest, or nothing at all, where that is asked for in so many words', async () => {
    await open();
    const wrong = { expect: `sha256:${'0'.repeat(64)}` };
    expect(await repository.apply(repository.pushMain(), { inputs: wrong })).toMatchObject({
      ok: false,
      exit: 4,
    });
    expect(await repository.apply(repository.pushMain(), { inputs: { expect: '' } })).toMatchObject({
      ok: false,
    });
    expect(repository.intercomWrites()).toEqual([]);
    expect(await repository.apply(repository.pushMain(), { inputs: { expect: 'none' } })).toMatchObject({
      ok: true,
    });
    expect(repository.intercomWrites()).toHaveLength(2);
  });
});
