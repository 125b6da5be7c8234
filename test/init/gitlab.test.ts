import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Init } from '../../src/commands/init.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

interface Job {
  readonly extends: string;
  readonly stage: string;
  readonly rules: readonly { readonly if: string; readonly changes?: readonly string[] }[];
  readonly needs?: readonly { readonly job: string }[];
  readonly environment?: string;
  readonly resource_group?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: { readonly when: string; readonly access: string; readonly paths: readonly string[] };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-init-'));
  mkdirSync(join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const init = (...argv: readonly string[]) =>
  runCommand(Init, ['--ci', 'gitlab', ...argv], fakeTerminal({ cwd: folder }));
/** What GitLab makes of all files: the root and what it includes. */
function pipeline(): Record<string, Job> {
  const included = readdirSync(join(folder, '.gitlab')).filter((name) => /^interform.*\.yml$/.test(name));
  expect(included.length).toBeGreaterThan(0);
  const found: Record<string, Job> = {};
  for (const name of included)
    for (const [key, value] of Object.entries(parse(read(`.gitlab/${name}`)))) {
      if (key !== 'stages') expect(found, `two files have ${key}`).not.toHaveProperty([key]);
      if (key !== 'stages') found[key] = value as Job;
    }
  return found;
}

describe('init for GitLab', () => {
  it('plans on merge requests, previews and applies on the default branch, and looks for drift', async () => {
    const { exit, out } = await init();
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('+ .gitlab/interform.yml') });
    expect(parse(read('.gitlab-ci.yml'))).toEqual({
      include: [{ local: '.gitlab/interform*.yml' }],
      stages: ['validate', 'plan', 'preview', 'apply'],
    });
    const { plan, preview, apply, drift } = pipeline();
    expect(plan?.script).toEqual([
      'INTERCOM_ACCESS_TOKEN="$INTERCOM_ACCESS_READ_TOKEN" node "$INTERFORM/node_modules/interform/action/gitlab/plan.js"',
    ]);
    expect(plan?.rules).toEqual([
      {
        if: '$CI_PIPELINE_SOURCE == "merge_request_event"',
        changes: ['interform.yaml', 'migrations/**/*', '.gitlab/interform.yml'],
      },
    ]);
    const left = ['plan.html', 'plan.md', 'plan.receipt', 'plan.seal.json'];
    for (const job of [plan, preview])
      expect(job?.artifacts).toMatchObject({ when: 'always', access: 'developer', paths: left });
    expect(apply).toMatchObject({
      environment: 'intercom',
      resource_group: 'interform/intercom',
      needs: [{ job: 'preview', artifacts: false }],
      variables: { INTERFORM_STORE_KEY: '$INTERCOM_ACCESS_TOKEN' },
      artifacts: { when: 'always', access: 'developer', paths: ['interform.store', 'apply.md'] },
    });
    expect(apply?.script.map((line) => line.split('/').at(-1))).toEqual([
      'store.js" open',
      'apply.js" --plan-job=plan --preview-job=preview',
    ]);
    expect(apply?.after_script?.[0]).toMatch(/store\.js" close$/);
    expect(drift?.rules[0]?.if).toContain('"schedule"');
  });

  it('runs nothing of the checkout, and takes scripts that the package has', async () => {
    await init('--env', 'staging');
    const text = read('.gitlab/interform.yml');
    const lock = /^.*"hasShrinkwrap":true.*$/m;
    expect(text.replace(lock, '')).not.toMatch(/npx|(?<!INTERFORM\/|CI_JOB_ID\/)node_modules\/interform/);
    expect(text).toMatch(/npm ci --prefix \. --userconfig \.\/npmrc --ignore-scripts /);
    expect(text).toMatch(lock);
    const scripts = [...text.matchAll(/node_modules\/interform\/([\w./-]+\.js)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(new Set(scripts).size).toBe(6);
    for (const script of scripts)
      expect(existsSync(new URL(`../../${script}`, import.meta.url)), script).toBe(true);
  });

  it('applies one environment after the other, and plans each with a token that reads', async () => {
    await init('--env', 'staging', '--env', 'production');
    const jobs = pipeline();
    expect(Object.keys(jobs)).toEqual([
      '.interform',
      'validate',
      'plan-staging',
      'plan-production',
      'preview-staging',
      'preview-production',
      'apply-staging',
      'apply-production',
      'drift-staging',
      'drift-production',
    ]);
    expect(jobs['apply-production']?.needs?.map(({ job }) => job)).toEqual([
      'preview-production',
      'apply-staging',
    ]);
    for (const job of ['plan', 'preview', 'drift'])
      expect(jobs[`${job}-production`]?.script.at(-1)).toMatch(
        /^INTERCOM_PRODUCTION_TOKEN="\$INTERCOM_PRODUCTION_READ_TOKEN" node .* --env production$/,
      );
  });

  it('gives every project of a repository jobs of its own, whatever the folders are called', async () => {
    const projects = ['.', 'tools/crm', 'tools-crm', "it's: crm #1", 'Künden', 'a+b', 'a b'];
    for (const project of projects) {
      mkdirSync(join(folder, project), { recursive: true });
      expect((await init('--dir', project)).exit).toBe(0);
    }
    const jobs = Object.entries(pipeline());
    expect(jobs.filter(([name]) => name.startsWith('apply'))).toHaveLength(projects.length);
    expect(new Set(jobs.flatMap(([, job]) => job.resource_group ?? [])).size).toBe(projects.length);
    const odd = jobs.find(([, { script }]) => script?.[0]?.includes("'it'\\''s: crm #1'"))?.[1];
    expect(odd?.script).toHaveLength(1);
    for (const [name, job] of jobs)
      if (job.needs !== undefined)
        expect(
          jobs.map(([key]) => key),
          name,
        ).toContain(job.needs[0]?.job);
    expect(read('.gitlab-ci.yml').match(/local/g)).toHaveLength(1);
  });

  it('takes names of environments that YAML or a shell would read as something else', async () => {
    const file =
      'apiVersion: interform/v1\nkind: Project\nenvironments: { "null": {}, "1e3": {}, "Kunden & mehr": {} }\n';
    mkdirSync(dirname(join(folder, 'interform.yaml')), { recursive: true });
    writeFileSync(join(folder, 'interform.yaml'), file);
    await init();
    const jobs = pipeline();
    expect(jobs['apply-null']?.environment).toBe('null');
    expect(jobs['apply-1e3']?.environment).toBe('1e3');
    const odd = Object.values(jobs).find((job) => job.environment?.startsWith('kunden'));
    expect(odd?.environment).toMatch(/^[\w-]+$/);
    expect(odd?.script.at(-1)).toMatch(/ --env 'Kunden & mehr'$/);
  });

  it('says which line a .gitlab-ci.yml of others lacks, and changes nothing there', async () => {
    writeFileSync(join(folder, '.gitlab-ci.yml'), 'build: { script: [make] }\n');
    const { out } = await init();
    expect(out).toContain('add to .gitlab-ci.yml: include: [{ local: ".gitlab/interform*.yml" }]');
    expect(read('.gitlab-ci.yml')).toBe('build: { script: [make] }\n');
    expect(existsSync(join(folder, '.gitlab/interform.yml'))).toBe(true);
    writeFileSync(join(folder, '.gitlab-ci.yml'), 'include: ".gitlab/interform*.yml"\n');
    expect((await init('--dir', 'crm')).out).not.toContain('add to');
  });
});
