import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Snapshot } from '../../src/commands/snapshot.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { TOKEN } from './github/facts.ts';
import { INTERCOM_TOKEN, Repository } from './repository.ts';

const header = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const TAGS = `${header('Tags')}tags: [vip, beta]\n`;
const ENVIRONMENTS = `${header('Project')}environments: { staging: {}, production: {} }\n`;
const people = (...emails: string[]) =>
  `${header('ContactSet')}name: beta\ncontacts:\n${emails.map((email) => `  - { external_id: ${email.split('@')[0]}, email: ${email} }\n`).join('')}`;

let repository: Repository;
afterEach(() => repository.close());
const open = async (
  files: Readonly<Record<string, string>> = { 'migrations/0001-tags.yaml': TAGS },
  options: Parameters<typeof Repository.open>[1] = {},
) => {
  repository = await Repository.open(files, options);
  return repository;
};
const receipts = () => repository.github.artifacts.filter(({ name }) => /^interform-receipt/.test(name));
/** An npm that installs a command line of its own, and writes down where and how it was called. */
function anotherVersion(script: string) {
  const stub = mkdtempSync(join(tmpdir(), 'interform-npm-'));
  const run = `if (process.argv[2] === 'validate') console.log('./');\nelse { ${script} }\n`;
  writeFileSync(join(stub, 'run.js'), run);
  const npm = `#!/bin/sh
echo "$PWD $*" >>"$STUB/called"
cp "$3/package-lock.json" "$STUB/lock"
mkdir -p "$3/node_modules/interform/bin"
cp "$STUB/run.js" "$3/node_modules/interform/bin/run.js"
`;
  writeFileSync(join(stub, 'npm'), npm, { mode: 0o755 });
  return { STUB: stub, PATH: `${stub}:${process.env['PATH']}` };
}
const bodies = () => repository.github.comments.map(({ body }) => body);

describe('the plan on a pull request', () => {
  it('is one comment for each plan, with a summary, a receipt and a check', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    const first = await repository.plan(pull);
    expect(first.ok, first.log).toBe(true);
    expect(first.outputs).toMatchObject({
      'exit-code': '2',
      changes: 'true',
      digest: expect.stringMatching(/^sha256:/),
    });
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain('**2** create');
    expect(bodies()[0]).toContain(first.outputs['digest']);
    expect(first.summary).toContain('**2** create');
    expect(github.checks).toMatchObject([
      {
        name: 'interform plan',
        head_sha: pull.head.sha,
        conclusion: 'success',
        external_id: first.outputs['digest'],
      },
    ]);
    expect(receipts()).toMatchObject([{ run: first.id, name: 'interform-receipt~1' }]);

    repository.write('migrations/0001-tags.yaml', `${header('Tags')}tags: [vip]\n`);
    repository.push(pull);
    expect((await repository.plan(pull)).ok).toBe(true);
    expect(bodies()).toHaveLength(2);
    expect(bodies()[0]).toContain('**Out of date.**');
    expect(bodies()[0]).toContain('**2** create');
    expect(bodies()[1]).toContain('**1** create');
    expect(github.writes.filter((write) => write.includes('comments'))).toEqual([
      'POST /issues/7/comments',
      'POST /issues/7/comments',
      expect.stringMatching(/^PATCH \/issues\/comments\/\d+$/),
    ]);
  });

  it('is found again behind a hundred other comments, and not in those of people', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await repository.plan(pull);
    const [ours] = github.comments.splice(0);
    const read = ours?.body;
    const person = { login: 'eve', type: 'User' };
    for (let id = 1; id <= 130; id++)
      github.comments.push({ id, issue: 7, user: person, body: ours?.body ?? '' });
    if (ours !== undefined) github.comments.push(ours, { ...ours, id: 9999 });
    const again = await repository.plan(pull);
    expect(again.ok).toBe(true);
    expect(github.comments).toHaveLength(132);
    // What two runs at one time made of it is one again.
    const changed = github.comments.filter(({ body }) => body !== read);
    expect(changed.map(({ id }) => id)).toEqual([ours?.id, 9999]);
    expect(changed[0]?.body).toContain('**Out of date.**');
    expect(changed[1]?.body).toContain(`/runs/${again.id}/`);
  });

  it('is a comment, a check and a receipt of its own for each environment', async () => {
    const { github } = await open({ 'interform.yaml': ENVIRONMENTS, 'migrations/0001-tags.yaml': TAGS });
    const pull = repository.openPull(7);
    for (const environment of ['staging', 'production', 'staging'])
      expect((await repository.plan(pull, { inputs: { environment } })).ok).toBe(true);
    expect(bodies().map((body) => /### (\w+)/.exec(body)?.[1])).toEqual(['staging', 'production']);
    expect(github.checks.map(({ name }) => name)).toEqual(
      ['staging', 'production', 'staging'].map((name) => `interform plan (${name})`),
    );
    expect(new Set(receipts().map(({ name }) => name))).toEqual(
      new Set(['interform-receipt-staging~1', 'interform-receipt-production~1']),
    );
  });

  it('shows errors, at their line too, and keeps no receipt of them', async () => {
    const { github } = await open();
    const pull = repository.openPull(7);
    await repository.plan(pull);
    repository.write('crm/migrations/0001-tags.yaml', 'nonsense');
    repository.push(pull);
    const failed = await repository.plan(pull, { inputs: { project: 'crm' } });
    expect({ ok: failed.ok, exit: failed.exit }).toEqual({ ok: false, exit: 1 });
    expect(failed.log).toMatch(
      /^::error file=crm\/migrations\/0001-tags\.yaml,line=1,col=1,title=not-a-manifest::/m,
    );
    expect(bodies()).toHaveLength(2);
    expect(bodies()[1]).toContain('not-a-manifest');
    expect(github.checks.at(-1)).toMatchObject({
      name: 'interform plan (@crm)',
      conclusion: 'failure',
      external_id: '',
    });
    expect(receipts().map(({ name, files }) => [name, Object.keys(files)])).toEqual([
      ['interform-receipt~1', ['plan.receipt', 'seal.json']],
      ['interform-receipt-@crm~1', ['seal.json']],
    ]);
  });

  it('fails when a guard blocks it, after it was commented', async () => {
    const { github } = await open({
      'interform.yaml': `${header('Project')}guards: { max_create: 1 }\n`,
      'migrations/0001-people.yaml': people('ada@acme.test', 'eve@acme.test'),
    });
    const blocked = await repository.plan(repository.openPull(7));
    expect({ ok: blocked.ok, exit: blocked.exit }).toEqual({ ok: false, exit: 5 });
    expect(bodies()[0]).toContain('Blocked');
    expect(github.checks).toMatchObject([{ conclusion: 'failure' }]);
    const allowed = await repository.plan(repository.openPull(8), {
      inputs: { arguments: '--allow=create=2\n' },
    });
    expect(allowed.ok, allowed.log).toBe(true);
  });

  it('never sends more than a comment holds, and shows nobody in it', async () => {
    const many = Array.from({ length: 400 }, (_, index) => `ada-${index}@acme.test`);
    await open({ 'migrations/0001-people.yaml': people(...many) });
    const ran = await repository.plan(repository.openPull(7), {
      inputs: { arguments: '--allow=create=400' },
    });
    expect(ran.ok, ran.log).toBe(true);
    expect(bodies()[0]?.length).toBeLessThanOrEqual(65_536);
    const shown = [bodies().join(), ran.summary, ran.log, JSON.stringify(repository.github.checks)].join();
    expect(shown).not.toMatch(/@acme\.test/);
    expect(shown).not.toContain(INTERCOM_TOKEN);
    expect(shown).not.toContain(TOKEN);
  });

  it('points to the summary where the plan is too long for a comment after all', async () => {
    await open();
    // A command line that answers with more than it should.
    const env = anotherVersion(`process.stdout.write('x'.repeat(70_000)); process.exitCode = 2;`);
    const ran = await repository.plan(repository.openPull(7), { inputs: { version: '9.9.9' }, env });
    expect(ran.ok, ran.log).toBe(true);
    expect(bodies()[0]).toContain('too long for a comment');
    expect(ran.summary.length).toBeGreaterThan(65_536);
  });

  it('installs another version outside of the checkout, with its own tree and no script, while the token is there', async () => {
    await open();
    repository.write('.npmrc', 'registry=http://127.0.0.1:1/\nignore-scripts=false\n');
    repository.write('node_modules/interform/bin/run.js', 'console.log("owned")');
    const env = anotherVersion('console.log("of the registry")');
    const ran = await repository.plan(repository.openPull(7), { inputs: { version: '9.9.9' }, env });
    expect(ran.summary).toContain('of the registry');
    const [called = ''] = readFileSync(join(env.STUB, 'called'), 'utf8').trim().split('\n');
    expect(called).toMatch(/ ci --prefix \S+\/interform\/cli-9\.9\.9 --ignore-scripts /);
    expect(called).not.toContain(repository.folder);
    const lock = JSON.parse(readFileSync(join(env.STUB, 'lock'), 'utf8'));
    expect(lock.packages['node_modules/interform']).toEqual({ version: '9.9.9', hasShrinkwrap: true });
  });

  it('leaves the comment to the newer commit', async () => {
    await open();
    const pull = repository.openPull(7);
    const event = structuredClone(pull);
    repository.push(pull);
    const ran = await repository.plan(event);
    expect(ran.ok, ran.log).toBe(true);
    expect(bodies()).toEqual([]);
  });

  it('of a fork is compared with a snapshot, without a token, a comment, a check or a receipt', async () => {
    const { github } = await open();
    await snapshotInto(repository, 'acme.snapshot.json');
    const requests = repository.emulator.requests.length;
    const ran = await repository.plan(repository.openPull(7, { source: 'eve/crm' }), {
      // A limit is for the contacts that a snapshot does not hold.
      inputs: { snapshot: 'acme.snapshot.json', arguments: '--limit=20' },
      env: { INTERCOM_ACCESS_TOKEN: '', TOKEN_OF_THE_JOB: 'may-only-read' },
    });
    expect(ran.ok, ran.log).toBe(true);
    expect(ran.summary).toContain('**2** create');
    expect(repository.emulator.requests).toHaveLength(requests);
    expect(receipts()).toEqual([]);
    expect(github.writes).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    ['"; touch owned; "$(touch owned)`touch owned`\' || touch owned'],
    ['x\nexit-code=0\nfork=true'],
    ['--> <script>alert(1)</script>'],
    ['--json'],
  ])('run nothing: an environment called %j', async (environment) => {
    const { github } = await open({ 'interform.yaml': ENVIRONMENTS, 'migrations/0001-tags.yaml': TAGS });
    const ran = await repository.plan(repository.openPull(7), { inputs: { environment } });
    expect(ran).toMatchObject({ ok: false, exit: 1, outputs: { 'exit-code': '1', digest: '' } });
    for (const folder of [repository.folder, join(repository.folder, '..')])
      expect(existsSync(join(folder, 'owned'))).toBe(false);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toMatch(/unknown-environment|bad-flag-value/);
    expect(bodies()[0]?.split('\n')[0]).toMatch(/^<!-- interform plan: [\w%.~!*'()@]* -->$/);
    expect(bodies()[0]).not.toContain('<script>');
    expect(github.checks[0]?.name).toMatch(/^interform plan \([^\n]+\)$/);
  });

  it('never make two environments one', async () => {
    await open({
      'a/b/migrations/0001-tags.yaml': TAGS,
      'a@b/migrations/0001-tags.yaml': TAGS,
    });
    const pull = repository.openPull(7);
    for (const project of ['a/b', './a/b/', 'a@b']) {
      const ran = await repository.plan(pull, { inputs: { project } });
      expect(ran.ok, ran.log).toBe(true);
    }
    expect(bodies()).toHaveLength(2);
    expect(new Set(receipts().map(({ name }) => name)).size).toBe(2);
  });

  it('of tags and people start no workflow command', async () => {
    await open({
      'migrations/0001-tags.yaml': `${header('Tags')}tags: ["::error::owned", "::stop-commands::x", "::set-output name=digest::y"]\n`,
    });
    const ran = await repository.plan(repository.openPull(7));
    const [shown = ''] = ran.log.split('::stop-commands::').slice(-1);
    expect(ran.log).toMatch(/^::stop-commands::[0-9a-f]{32}$/m);
    expect(shown.split('\n').filter((line) => line.trim().startsWith('::error'))).toEqual([]);
    expect(ran.outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

async function snapshotInto({ emulator, folder }: Repository, name: string): Promise<void> {
  const server = await emulator.listen({ port: 0 });
  const env = { INTERCOM_ACCESS_TOKEN: INTERCOM_TOKEN, INTERCOM_BASE_URL: server.url };
  const { exit, err } = await runCommand(Snapshot, ['--out', name], fakeTerminal({ cwd: folder, env }));
  await server.close();
  expect(exit, err).toBe(0);
}
