import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Artifact, REPOSITORY, type WorkflowRun } from './github/facts.ts';
import { INTERCOM_TOKEN, type Ran, Repository, type RunOptions, sha } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const LEADS = ['ada@acme.test', 'grace@acme.test', 'canary-person@acme.test'];
const VISITORS = `${header('ContactSet')}name: visitors\ndefaults: { role: lead }\ncontacts:\n${LEADS.map((email) => `  - { email: ${email}, name: Canary Hopper }\n`).join('')}`;
/** Search shows nothing of what these tests write. */
const BEHIND = { indexLagMs: 3_600_000 };
const KEY = 'canary-of-the-key-of-the-store';

let repository: Repository;
afterEach(() => repository.close());
const open = async (project = header('Project'), options: Parameters<typeof Repository.open>[1] = BEHIND) => {
  repository = await Repository.open(
    { 'interform.yaml': project, 'migrations/0001.yaml': VISITORS },
    options,
  );
  return repository.github;
};
const apply = ({ inputs, ...options }: RunOptions = {}): Promise<Ran> =>
  repository.apply(repository.pushMain(), {
    ...options,
    inputs: { expect: 'none', 'store-key': KEY, ...inputs },
  });
const stores = (name = 'interform-store') =>
  repository.github.artifacts.filter((one) => one.name.startsWith(name));
const creations = () => repository.intercomWrites().filter((write) => write === 'POST /contacts');
const emails = () => repository.emulator.state.liveContacts().map(({ email }) => email);

describe('the store of the action', () => {
  it('goes sealed from run to run, so that a second apply doubles nobody while search lags', async () => {
    const github = await open();
    const first = await apply();
    expect(first.ok, first.log).toBe(true);
    expect(first.log).toContain('no-recent-store');
    expect(stores()).toMatchObject([{ run: first.id, name: 'interform-store' }]);
    const second = await apply();
    expect(second.ok, second.log).toBe(true);
    expect(second.log).toContain(`the store before is that of run ${first.id}`);
    expect(second.log).not.toContain('no-recent-store');
    expect(emails().sort()).toEqual([...LEADS].sort());
    // The second attempt of an older run: its artifact is newer, and may have a lower id.
    const [one, two] = stores();
    if (one === undefined || two === undefined) throw new Error('there are no two stores');
    github.artifacts.splice(0, 2, { ...one, created_at: '2027-01-01T00:00:00Z' }, two);
    expect((await apply()).log).toContain(`the store before is that of run ${first.id}`);
  });

  it('is what the doubles are prevented by', async () => {
    await open();
    await apply({ inputs: { 'store-key': '' } });
    const second = await apply({ inputs: { 'store-key': '' } });
    expect(second.log).toContain('no-recent-store');
    expect(second.log).toContain('no store-key');
    expect(emails()).toHaveLength(2 * LEADS.length);
    expect(stores()).toEqual([]);
  });

  it('is handed on by a run that failed too', async () => {
    await open(header('Project'), { ...BEHIND, switches: { contactLimit: 2 } });
    const failed = await apply();
    expect(failed).toMatchObject({ ok: false, exit: 3 });
    expect(creations()).toHaveLength(LEADS.length);
    const next = await apply();
    expect(next.log).toContain(`the store before is that of run ${failed.id}`);
    expect(next.log).not.toContain('no-recent-store');
    expect(creations()).toHaveLength(LEADS.length + 1);
    expect(stores().map(({ run }) => run)).toEqual([failed.id, next.id]);
  });

  it('is not taken from further back where the runner of the last run was lost', async () => {
    await open(`${header('Project')}rules: { no-recent-store: error }\n`);
    repository.write('migrations/0001.yaml', `${header('Tags')}tags: [vip]\n`);
    await apply();
    repository.write('migrations/0001.yaml', VISITORS);
    // The word that the store is in use, and that of the apply itself.
    repository.others.uploadsLeft = 2;
    const lost = await apply();
    expect(lost.ok).toBe(false);
    repository.others.uploadsLeft = Number.POSITIVE_INFINITY;
    const next = await apply();
    expect(next.log).toMatch(/::warning title=interform::the apply before left no store/);
    expect(next.log).toContain('error[no-recent-store]');
    expect(emails()).toHaveLength(LEADS.length);
  });

  it('is one for each environment', async () => {
    await open(`${header('Project')}environments: { staging: {}, production: {} }\n`);
    for (const environment of ['staging', 'production']) await apply({ inputs: { environment } });
    expect(stores().map(({ name }) => name)).toEqual([
      'interform-store-staging',
      'interform-store-production',
    ]);
    // Renamed by somebody who can.
    const [staging, production] = stores();
    if (staging === undefined || production === undefined) throw new Error('there are no two stores');
    const { artifacts } = repository.github;
    artifacts.splice(artifacts.indexOf(production), 1, {
      ...staging,
      id: production.id,
      name: production.name,
    });
    const third = await apply({ inputs: { environment: 'production' } });
    expect(third.log).toContain('does not open');
  });

  it('holds nothing of anybody, neither token nor key, and no lock', async () => {
    const github = await open();
    const applied = await apply({ env: { GITHUB_ACTOR: 'canary-actor' } });
    const content = stores()[0]?.files['interform.store'] ?? '';
    expect(content.startsWith('interform-sealed-store/1\n')).toBe(true);
    const secrets = ['anary', 'acme.test', INTERCOM_TOKEN, KEY, 'Hopper', 'hash_key', 'jsonl'];
    const spellings = secrets.flatMap((one) => [
      one,
      ...['base64', 'hex'].map((how) => Buffer.from(one).toString(how as 'hex')),
    ]);
    expect(spellings.filter((one) => content.includes(one))).toEqual([]);
    expect(applied.log).not.toContain(KEY);
    expect(JSON.stringify(github.writes)).not.toContain(KEY);

    const restored = join(repository.folder, '.interform');
    expect(existsSync(join(restored, 'format.json'))).toBe(true);
    expect(readFileSync(join(restored, 'records.mdb'), 'latin1')).not.toMatch(/Canary|acme\.test/);
  });
});

describe('a store that is not taken', () => {
  const fake = (artifact: Partial<Artifact>): Artifact => ({
    id: 9000,
    run: 8000,
    name: 'interform-store',
    files: { 'interform.store': 'of eve' },
    created_at: '2027-01-01T00:00:00Z',
    expired: false,
    ...artifact,
  });
  const run: WorkflowRun = {
    ...{ id: 8000, event: 'push', head_sha: sha('eve'), path: '.github/workflows/eve.yml' },
    ...{ head_branch: 'main', head_repository: { full_name: REPOSITORY } },
    ...{ created_at: '2027-01-01T00:00:00Z', run_started_at: '2027-01-01T00:00:00Z' },
    ...{ run_attempt: 1, status: 'completed', conclusion: 'success' },
  };
  const own = { head_branch: 'main', head_repository: { full_name: REPOSITORY } };

  it('is one that no run of the branch made', async () => {
    const github = await open();
    const first = await apply();
    const made = [
      { event: 'pull_request', ...own },
      { event: 'pull_request', ...own, head_repository: { full_name: 'eve/crm' } },
      { event: 'pull_request_target', ...own },
      { event: 'issue_comment', ...own },
      { ...own, head_branch: 'next' },
      { ...own, head_repository: { full_name: 'eve/crm' } },
    ];
    const { files } = stores()[0] ?? { files: {} };
    for (const [index, facts] of made.entries()) {
      github.runs.push({ ...run, id: 8000 + index, ...facts });
      github.artifacts.push(fake({ id: 9000 + index, run: 8000 + index, files }));
    }
    github.artifacts.push(fake({ id: 9999, run: first.id, expired: true }));
    const second = await apply();
    expect(second.log).toContain(`the store before is that of run ${first.id}`);
    expect(second.log).toContain('took over the store');
    expect(emails()).toHaveLength(LEADS.length);
  });

  it('is one that was sealed with another key: it is ignored with a word, and the rule speaks', async () => {
    await open(`${header('Project')}rules: { no-recent-store: error }\n`);
    repository.write('migrations/0001.yaml', `${header('Tags')}tags: [vip]\n`);
    expect((await apply()).ok).toBe(true);
    repository.write('migrations/0001.yaml', VISITORS);
    const rotated = await apply({ inputs: { 'store-key': 'the-key-after-it-was-rotated' } });
    expect(rotated.log).toMatch(/::warning title=interform::the store of the apply before does not open/);
    expect(rotated).toMatchObject({ ok: false, exit: 1 });
    expect(rotated.log).toContain('no-recent-store');
    expect(emails()).toEqual([]);
  });

  it('is a copy of an old one in another run of the branch', async () => {
    const github = await open();
    await apply();
    github.runs.push({ ...run, ...own });
    github.artifacts.push(fake({ files: stores()[0]?.files ?? {} }));
    expect((await apply()).log).toContain('does not open');
  });
});

describe('no store is handed on', () => {
  it.each([
    ['where it is none', 'store: none\n', 'keeps no store'],
    [
      'where it holds values',
      'store: { keep_values: true }\n',
      '::warning title=interform::the store keeps values',
    ],
    ['where the project file is wrong', 'stroe: {}\n', 'the place of the store is not known'],
  ])('%s', async (_what, settings, word) => {
    await open(`${header('Project')}${settings}`);
    const applied = await apply();
    expect(applied.log).toContain(word);
    expect(stores()).toEqual([]);
  });

  it('where one is here already, which stays as it is', async () => {
    await open(`${header('Project')}store: { path: kept/store }\n`);
    await apply();
    writeFileSync(join(repository.folder, 'kept/store/note'), 'ours');
    const second = await apply();
    expect(second.log).toContain('a store is here already');
    expect(existsSync(join(repository.folder, 'kept/store/note'))).toBe(true);
    expect(stores()).toHaveLength(2);
  });

  it('outside a branch', async () => {
    await open();
    const applied = await apply({ env: { GITHUB_REF: 'refs/tags/v1' } });
    expect(applied.ok).toBe(false);
    expect(applied.log).toContain('apply runs for a push');
    expect(stores()).toEqual([]);
  });

  it('with a key that can be guessed, and nothing is applied', async () => {
    await open();
    const applied = await apply({ inputs: { 'store-key': 'hunter2' } });
    expect(applied.ok).toBe(false);
    expect(applied.log).toContain('fewer than 20 characters');
    expect(applied.log).not.toContain('hunter2');
    expect(repository.intercomWrites()).toEqual([]);
  });
});
