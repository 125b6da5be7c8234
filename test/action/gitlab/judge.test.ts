import { describe, expect, it } from 'vitest';
import { approvalDoubt, headSince } from '../../../action/gitlab/apply/approval.js';
import { pipelineDoubt, reviewedJob } from '../../../action/gitlab/apply/judge.js';

const at = (minute: number) => `2026-11-28T09:${String(minute).padStart(2, '0')}:00.000Z`;
const REQUEST = {
  iid: 7,
  sha: 'head',
  target_project_id: 12,
  target_branch: 'main',
  author: { id: 1 },
  merged_at: at(50),
};

describe('which plan of GitLab was reviewed', () => {
  const job = (id: number, finished: number, facts = {}) => ({
    id,
    name: 'plan',
    started_at: at(1),
    finished_at: at(finished),
    ...facts,
  });

  it('is none of a job of another name, that still runs, or that never began', () => {
    const others = [
      job(4, 20, { name: 'plan 1/2' }),
      job(5, 30, { finished_at: null }),
      job(6, 40, { started_at: null, status: 'canceled' }),
    ];
    expect(reviewedJob([job(3, 10), ...others], 'plan', REQUEST.merged_at).id).toBe(3);
    expect(() => reviewedJob([others[0]], 'plan', REQUEST.merged_at)).toThrow('no pipeline of its head ran');
    expect(() => reviewedJob([others[2]], 'plan', REQUEST.merged_at)).toThrow('no pipeline of its head ran');
  });

  it('is the later one of two that ended at the same time', () => {
    expect(reviewedJob([job(3, 10), job(4, 10)], 'plan', REQUEST.merged_at).id).toBe(4);
  });

  it('is none of the merged result of another merge request', () => {
    const pipeline = { id: 1, project_id: 12, source: 'merge_request_event', sha: 'result' };
    const parents = { parents: ['main', 'head'], strangers: [] };
    const of = (ref: string) => pipelineDoubt({ ...pipeline, ref }, REQUEST, parents);
    expect(of('refs/merge-requests/7/merge')).toBeUndefined();
    for (const ref of ['refs/merge-requests/8/merge', 'refs/merge-requests/77/merge', 'main'])
      expect(of(ref)).toContain('none of merge request 7');
  });
});

describe('what an approval on GitLab is of', () => {
  const version = (id: number, sha: string, minute: number) => ({
    id,
    head_commit_sha: sha,
    created_at: at(minute),
  });

  it('is the last version before the merge, and only where that is what was merged', () => {
    const versions = [version(1, 'head', 10), version(3, 'head', 30), version(2, 'other', 20)];
    expect(headSince(versions, REQUEST)).toBe(at(30));
    expect(headSince([...versions, version(4, 'other', 55)], REQUEST)).toBe(at(30));
    expect(headSince([...versions, version(4, 'other', 40)], REQUEST)).toBeUndefined();
    expect(headSince([], REQUEST)).toBeUndefined();
  });

  it('is nobody’s who pushed, as GitLab itself notes it', () => {
    const facts = {
      plannedAt: at(5),
      since: at(5),
      member: { access_level: 30 },
      account: { bot: false },
      request: REQUEST,
    };
    const approval = { user: { id: 2, username: 'grace' }, at: at(20) };
    const note = { system: true, author: { id: 2 }, body: 'added 2 commits\n\n<ul></ul>' };
    const doubt = (...notes: object[]) => approvalDoubt(approval, { ...facts, notes });
    expect(doubt(note)).toContain('pushed to it');
    expect(doubt()).toBeUndefined();
    expect(doubt({ ...note, system: false }, { ...note, author: { id: 1 } })).toBeUndefined();
    expect(doubt({ ...note, body: 'resolved all threads' })).toBeUndefined();
    expect(approvalDoubt(approval, { ...facts, notes: [], since: undefined })).toContain('before its head');
  });
});
