import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  appliesBefore,
  hasChanged,
  lastApplied,
  mergedSince,
  refuseOldState,
} from '../../../action/gitlab/apply/history.js';
import { touches } from '../../../action/gitlab/apply/reads.js';
import { projectReads } from '../../../action/reads.js';

const sha = (name: string) => name.padEnd(40, '0');
const READS = projectReads('migrations/', '');
const TIP = sha('aaa');

function job(id: number, pipeline: number, facts: object = {}) {
  const of = { id: pipeline, sha: sha(`b${pipeline}`) };
  return {
    id,
    name: 'apply',
    ref: 'main',
    tag: false,
    started_at: 'then',
    status: 'success',
    pipeline: of,
    ...facts,
  };
}

/** GitLab, as answers by the path below the project; `ancestors` are those of the commit. */
function api(answers: Readonly<Record<string, unknown>>, ancestors: readonly string[] = []) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    const { pathname, searchParams } = new URL(`https://gitlab.test${path.replace('/projects/12', '')}`);
    if (pathname === '/repository/merge_base') {
      const [older] = searchParams.getAll('refs[]');
      if (older === 'gone') throw Object.assign(new Error('gone'), { status: 404 });
      return { id: ancestors.includes(older ?? '') ? older : sha('0') };
    }
    return answers[pathname] ?? [];
  };
  return { asked, get, list: get, all: get };
}

beforeEach(() => {
  const variables = {
    CI_PROJECT_ID: '12',
    CI_PIPELINE_ID: '20',
    CI_JOB_ID: '200',
    CI_JOB_NAME: 'apply',
    CI_COMMIT_SHA: TIP,
    CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_BEFORE_SHA: sha('before'),
    CI_ENVIRONMENT_NAME: 'intercom',
    INTERFORM_PAUSE_MS: '1',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what GitLab says has been applied', () => {
  it('is by jobs of this name, branch and environment that began, the newest pipeline first', async () => {
    const others = [
      { name: 'apply-staging' },
      { ref: 'refs/merge-requests/7/head' },
      { tag: true },
      { started_at: null },
    ].map((facts, index) => job(100 + index, 9, facts));
    const jobs = [...others, job(200, 20), job(11, 3), job(13, 5), job(12, 5)];
    const fake = api({
      '/deployments': [{ deployable: null }, ...jobs.map((deployable) => ({ deployable }))],
    });
    expect((await appliesBefore(fake)).map(({ id }: { id: number }) => id)).toEqual([13, 12, 11]);
    expect(fake.asked[0]).toContain('environment=intercom&');
  });

  it('is old where a later pipeline of another commit has applied, and not where one of the same has', async () => {
    const later = (of: string) => [job(1, 30, { pipeline: { id: 30, sha: of } })];
    const fake = api({ '/repository/compare': { diffs: [] } });
    await expect(refuseOldState(fake, later(sha('c')), READS)).rejects.toThrow('has applied since');
    await refuseOldState(fake, later(TIP), READS);
  });

  it('ends with the newest success of a commit before this one, else before the push', async () => {
    const [failed, same, elsewhere, good] = [
      job(5, 9, { status: 'failed' }),
      job(4, 8, { pipeline: { id: 8, sha: TIP } }),
      job(3, 7),
      job(2, 6),
    ];
    const fake = api({}, [failed?.pipeline.sha, good?.pipeline.sha, sha('before')].map(String));
    expect(await lastApplied(fake, [failed, same, elsewhere, good])).toBe(sha('b6'));
    expect(await lastApplied(fake, [failed, same, elsewhere])).toBe(sha('before'));
    expect(await lastApplied(api({}), [])).toBeUndefined();
    for (const before of ['0'.repeat(40), '', 'gone']) {
      vi.stubEnv('CI_COMMIT_BEFORE_SHA', before);
      expect(await lastApplied(fake, [])).toBeUndefined();
    }
  });
});

describe('what has come since', () => {
  it('is asked of the first parents, and of no more commits than somebody can have reviewed', async () => {
    const commits = (count: number) =>
      api({ '/repository/commits': Array.from({ length: count }, (_, id) => ({ id: String(id) })) });
    const fake = commits(3);
    expect(await mergedSince(fake, sha('base'))).toEqual([]);
    expect(fake.asked[0]).toContain('first_parent=true');
    await expect(mergedSince(commits(501), sha('base'))).rejects.toThrow('501 commits have come');
  });

  it('counts where GitLab does not show all of it, and by the name before too', async () => {
    const cut = api({ '/repository/compare': { diffs: [], compare_timeout: true } });
    expect(await hasChanged(cut, sha('base'), READS)).toBe(true);
    expect(await hasChanged(api({ '/repository/compare': { diffs: [] } }), sha('base'), READS)).toBe(false);
    const other = { old_path: 'README.md', new_path: 'README.md' };
    expect(touches([{ old_path: 'migrations/1.yaml', new_path: 'old/1.yaml' }], READS)).toBe(true);
    expect(touches(Array(999).fill(other), READS)).toBe(false);
    expect(touches(Array(1_000).fill(other), READS)).toBe(true);
  });
});
