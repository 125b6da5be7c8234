import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AcmeProject } from './acme-project.ts';
import type { Broken } from './fake-gitlab.ts';

const FAULTS: readonly (readonly [string, Broken])[] = [
  ['a page of a proxy', { status: 200, body: '<!DOCTYPE html><h1>Sign in</h1>' }],
  ['half of an answer', { status: 200, body: '[{"id":' }],
  ['nothing', { status: 200, body: 'null' }],
  ['another shape', { status: 200, body: '{}' }],
  ['a gateway that is down', { status: 502, body: '<html>' }],
  ['no permission', { status: 403, body: '{}' }],
  ['no network', 'gone'],
];
/** What GitLab says there may be empty: nobody has approved the environment. */
const MAY_BE_EMPTY = /^\/deployments\/\d+$/;

let project: AcmeProject;
beforeEach(async () => {
  project = await AcmeProject.open();
});
afterEach(() => project.close());

/** An apply that asks GitLab all that one can. */
async function ready(): Promise<() => ReturnType<AcmeProject['apply']>> {
  const request = project.open(7);
  const result = project.gitlab.commit('result', [project.main, request.sha], []);
  const of = project.pipeline({ sha: result, ref: 'refs/merge-requests/7/merge' });
  await project.plan(request, { pipeline: of });
  project.approve(request);
  const sha = project.merge(request);
  const pipeline = project.pipeline({ sha, ref: 'main' });
  await project.preview(pipeline);
  project.gitlab.asked.length = 0;
  const env = { INTERFORM_REQUIRE_APPROVAL: 'true', INTERFORM_COMMENT_TOKEN: '' };
  return () => project.apply(sha, { pipeline, flags: ['--preview-job=preview'], env });
}

describe('an answer of GitLab that is none', () => {
  it('ends the apply with a word and nothing applied, whichever request it is for', async () => {
    const apply = await ready();
    expect(await apply()).toMatchObject({ exit: 0, output: expect.stringContaining('applied create vip') });
    const kinds = project.gitlab.asked.map((one) => one.slice(4).replace(/\d+(?=\/|$)|[0-9a-f]{40}/g, '*'));
    const asked = [...new Set(kinds)];
    expect(asked.length).toBeGreaterThan(15);
    for (const [index, kind] of asked.entries()) {
      const [name, fault] = FAULTS[index % FAULTS.length] ?? ['no network', 'gone'];
      if (name === 'another shape' && MAY_BE_EMPTY.test(kind.replaceAll('*', '1'))) continue;
      project.gitlab.breaks = (path) =>
        path.replace(/\d+(?=\/|$)|[0-9a-f]{40}/g, '*') === kind ? fault : undefined;
      const { exit, output } = await apply();
      expect(exit, `${name} of ${kind}`).toBe(1);
      expect(output, `${name} of ${kind}`).toMatch(/Nothing was applied/);
      expect(output, `${name} of ${kind}`).not.toMatch(/^applied|TypeError|Cannot read|is not a function/m);
    }
  });

  it.each(FAULTS.map(([name, fault]) => [name, fault] as const))(
    'is told as what it is: %s',
    async (_name, fault) => {
      const apply = await ready();
      project.gitlab.breaks = (path) => (path === '/repository/compare' ? fault : undefined);
      const { exit, output } = await apply();
      expect(exit).toBe(1);
      expect(output).toMatch(/^interform: GitLab .+\. Nothing was applied\. .+/m);
    },
  );

  it('is not mistaken for one where ten thousand notes are', async () => {
    const apply = await ready();
    const note = { author: { id: 5 }, system: false, created_at: project.gitlab.now(), body: 'me too' };
    const many = Array.from({ length: 10_000 }, (_, id) => ({ ...note, id }));
    project.gitlab.notes.set(7, many);
    expect(await apply()).toMatchObject({ exit: 0, output: expect.stringContaining('applied create vip') });
  });
});

describe('an apply that has begun', () => {
  it('never says that nothing was applied', async () => {
    const apply = await ready();
    project.state({ result: 'cut' });
    const { exit, output } = await apply();
    expect(exit).toBe(1);
    expect(output).toContain('The apply had begun');
    expect(output).not.toContain('Nothing was applied');
  });
});
