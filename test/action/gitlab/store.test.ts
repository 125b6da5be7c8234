import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder, scratchFolder } from '../../store/opened-store.ts';
import { root } from '../composite.ts';

const KEY = 'canary-of-the-key-of-the-store';
const PERSON = 'canary-person@acme.test';

interface Job {
  readonly id: number;
  readonly name: string;
  readonly ref: string;
  readonly tag: boolean;
  readonly started_at: string | null;
}

/** Deployments as GitLab lists them, newest first. */
let jobs: Job[];
let artifacts: Map<number, Buffer>;
let status: number | undefined;
let scratch: ReturnType<typeof scratchFolder>;
let folder: string;
let url: string;
let close: () => void;

beforeEach(async () => {
  jobs = [];
  artifacts = new Map();
  status = undefined;
  scratch = scratchFolder();
  folder = scratch.path;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = pathname.replace('/api/v4/projects/12', '');
    const artifact = artifacts.get(Number(/^\/jobs\/(\d+)\/artifacts\/interform\.store$/.exec(path)?.[1]));
    if (request.headers.authorization !== 'Bearer of-acme') response.writeHead(401).end();
    else if (status !== undefined) response.writeHead(status).end();
    else if (path === '/deployments' && searchParams.get('environment') === 'intercom')
      response.end(JSON.stringify([{ deployable: null }, ...jobs.map((deployable) => ({ deployable }))]));
    else if (artifact !== undefined) response.end(artifact);
    else response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`;
  close = () => server.close();
});
afterEach(() => {
  close();
  scratch.remove();
});

const stamp = (minute: number) => `2026-11-28T16:${String(minute).padStart(2, '0')}:00.000Z`;

/** An apply job from its beginning. */
function job(id: number, facts: Partial<Job> = {}): Job {
  const begun = { id, name: 'apply', ref: 'main', tag: false, started_at: stamp(id), ...facts };
  jobs.unshift(begun);
  return begun;
}

function run(
  { id, name }: Job,
  action: 'open' | 'close',
  {
    env = {},
    flags = [],
  }: { readonly env?: Record<string, string>; readonly flags?: readonly string[] } = {},
): Promise<{ exit: number; output: string }> {
  const facts = {
    CI: 'true',
    CI_API_V4_URL: url,
    CI_PROJECT_ID: '12',
    CI_JOB_ID: String(id),
    CI_JOB_NAME: name,
    CI_COMMIT_BRANCH: 'main',
    CI_ENVIRONMENT_NAME: 'intercom',
    INTERFORM_GITLAB_TOKEN: 'of-acme',
    INTERFORM_STORE_KEY: KEY,
  };
  return new Promise((resolve) => {
    const args = [join(root, 'action/gitlab/store.js'), action, ...flags];
    execFile(process.execPath, args, { cwd: folder, env: { ...facts, ...env } }, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

/** Seals the store that is here for the job, and clears the folder as the next checkout does. */
async function leave(of: Job): Promise<Buffer> {
  expect(await run(of, 'close')).toMatchObject({ exit: 0 });
  const sealed = readFileSync(join(folder, 'interform.store'));
  artifacts.set(of.id, sealed);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  return sealed;
}

async function fill(project = folder): Promise<void> {
  const backend = await openFolder(project);
  await backend.records('recent').set('ada', PERSON);
  const file = await backend.journals.open('20261128T164400Z-7f3a9c');
  await file.append(['{"t":"run"}']);
  await file.close();
  await backend.close();
  mkdirSync(join(project, '.interform/locks'));
  writeFileSync(join(project, '.interform/locks/ecahpwf5.json'), '{}');
}

async function remembered(): Promise<unknown> {
  const backend = await openFolder(folder, 'read');
  try {
    return [await backend.records('recent').get('ada'), await backend.journals.list()];
  } finally {
    await backend.close();
  }
}

describe('the store of GitLab', () => {
  it('goes from one apply job to the next, for its owner only, without locks', async () => {
    const first = job(1);
    expect((await run(first, 'open')).output).toContain('there is no apply before');
    await fill();
    const sealed = await leave(first);
    for (const word of [PERSON, 'canary', KEY, 'jsonl', 'hash_key'])
      expect(sealed.includes(word)).toBe(false);
    const opened = await run(job(2), 'open');
    expect(opened).toMatchObject({ exit: 0, output: expect.stringContaining('that of job 1') });
    expect(opened.output).not.toContain(KEY);
    expect(readdirSync(join(folder, '.interform')).sort()).toEqual(['format.json', 'records.mdb', 'runs']);
    const modes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (path) => statSync(join(folder, path)).mode & 0o077,
    );
    expect(new Set(modes)).toEqual(new Set([0]));
    expect(await remembered()).toEqual([PERSON, ['20261128T164400Z-7f3a9c']]);
  });

  it('is that of the job that began last, not of another job, branch, tag or one that waits', async () => {
    const before = job(3);
    await fill();
    const sealed = await leave(before);
    const others = [
      job(2),
      job(4, { name: 'apply-staging' }),
      job(5, { ref: 'refs/merge-requests/7/head' }),
      job(6, { tag: true }),
      job(7, { started_at: null }),
    ];
    for (const { id } of others) artifacts.set(id, sealed);
    const opened = await run(job(8), 'open');
    expect(opened.output).toContain('that of job 3');
    expect(await remembered()).toEqual([PERSON, expect.anything()]);
  });

  it('is not taken from further back where the last apply left none', async () => {
    const first = job(1);
    await fill();
    await leave(first);
    job(2);
    const opened = await run(job(3), 'open');
    expect(opened).toMatchObject({ exit: 0, output: expect.stringContaining('job 2, left no store') });
    expect(existsSync(join(folder, '.interform'))).toBe(false);
  });

  it('that does not open is ignored with a word: changed, cut off, foreign, or a copy of another job’s', async () => {
    const first = job(1);
    await fill();
    const sealed = await leave(first);
    const second = job(2);
    const says = async (bytes: Buffer, env = {}) => {
      artifacts.set(1, bytes);
      const opened = await run(second, 'open', { env });
      expect(existsSync(join(folder, '.interform'))).toBe(false);
      return opened;
    };
    const ignored = { exit: 0, output: expect.stringContaining('does not open') };
    for (const at of [0, 60, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await says(changed)).toMatchObject(ignored);
    }
    for (const length of [0, sealed.length - 1])
      expect(await says(sealed.subarray(0, length))).toMatchObject(ignored);
    expect(await says(sealed, { INTERFORM_STORE_KEY: `${KEY}-rotated` })).toMatchObject(ignored);
    jobs = [];
    artifacts.set(2, sealed);
    job(2);
    const copied = await run(job(3), 'open');
    expect(copied).toMatchObject(ignored);
    expect(existsSync(join(folder, '.interform'))).toBe(false);
  });

  it('is that of a project in a folder, and of one environment', async () => {
    const project = join(folder, 'crm');
    mkdirSync(project);
    writeFileSync(
      join(project, 'interform.yaml'),
      'apiVersion: interform/v1\nkind: Project\nenvironments: { staging: {}, production: { store: none } }\n',
    );
    await fill(project);
    const flags = ['-C', 'crm', '--env', 'staging'];
    expect((await run(job(1), 'close', { flags })).output).toContain('sealed the store');
    expect(existsSync(join(folder, 'interform.store'))).toBe(true);
    // What the job before left in the folder goes no further.
    const none = await run(job(2), 'open', { flags: ['-C', 'crm', '--env', 'production'] });
    expect(none.output).toContain('keeps no store');
    expect(existsSync(join(folder, 'interform.store'))).toBe(false);
  });

  it.each([
    ['', 0, 'no INTERFORM_STORE_KEY'],
    ['hunter2', 1, 'fewer than 20 characters'],
    ['$INTERCOM_ACCESS_TOKEN', 1, 'names a variable that is not set'],
  ])('goes nowhere with the key %j', async (key, exit, word) => {
    const opened = await run(job(1), 'open', { env: { INTERFORM_STORE_KEY: key } });
    expect(opened).toMatchObject({ exit, output: expect.stringContaining(word) });
  });

  it('stops the job where GitLab does not say which it is', async () => {
    status = 503;
    expect(await run(job(1), 'open')).toMatchObject({
      exit: 1,
      output: expect.stringContaining('Nothing was applied'),
    });
  });
});
