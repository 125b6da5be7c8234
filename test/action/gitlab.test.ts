import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './composite.ts';

const SHA = 'a'.repeat(40);
const MERGED = {
  iid: 7,
  state: 'merged',
  target_branch: 'main',
  merge_commit_sha: SHA,
  squash_commit_sha: null,
  sha: 'b'.repeat(40),
  source_project_id: 12,
  target_project_id: 12,
};

interface Note {
  id: number;
  author: { id: number };
  body: string;
}

/** What GitLab knows; each test changes a part of it. */
let lists: Record<string, unknown>;
let notes: Note[];
let url: string;
let close: () => void;
let folder: string;

beforeEach(async () => {
  notes = [];
  lists = {
    [`/repository/commits/${SHA}/merge_requests`]: [MERGED],
    '/merge_requests/7': { iid: 7, head_pipeline: { id: 70 } },
    '/pipelines/70/jobs': [
      { id: 700, name: 'plan', status: 'success' },
      { id: 702, name: 'plan', status: 'success' },
      { id: 703, name: 'validate', status: 'success' },
    ],
  };
  folder = mkdtempSync(join(tmpdir(), 'interform-gitlab-'));
  writeFileSync(join(folder, 'plan.md'), '### staging: workspace Acme\n');
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = pathname.replace('/api/v4/projects/12', '');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const size = Number(searchParams.get('per_page'));
    const page = Number(searchParams.get('page'));
    const note = /^\/merge_requests\/7\/notes(?:\/(\d+))?$/.exec(path);
    if (request.headers.authorization !== 'Bearer of-acme') answer(401, {});
    else if (path === '/api/v4/user') answer(200, { id: 1 });
    else if (path === '/jobs/702/artifacts/plan.receipt') answer(200, 'the receipt\n');
    else if (note !== null && request.method === 'GET')
      answer(200, notes.slice((page - 1) * size, page * size));
    else if (note !== null) {
      const { body } = JSON.parse(text) as { body: string };
      const before = notes.find(({ id }) => id === Number(note[1]));
      if (before === undefined) notes.push({ id: notes.length + 1, author: { id: 1 }, body });
      else before.body = body;
      answer(200, {});
    } else if (Array.isArray(lists[path])) answer(200, page === 1 ? lists[path] : []);
    else answer(lists[path] === undefined ? 404 : 200, lists[path] ?? {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`;
  close = () => server.close();
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string, args: readonly string[], env = {}): Promise<{ exit: number; output: string }> {
  const facts = {
    CI_API_V4_URL: url,
    CI_PROJECT_ID: '12',
    CI_COMMIT_SHA: SHA,
    CI_COMMIT_BRANCH: 'main',
    CI_MERGE_REQUEST_IID: '7',
    INTERFORM_GITLAB_TOKEN: 'of-acme',
    INTERFORM_COMMENT_TOKEN: 'of-acme',
  };
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...facts, ...env } };
    execFile(process.execPath, [join(root, 'action', script), ...args], options, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

describe('the receipt of a merge request', () => {
  it('is that of the newest plan job in the pipeline of the merged head', async () => {
    expect(await run('gitlab/receipt.js', ['plan', 'plan.receipt'])).toMatchObject({ exit: 0 });
    expect(readFileSync(join(folder, 'plan.receipt'), 'utf8')).toBe('the receipt\n');
  });

  it.each<[string, () => void, RegExp]>([
    [
      'no merge request',
      () => {
        lists[`/repository/commits/${SHA}/merge_requests`] = [];
      },
      /0 merge requests/,
    ],
    [
      'two of them',
      () => {
        lists[`/repository/commits/${SHA}/merge_requests`] = [MERGED, { ...MERGED, iid: 8 }];
      },
      /2 merge requests/,
    ],
    [
      'one that holds the commit and is not merged',
      () => {
        lists[`/repository/commits/${SHA}/merge_requests`] = [{ ...MERGED, state: 'opened' }];
      },
      /0 merge requests/,
    ],
    [
      'one from a fork',
      () => {
        lists[`/repository/commits/${SHA}/merge_requests`] = [{ ...MERGED, source_project_id: 99 }];
      },
      /comes from a fork/,
    ],
    [
      'no pipeline',
      () => {
        lists['/merge_requests/7'] = { iid: 7, head_pipeline: null };
      },
      /has no pipeline/,
    ],
    [
      'a plan that failed',
      () => {
        lists['/pipelines/70/jobs'] = [{ id: 702, name: 'plan', status: 'failed' }];
      },
      /no job plan that succeeded/,
    ],
    [
      'no receipt',
      () => {
        lists['/pipelines/70/jobs'] = [{ id: 999, name: 'plan', status: 'success' }];
      },
      /404/,
    ],
  ])('is refused where there is %s', async (_what, change, why) => {
    change();
    const { exit, output } = await run('gitlab/receipt.js', ['plan', 'plan.receipt']);
    expect({ exit, output }).toMatchObject({ exit: 1, output: expect.stringMatching(why) });
    expect(() => readFileSync(join(folder, 'plan.receipt'))).toThrow();
  });
});

describe('the comment on a merge request', () => {
  it('is one for each environment, updated in place, and never somebody else’s', async () => {
    for (let id = 1; id <= 120; id++)
      notes.push({ id, author: { id: 2 }, body: '<!-- interform plan: staging -->' });
    for (const environment of ['staging', 'production', 'staging']) {
      writeFileSync(join(folder, 'plan.md'), `### ${environment} ${notes.length}\n`);
      expect(await run('gitlab/comment.js', ['plan.md', environment])).toMatchObject({ exit: 0 });
    }
    expect(notes.slice(120).map(({ body }) => body.split('\n').slice(0, 2))).toEqual([
      ['<!-- interform plan: staging -->', '### staging 122'],
      ['<!-- interform plan: production -->', '### production 121'],
    ]);
    expect(notes[0]?.body).toBe('<!-- interform plan: staging -->');
  });

  it('is left out without a token', async () => {
    expect(await run('gitlab/comment.js', ['plan.md'], { INTERFORM_COMMENT_TOKEN: '' })).toMatchObject({
      exit: 0,
    });
    expect(notes).toEqual([]);
  });

  it('fails its step where the token may not', async () => {
    expect(await run('gitlab/comment.js', ['plan.md'], { INTERFORM_COMMENT_TOKEN: 'wrong' })).toMatchObject({
      exit: 1,
    });
  });
});
