import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AcmeProject, ADA, GRACE } from './acme-project.ts';
import { COMMENTER, READER } from './fake-gitlab.ts';

let project: AcmeProject;
beforeEach(async () => {
  project = await AcmeProject.open();
});
afterEach(() => project.close());

const notes = (iid = 7) => (project.gitlab.notes.get(iid) ?? []).map(({ body }) => body);
const ours = (iid = 7) =>
  (project.gitlab.notes.get(iid) ?? [])
    .filter(({ author }) => author.id === COMMENTER.id)
    .map(({ body }) => body);

describe('the plan on a merge request', () => {
  it('is a note for each environment, found by marker and author among many', async () => {
    const request = project.open(7);
    for (let n = 0; n < 120; n++)
      project.systemNote(request, GRACE, '<!-- interform plan: staging x/y -->', false);
    for (const environment of ['staging', 'pro-duction', 'staging'])
      expect(await project.plan(request, { flags: ['--env', environment] })).toMatchObject({ exit: 0 });
    expect(ours().map((body) => body.split(' ').slice(0, 4).join(' '))).toEqual([
      '<!-- interform plan: staging',
      '<!-- interform plan: pro%2Dduction',
    ]);
    expect(notes()).toHaveLength(122);
  });

  it('is a new note where the same head shows another plan, and updated where a new head does', async () => {
    const request = project.open(7);
    await project.plan(request);
    await project.plan(request);
    expect(ours()).toHaveLength(1);
    project.changes('create vip', 'create unseen');
    const another = await project.plan(request);
    expect(another.output).toContain('another one now');
    expect(ours().map((body) => /^plans (.*)$/m.exec(body)?.[1])).toEqual([
      'create vip',
      'create vip, create unseen',
    ]);
    project.push(request, 'more');
    await project.plan(request);
    expect(ours()).toHaveLength(2);
    expect(ours()[1]).toContain(`Plan of ${request.sha}`);
    project.state({ blocked: true });
    await project.plan(request);
    expect(ours()).toHaveLength(3);
  });

  it('begins no line with a command that GitLab would run, and is cut where GitLab ends', async () => {
    project.state({ text: `/merge\n  /approve\n- /close\n${'x'.repeat(1_000_100)}` });
    await project.plan(project.open(7));
    const [body = ''] = ours();
    expect(body.split('\n').filter((line) => /^\s*\//.test(line))).toEqual([]);
    expect(body).toContain('\u200b/merge');
    expect(body.length).toBeLessThanOrEqual(1_000_000);
    expect(body).toContain('Cut off here');
  });

  it('is in the artifacts also where no note can be written, and the job says so', async () => {
    for (const token of ['', 'wrong', READER.token]) {
      const ran = await project.plan(project.open(7), { env: { INTERFORM_COMMENT_TOKEN: token } });
      expect(ran.exit).toBe(0);
      expect(ran.output).toMatch(
        token === '' ? /no INTERFORM_COMMENT_TOKEN/ : /was not commented: GitLab answers 40[13]/,
      );
      expect([...ran.job.artifacts.keys()]).toEqual([
        'plan.md',
        'plan.html',
        'plan.receipt',
        'plan.seal.json',
      ]);
    }
    expect(ours()).toEqual([]);
  });

  it('that was committed is none', async () => {
    mkdirSync(join(project.folder, 'plan.receipt'));
    writeFileSync(join(project.folder, 'plan.seal.json'), '{"format":"interform-seal/1"}');
    project.state({ blocked: true });
    const { exit, job } = await project.plan(project.open(7));
    expect(exit).toBe(5);
    expect(job.artifacts.has('plan.receipt')).toBe(false);
    expect(JSON.parse(String(job.artifacts.get('plan.seal.json')))).toMatchObject({
      project: 12,
      merge_request: 7,
      target: 'main',
      job: job.id,
      ref: 'refs/merge-requests/7/head',
      digest: null,
      receipt: null,
      exit: 5,
    });
  });
});

describe('the result of apply', () => {
  it('comes back to each merge request, also to one that brings nothing', async () => {
    const [first, second] = [project.open(7), project.open(8)];
    await project.apply(project.merge(project.open(5, { files: ['README.md'] })));
    await project.plan(first);
    project.merge(second);
    const sha = project.merge(first);
    await project.apply(sha);
    expect(ours(7).at(-1)).toMatch(
      /<!-- interform apply: [^\n]*\n### interform apply\n\napplied create vip\n/,
    );
    expect(ours(8).at(-1)).toMatch(/brings no receipt: it has no pipeline of its head/);
    await project.apply(sha);
    expect(ours(8)).toHaveLength(1);
  });

  it('ends the job as it is, whoever could not be told', async () => {
    const request = project.open(7);
    await project.plan(request);
    project.state({ exit: 3 });
    const ran = await project.apply(project.merge(request), { env: { INTERFORM_COMMENT_TOKEN: 'wrong' } });
    expect(ran.exit).toBe(3);
    expect(ran.output).toContain('!7 was not told');
    expect(String(ran.job.artifacts.get('apply.md'))).toBe('applied create vip\n');
  });

  it('says why nothing was applied, and what to do', async () => {
    const ran = await project.apply(project.merge(project.open(7)));
    expect(String(ran.job.artifacts.get('apply.md'))).toMatch(
      /^### interform apply: refused\n\nNothing was applied.*- !7: /s,
    );
    expect(ours(7)).toEqual([expect.stringContaining('Plan in a new merge request, and merge that')]);
  });

  it('is nothing where nothing of the project has changed', async () => {
    const sha = project.pushToMain('docs', ['README.md']);
    expect(await project.apply(sha)).toMatchObject({
      exit: 0,
      output: expect.stringContaining('Nothing was applied'),
    });
  });
});

describe('an API that is busy, or slow', () => {
  it('is asked again: errors of its own, limits, and a commit that is not linked yet', async () => {
    const request = project.open(7);
    await project.plan(request);
    const sha = project.merge(request);
    project.gitlab.faults.push(503, 429, undefined, 502, 500);
    project.gitlab.unlinkedAsks = 3;
    expect(await project.apply(sha)).toMatchObject({
      exit: 0,
      output: expect.stringContaining('applied create vip'),
    });
  });

  it('that stays down, or refuses the token, ends the job with a word', async () => {
    const request = project.open(7);
    await project.plan(request);
    const sha = project.merge(request);
    project.gitlab.faults.push(503, 503, 503, 503, 503);
    expect(await project.apply(sha)).toMatchObject({
      exit: 1,
      output: expect.stringMatching(/answers 503.*Nothing was applied/),
    });
    const wrong = await project.apply(sha, { env: { INTERFORM_GITLAB_TOKEN: 'wrong' } });
    expect(wrong).toMatchObject({
      exit: 1,
      output: expect.stringMatching(/answers 401.*read_api and the role Developer/),
    });
  });

  it('is never sent twice what writes', async () => {
    const request = project.open(7);
    // The user and the notes are read before.
    project.gitlab.faults.push(undefined, undefined, 503);
    await project.plan(request);
    expect(project.gitlab.asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });
});

describe('drift on a schedule', () => {
  it('opens one issue for each environment, updates it, and closes it', async () => {
    for (const environment of ['staging', 'production', 'staging'])
      expect(await project.drift({ flags: ['--env', environment] })).toMatchObject({ exit: 2 });
    const titles = () => project.gitlab.issues.map(({ title, state }) => `${state} ${title}`);
    expect(titles()).toEqual([
      'opened Intercom has drifted: staging',
      'opened Intercom has drifted: production',
    ]);
    expect(project.gitlab.issues[0]?.description).toMatch(/\*\*Put it back\*\* with .*\*\*Keep it\*\* with/);
    project.changes();
    expect(await project.drift({ flags: ['--env=staging'] })).toMatchObject({ exit: 0 });
    expect(titles()[0]).toBe('closed Intercom has drifted: staging');
    project.changes('create again');
    await project.drift({ flags: ['--env=staging'] });
    expect(titles()).toHaveLength(3);
  });

  it('leaves the issue of somebody else alone', async () => {
    const description = '<!-- interform drift:  -->';
    project.gitlab.issues.push({
      iid: 1,
      author: { id: ADA },
      state: 'opened',
      title: 'mine',
      description,
      labels: ['interform drift'],
    });
    await project.drift();
    expect(project.gitlab.issues.map((issue) => issue.author.id)).toEqual([ADA, COMMENTER.id]);
    expect(project.gitlab.issues[0]?.description).toBe(description);
  });

  it('is found without a token too', async () => {
    expect(await project.drift({ env: { INTERFORM_COMMENT_TOKEN: '' } })).toMatchObject({
      exit: 2,
      output: expect.stringContaining('no issue is kept'),
    });
  });
});
