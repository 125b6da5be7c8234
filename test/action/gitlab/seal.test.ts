import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, sealOf } from '../../../action/gitlab/seal.js';
import { AcmeProject, type Ran } from './acme-project.ts';

const FACTS = ['project', 'merge_request', 'commit', 'pipeline', 'job', 'ref', 'subject', 'format'];

let project: AcmeProject;
beforeEach(async () => {
  project = await AcmeProject.open();
});
afterEach(() => project.close());

/** Changes one word after the other of the seal that a job left; apply must say which, and do nothing. */
async function refuseEach({ job }: Ran, words: readonly string[], apply: () => Promise<Ran>): Promise<void> {
  const file = 'plan.seal.json';
  const seal = String(job.artifacts.get(file));
  for (const word of words) {
    job.artifacts.set(file, Buffer.from(JSON.stringify({ ...JSON.parse(seal), [word]: 'other' })));
    const said = word === 'format' ? 'is none of interform-seal/1' : `its seal says ${word} "other"`;
    expect(await apply(), word).toMatchObject({ exit: 1, output: expect.stringContaining(said) });
  }
  job.artifacts.set(file, Buffer.from(seal));
  expect(await apply()).toMatchObject({ exit: 0, output: expect.stringContaining('applied create vip') });
}

describe('the seal of a plan on GitLab', () => {
  it('is compared word by word', async () => {
    const request = project.open(7);
    const planned = await project.plan(request);
    const sha = project.merge(request);
    await refuseEach(planned, [...FACTS, 'target', 'head'], () => project.apply(sha));
  });

  it('is compared for the preview too', async () => {
    const request = project.open(7);
    await project.plan(request);
    const sha = project.merge(request);
    const pipeline = project.pipeline({ sha, ref: 'main' });
    const previewed = await project.preview(pipeline);
    const flags = ['--preview-job=preview'];
    await refuseEach(previewed, FACTS, () => project.apply(sha, { pipeline, flags }));
  });

  it('is of the receipt beside it', async () => {
    const request = project.open(7);
    const { job } = await project.plan(request);
    const sha = project.merge(request);
    const seal = JSON.parse(String(job.artifacts.get('plan.seal.json')));
    for (const [change, said] of [
      [{ receipt: null, exit: 5 }, 'left no receipt: it ended with exit 5'],
      [{ receipt: `sha256:${'0'.repeat(64)}` }, 'not the one that its seal is of'],
      [{ digest: `sha256:${'0'.repeat(64)}` }, 'not the one that its seal is of'],
    ] as const) {
      job.artifacts.set('plan.seal.json', Buffer.from(JSON.stringify({ ...seal, ...change })));
      expect(await project.apply(sha)).toMatchObject({ exit: 1, output: expect.stringContaining(said) });
    }
  });

  it('says all that the variables of the job do, and what they do not', () => {
    const variables: Record<string, string> = {
      CI_PROJECT_ID: '12',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'base',
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: 'head',
      CI_COMMIT_SHA: 'result',
      CI_PIPELINE_ID: '3',
      CI_JOB_ID: '4',
      CI_MERGE_REQUEST_REF_PATH: 'refs/merge-requests/7/merge',
    };
    const of = { subject: 'crm', exit: 2, receipt: undefined };
    const seal = sealOf((name: string) => variables[name] ?? '', of);
    expect(seal).toEqual({
      format: 'interform-seal/1',
      project: 12,
      merge_request: 7,
      target: 'main',
      target_sha: 'base',
      head: 'head',
      commit: 'result',
      pipeline: 3,
      job: 4,
      ref: 'refs/merge-requests/7/merge',
      subject: 'crm',
      digest: null,
      receipt: null,
      exit: 2,
    });
    expect(Object.values(sealOf(() => '', of)).filter((value) => value !== null)).toEqual([
      'interform-seal/1',
      'crm',
      2,
    ]);
  });

  it('has no digest of what is no receipt', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const of = (head: object) => digestOf(Buffer.from(`${JSON.stringify(head)}\nmore`));
    expect(of({ format: 'interform-receipt/2', digest })).toBe(digest);
    expect(of({ format: 'interform-plan/1', digest })).toBeUndefined();
    expect(of({ format: 'interform-receipt/2', digest: 'sha256:short' })).toBeUndefined();
    expect(digestOf(Buffer.from('<html>'))).toBeUndefined();
  });
});
