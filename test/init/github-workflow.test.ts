import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Init } from '../../src/commands/init.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

const WORKFLOW = '.github/workflows/interform.yml';
const ACTION = './interform/node_modules/interform';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...argv: readonly string[]) =>
  runCommand(Init, ['--ci', 'github', ...argv], fakeTerminal({ cwd: folder }));
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const workflows = () => readdirSync(join(folder, '.github/workflows')).sort();
const stepsOf = (job: { readonly steps: readonly Step[] }) => job.steps;

describe('the workflow of init for GitHub', () => {
  it('plans with a reading token, and applies with another what a pull request and this run show', async () => {
    await run();
    const { on, permissions, jobs } = parse(read(WORKFLOW));
    // Every pull request and every merge queue, whatever it changes: a required check must report.
    expect(on).toEqual({ pull_request: null, merge_group: null, push: { branches: ['main'] } });
    expect(permissions).toEqual({});
    const { plan, preview, apply } = jobs;
    const reading = { INTERCOM_ACCESS_TOKEN: `\${{ secrets.INTERCOM_ACCESS_READ_TOKEN }}` };
    for (const job of [plan, preview])
      expect(stepsOf(job).at(-1)).toMatchObject({
        uses: ACTION,
        with: { command: 'plan', checkout: 'repository' },
        env: reading,
      });
    expect(preview.permissions).toEqual({ contents: 'read' });
    expect(preview.outputs).toEqual({ changes: `\${{ steps.plan.outputs.changes }}` });
    expect(apply.if).toBe("needs.preview.outputs.changes == 'true'");
    expect(apply.environment).toBe('intercom');
    expect(apply.concurrency).toEqual({ group: 'interform-intercom', 'cancel-in-progress': false });
    expect(stepsOf(apply).at(-1)).toEqual({
      uses: ACTION,
      with: {
        command: 'apply',
        checkout: 'repository',
        expect: 'pull-request, this-run',
        'require-approval': true,
        'store-key': `\${{ secrets.INTERCOM_ACCESS_TOKEN }}`,
      },
      env: { INTERCOM_ACCESS_TOKEN: `\${{ secrets.INTERCOM_ACCESS_TOKEN }}` },
    });
  });

  it('gives each token to one step, and no permission to write but those that talk', async () => {
    await run('--env', 'staging', '--env', 'production');
    for (const file of workflows()) {
      const { jobs, env } = parse(read(`.github/workflows/${file}`));
      expect(env).toBeUndefined();
      for (const [id, job] of Object.entries<Record<string, unknown>>(jobs)) {
        const writes = Object.entries(job['permissions'] as object).filter(([, may]) => may === 'write');
        const [command] = id.split('-');
        const expected: Record<string, string[]> = {
          plan: ['pull-requests', 'checks'],
          preview: [],
          apply: ['pull-requests'],
          drift: ['issues'],
        };
        expect(
          writes.map(([name]) => name),
          id,
        ).toEqual(expected[command ?? '']);
        expect(job['env']).toBeUndefined();
        const steps = job['steps'] as readonly Step[];
        expect(steps.filter((step) => JSON.stringify(step).includes('secrets.'))).toHaveLength(1);
        expect(steps.at(-1)?.uses).toBe(ACTION);
      }
    }
  });

  it('checks out beside interform, sets Node.js up before npm, and pins the actions of others', async () => {
    await run();
    const { jobs } = parse(read(WORKFLOW));
    const [checkout, node, install, action] = stepsOf(jobs.apply);
    expect(checkout).toMatchObject({ with: { path: 'repository', 'persist-credentials': false } });
    expect(node).toMatchObject({ with: { 'package-manager-cache': false } });
    for (const { uses } of [checkout ?? {}, node ?? {}])
      expect(uses).toMatch(/^actions\/(?:checkout|setup-node)@[0-9a-f]{40}$/);
    expect(install?.run).toMatch(/^npm ci --prefix interform --ignore-scripts /m);
    expect(action?.uses).toBe(ACTION);
  });

  it('goes on to the next environment where one has nothing to do, and not where one failed or was dropped', async () => {
    await run('--env', 'test', '--env', 'staging', '--env', 'production');
    const { jobs } = parse(read(WORKFLOW));
    const going = "!failure() && !cancelled() && !contains(needs.*.result, 'cancelled')";
    expect(jobs['apply-test'].needs).toEqual(['preview-test']);
    expect(jobs['apply-test'].if).toBe("needs.preview-test.outputs.changes == 'true'");
    // Of all before: that one was dropped does not show in the next, which is only skipped.
    for (const [job, before] of [
      ['staging', ['apply-test']],
      ['production', ['apply-test', 'apply-staging']],
    ] as const)
      expect(jobs[`apply-${job}`]).toMatchObject({
        needs: [`preview-${job}`, ...before],
        if: `\${{ ${going} && needs.preview-${job}.outputs.changes == 'true' }}`,
      });
    expect(jobs['preview-staging'].needs).toEqual(['preview-test']);
  });

  it('gives the action inputs that it has, and each environment its name', async () => {
    await run('--env', 'staging', '--env', 'production');
    const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
    const used = workflows()
      .flatMap((file) =>
        Object.values<{ steps: Step[] }>(parse(read(`.github/workflows/${file}`)).jobs).flatMap(stepsOf),
      )
      .filter(({ uses }) => uses === ACTION);
    expect(used.map((step) => [step.with?.['command'], step.with?.['environment']])).toEqual(
      ['drift', 'plan', 'plan', 'apply'].flatMap((command) => [
        [command, 'staging'],
        [command, 'production'],
      ]),
    );
    for (const step of used)
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
  });

  it('stands where GitHub reads it when the project is a folder of a repository', async () => {
    mkdirSync(join(folder, '.git'));
    const { out } = await run('--dir', 'tools/crm');
    expect(out).toContain('+ ../../.github/workflows/interform-tools-crm.yml');
    expect(workflows()).toEqual(['interform-tools-crm.drift.yml', 'interform-tools-crm.yml']);
    const { jobs } = parse(read('.github/workflows/interform-tools-crm.yml'));
    for (const job of ['plan', 'preview', 'apply'])
      expect(stepsOf(jobs[job]).at(-1)?.with).toMatchObject({ project: 'tools/crm' });
  });

  it('is of the project that is there already', async () => {
    writeFileSync(
      join(folder, 'interform.yaml'),
      `apiVersion: interform/v1
kind: Project
workspace: { token_env: ACME_KEY }
environments:
  staging: { workspace: { token_env: ACME_STAGING_TOKEN } }
  production: {}
`,
    );
    await run();
    const { jobs } = parse(read(WORKFLOW));
    expect(Object.keys(jobs)).toEqual(
      ['plan', 'preview', 'apply'].flatMap((job) => [`${job}-staging`, `${job}-production`]),
    );
    expect(Object.keys(jobs['apply-staging'].steps.at(-1).env)).toEqual(['ACME_STAGING_TOKEN']);
    expect(jobs['plan-production'].steps.at(-1).env).toEqual({ ACME_KEY: `\${{ secrets.ACME_KEY_READ }}` });
  });

  it('never makes two projects, environments or groups one', async () => {
    mkdirSync(join(folder, '.git'));
    const projects = ['a-b', 'a/b', 'a--b', 'a b', 'A-b', 'a+b', 'ä/b', 'a-/b', 'a/-b', 'drift', 'a/b.drift'];
    const checks: string[] = [];
    const seen: Record<string, string[]> = { file: [], environment: [], group: [], id: [] };
    for (const project of projects) {
      const before = existing();
      await run('--dir', project, '--env', 'staging', '--env', 'b-staging');
      const made = workflows().filter((file) => !before.includes(file));
      expect(made, project).toHaveLength(2);
      for (const file of made) {
        const text = read(`.github/workflows/${file}`);
        const { jobs } = parse(text);
        for (const [id, { name }] of Object.entries<{ name?: string }>(jobs)) {
          if (!id.startsWith('plan')) continue;
          checks.push(String(name));
          expect(text.split('\nname:')[0]).toContain(String(name));
        }
        seen['file']?.push(file.toLowerCase());
        for (const job of Object.values<Record<string, never>>(jobs)) {
          if (job['environment'] !== undefined) seen['environment']?.push(job['environment']);
          seen['group']?.push(
            (job['concurrency'] as { group: string } | undefined)?.group ?? `none ${seen['group'].length}`,
          );
        }
      }
    }
    for (const [what, names] of Object.entries(seen)) {
      expect(new Set(names.map((name) => name.toLowerCase())).size, what).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[\x20-\x7e]*$/);
    }
    expect(seen['environment']).toHaveLength(projects.length * 2);
    // What a ruleset requires: a job without a name of its own is called alike in every project.
    expect(checks).toHaveLength(projects.length * 2);
    expect(new Set(checks).size).toBe(checks.length);
    expect(checks).toContain('plan-staging a/b');
  });

  it('lets no name of a folder, branch or environment be an expression or more than a value', async () => {
    const project = `it's \${{ github.token }} "#1"`;
    mkdirSync(join(folder, project), { recursive: true });
    git('init', '-q', '-b', "rel'ease");
    writeFileSync(
      join(folder, project, 'interform.yaml'),
      `apiVersion: interform/v1
kind: Project
environments: { "null": {}, "1e3": {}, "Prod": {}, "prod": {}, "a: b": { workspace: { token_env: A-KEY } } }
`,
    );
    await run('--dir', project);
    const [drift = '', file = ''] = workflows();
    const { on, jobs } = parse(read(`.github/workflows/${file}`));
    expect(on.push.branches).toEqual(["rel'ease"]);
    const driftJobs = Object.values<{ if: string }>(parse(read(`.github/workflows/${drift}`)).jobs);
    expect(driftJobs.map((job) => job.if)).toEqual(
      driftJobs.map(() => "github.ref == 'refs/heads/rel''ease'"),
    );
    for (const id of Object.keys(jobs)) expect(id).toMatch(/^[a-z][A-Za-z0-9_-]*$/);
    expect(new Set(Object.keys(jobs).map((id) => id.toLowerCase())).size).toBe(15);
    const told = Object.values<{ steps: Step[] }>(jobs).map((job) => stepsOf(job).at(-1));
    const { environment } = told[4]?.with ?? {};
    expect(environment).toBe('a: b');
    expect(told[4]?.env).toEqual({ 'A-KEY': `\${{ secrets.A_KEY_READ }}` });
    for (const step of told)
      expect(String(step?.with?.['project']).replaceAll(`\${{ '\${{' }}`, `\${{`)).toBe(project);
    expect(read(`.github/workflows/${file}`)).not.toMatch(/\$\{\{ github\.token/);
  });

  it.each([
    ['what the remote calls its head', ['remote'], 'trunk'],
    ['what git begins with, where there is such a branch', ['configured'], 'develop'],
    ['main, on a branch of its own', ['main'], 'main'],
    ['the only branch that there is', ['only'], 'vault'],
  ])('applies on %s', async (_what, [how], branch) => {
    git('init', '-q', '-b', how === 'only' ? 'vault' : branch);
    commit();
    if (how === 'remote') {
      git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
      git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
      git('branch', 'main');
    }
    if (how === 'configured') {
      git('config', 'init.defaultBranch', 'develop');
      git('branch', 'main');
    }
    if (how !== 'only') git('checkout', '-q', '-b', 'add-interform');
    await run();
    expect(parse(read(WORKFLOW)).on.push.branches).toEqual([branch]);
  });
});

function existing(): readonly string[] {
  try {
    return workflows();
  } catch {
    return [];
  }
}

function git(...words: readonly string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@acme.test', ...words]);
}

function commit(): void {
  mkdirSync(dirname(join(folder, 'README.md')), { recursive: true });
  writeFileSync(join(folder, 'README.md'), 'Acme\n');
  git('add', 'README.md');
  git('commit', '-q', '-m', 'Begin');
}
