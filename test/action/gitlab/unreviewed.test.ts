import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { leavesOnlyUnreviewed } from '../../../action/gitlab/apply/run.js';
import { createEmulator } from '../../../src/emulator/index.ts';
import { AcmeProject } from './acme-project.ts';

const DRIFT = {
  exit: 3,
  summary: { done: 1, already: 0, failed: 0, stale: 0, skipped: 0, unknown: 0, not_attempted: 1 },
  diagnostics: [{ code: 'not-reviewed', severity: 'warning' }],
};

let project: AcmeProject | undefined;
afterEach(() => project?.close());

describe('what nobody reviewed', () => {
  it('is told from what was approved and is not done', () => {
    expect(leavesOnlyUnreviewed(DRIFT)).toBe(true);
    const nothingElse = [...DRIFT.diagnostics, { code: 'unexpected-plan', severity: 'error' }];
    expect(leavesOnlyUnreviewed({ ...DRIFT, exit: 4, diagnostics: nothingElse })).toBe(true);
    for (const outcome of ['failed', 'stale', 'skipped', 'unknown'])
      expect(leavesOnlyUnreviewed({ ...DRIFT, summary: { ...DRIFT.summary, [outcome]: 1 } })).toBe(false);
    for (const exit of [0, 1, 5, 6]) expect(leavesOnlyUnreviewed({ ...DRIFT, exit })).toBe(false);
    expect(leavesOnlyUnreviewed({ ...DRIFT, diagnostics: [] })).toBe(false);
    const failed = [...DRIFT.diagnostics, { code: 'plan-restricted', severity: 'error' }];
    expect(leavesOnlyUnreviewed({ ...DRIFT, diagnostics: failed })).toBe(false);
    expect(leavesOnlyUnreviewed({})).toBe(false);
  });

  it.each([
    ['is a warning, so that staging does not stop production', {}, 0],
    ['fails where that is asked for', { INTERFORM_UNREVIEWED: 'fail' }, 3],
  ])('%s', async (_what, env, exit) => {
    project = await AcmeProject.open();
    const request = project.open(7);
    await project.plan(request);
    project.state({ exit: 3, result: DRIFT });
    expect((await project.apply(project.merge(request), { env })).exit).toBe(exit);
  });
});

describe('what only a merge request without a receipt showed', () => {
  it('fails, so that the next apply takes that merge request up again', async () => {
    project = await AcmeProject.open();
    await project.apply(project.merge(project.open(5, { files: ['README.md'] })));
    const [first, second] = [project.open(7), project.open(8)];
    await project.plan(first);
    project.merge(second);
    project.state({ exit: 3, result: DRIFT });
    expect((await project.apply(project.merge(first))).exit).toBe(3);
  });
});

describe('the whole way, with the command line', () => {
  it('applies what was approved and previewed, of several merge requests, and leaves the rest', async () => {
    const emulator = createEmulator({ rateLimit: 0 });
    const server = await emulator.listen({ port: 0 });
    try {
      const acme = await AcmeProject.open(true);
      project = acme;
      const env = { INTERCOM_ACCESS_TOKEN: 'any', INTERCOM_BASE_URL: server.url };
      const declare = (file: string, tags: string) => {
        mkdirSync(join(acme.folder, 'migrations'), { recursive: true });
        const text = `apiVersion: interform/v1\nkind: Tags\ntags: [${tags}]\n`;
        writeFileSync(join(acme.folder, 'migrations', file), text);
      };
      declare('0001-tags.yaml', 'vip');
      const first = acme.open(7);
      expect(await acme.plan(first, { env })).toMatchObject({ exit: 0 });
      declare('0002-tags.yaml', 'beta');
      const second = acme.open(8);
      await acme.plan(second, { env });
      declare('0003-tags.yaml', 'unseen');
      acme.merge(first);
      const sha = acme.merge(second);
      const pipeline = acme.pipeline({ sha, ref: 'main' });
      expect(await acme.preview(pipeline, { env })).toMatchObject({ exit: 0 });
      const applied = await acme.apply(sha, { pipeline, env, flags: ['--preview-job=preview'] });
      expect(applied.exit, applied.output).toBe(0);
      const { body } = emulator.foreign('GET', '/tags');
      expect((body as { data: { name: string }[] }).data.map(({ name }) => name).sort()).toEqual([
        'beta',
        'vip',
      ]);
      expect(acme.gitlab.notes.get(8)?.at(-1)?.body).toMatch(/### interform apply.+unseen/s);
    } finally {
      await server.close();
    }
  });
});
